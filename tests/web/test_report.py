"""The code on the wall: what it answers, and the form."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.catalog.services import service
from lib.core.clock import now
from lib.core.settings import settings
from lib.people import cookies, sessions
from lib.places import labels
from lib.store import files
from lib.tickets import records, reporters
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.rules import set_rule
from lib.tickets.ticket import Ticket
from lib.tickets.words import ClosedHow, Status
from lib.web import files as file_routes
from lib.web import forms, report, track, wall
from lib.web.faults import HANDLERS
from tests.conftest import Cast

SIX = {"service": "GD-01", "description": "灯不亮", "severity": "urgent", "name": "张护士", "phone": "8101"}


@pytest.fixture
def phone(cast: Cast) -> Iterator[TestClient]:
    """Somebody's phone, nobody signed in."""
    app = Starlette(
        routes=[*report.routes, *track.routes, *file_routes.routes], exception_handlers=dict(HANDLERS)
    )
    with TestClient(app, follow_redirects=False, headers={"accept-language": "en"}) as client:
        yield client


def photo(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    return file.getvalue()


def tickets(cast: Cast) -> int:
    return int(cast.db.value("SELECT count(*) FROM ticket"))


def key_in(html: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found
    return found.group(1)


def ticket_at(cast: Cast, location: str) -> Ticket:
    token = location.removeprefix("/t/").partition("?")[0]
    found = records.by_id(cast.db, reporters.by_token(cast.db, token).ticket_id)
    assert found
    return found


def suggested_name(cast: Cast, code: str) -> str:
    found = service(cast.db, code)
    assert found
    return found.name_en


def finished(cast: Cast, ticket: Ticket) -> Ticket:
    """Done by 李师傅, waiting for the department's word."""
    at = now()
    given = dispatching.assign(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=cast.people["li"]),
        by=cast.by("zhao", at),
    )
    working.accept(cast.db, ticket_id=given.id, version=None, by=cast.by("li", at))
    working.arrive(cast.db, ticket_id=given.id, version=None, by=cast.by("li", at))
    return working.complete(
        cast.db, ticket_id=given.id, version=None, work=Work(outcome="fixed"), by=cast.by("li", at)
    )


def signed_in(client: TestClient, cast: Cast, name: str) -> None:
    with cast.db.transaction() as tx:
        made = sessions.start(
            tx, cast.db, cast.people[name], sessions.BROWSER, address="", device="", now=now()
        )
    token = cookies.baked(settings().secret, username=name, secret=made.secret, expires_at=made.expires_at)
    client.cookies.set(cookies.NAME, token)


class TestTheForm:
    def test_it_names_the_place_and_offers_every_service(self, phone: TestClient, cast: Cast) -> None:
        page = phone.get(f"/r/{cast.code}")
        assert page.status_code == 200
        assert "1203病房" in page.text
        assert page.text.count("<option") > 130
        assert len(page.content) < 30_000

    def test_it_speaks_the_phones_language(self, phone: TestClient, cast: Cast) -> None:
        chinese = phone.get(f"/r/{cast.code}", headers={"accept-language": "zh-CN,zh;q=0.9"})
        assert 'lang="zh-CN"' in chinese.text
        assert "Send the report" not in chinese.text
        assert "Send the report" in phone.get(f"/r/{cast.code}").text

    def test_the_first_scan_is_remembered(self, phone: TestClient, cast: Cast) -> None:
        phone.get(f"/r/{cast.code}")
        assert cast.db.value("SELECT count(*) FROM label WHERE first_scan_at IS NOT NULL") == 1

    def test_an_unknown_code_explains_itself(self, phone: TestClient, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            set_rule(tx, "desk_phone", "8000")
        for answer in (phone.get("/r/nosuch22"), phone.post("/r/nosuch22", data=SIX)):
            assert answer.status_code == 404
            assert "not known here" in answer.text
            assert "tel:8000" in answer.text

    def test_a_replaced_code_says_where_it_hung_and_still_takes_reports(
        self, phone: TestClient, cast: Cast
    ) -> None:
        with cast.db.transaction() as tx:
            labels.issue(tx, cast.room, now())
        page = phone.get(f"/r/{cast.code}")
        assert "has been replaced" in page.text
        assert "1203病房" in page.text
        assert phone.post(f"/r/{cast.code}", data=SIX).status_code == 303


class TestSending:
    def test_six_fields_make_a_ticket_and_lead_to_its_page(self, phone: TestClient, cast: Cast) -> None:
        answer = phone.post(f"/r/{cast.code}", data=SIX, files={"photos": ("a.jpg", photo(), "image/jpeg")})
        assert answer.status_code == 303
        ticket = ticket_at(cast, answer.headers["location"])
        assert (ticket.service_code, ticket.severity, ticket.channel) == ("GD-01", "urgent", "qr")
        assert (ticket.location_id, ticket.department_id) == (cast.room, cast.ward)
        assert cast.db.value("SELECT count(*) FROM attachment") == 1
        assert phone.get(answer.headers["location"]).status_code == 200

    def test_a_service_alone_or_words_alone_are_enough(self, phone: TestClient, cast: Cast) -> None:
        assert phone.post(f"/r/{cast.code}", data={"service": "GD-01"}).status_code == 303
        assert phone.post(f"/r/{cast.code}", data={"description": "漏水"}).status_code == 303

    def test_the_list_wins_over_a_tile_that_was_left_chosen(self, phone: TestClient, cast: Cast) -> None:
        answer = phone.post(f"/r/{cast.code}", data={"service": ["GD-01", "GD-02"]})
        assert ticket_at(cast, answer.headers["location"]).service_code == "GD-02"
        answer = phone.post(f"/r/{cast.code}", data={"service": ["GD-01", ""]})
        assert ticket_at(cast, answer.headers["location"]).service_code == "GD-01"

    def test_sending_the_same_form_twice_makes_one_ticket(self, phone: TestClient, cast: Cast) -> None:
        form = SIX | {"key": key_in(phone.get(f"/r/{cast.code}").text)}
        first, second = (phone.post(f"/r/{cast.code}", data=form) for _ in range(2))
        assert first.headers["location"] == second.headers["location"]
        assert tickets(cast) == 1

    def test_a_form_fetched_anew_with_the_same_words_is_the_same_report(
        self, phone: TestClient, cast: Cast
    ) -> None:
        """Going back, browsers fetch the form again, with another key, and put the words back in."""
        first, second = (
            phone.post(f"/r/{cast.code}", data=SIX | {"key": key_in(phone.get(f"/r/{cast.code}").text)})
            for _ in range(2)
        )
        assert first.headers["location"] == second.headers["location"]
        phone.post(f"/r/{cast.code}", data=SIX | {"key": "another", "phone": "8102"})
        assert tickets(cast) == 2

    def test_going_back_to_write_something_else_is_another_report(
        self, phone: TestClient, cast: Cast
    ) -> None:
        form = SIX | {"key": key_in(phone.get(f"/r/{cast.code}").text)}
        phone.post(f"/r/{cast.code}", data=form)
        phone.post(f"/r/{cast.code}", data=form | {"description": "水龙头也漏"})
        assert tickets(cast) == 2

    def test_going_back_to_add_a_photo_adds_it_to_the_report(self, phone: TestClient, cast: Cast) -> None:
        form = SIX | {"key": "abc"}
        phone.post(f"/r/{cast.code}", data=form)
        for _ in range(2):
            phone.post(f"/r/{cast.code}", data=form, files={"photos": ("a.jpg", photo(), "image/jpeg")})
        assert tickets(cast) == 1
        assert cast.db.value("SELECT count(*) FROM attachment") == 1

    def test_without_a_key_the_same_words_within_two_minutes_are_one(
        self, phone: TestClient, cast: Cast
    ) -> None:
        first, second = (phone.post(f"/r/{cast.code}", data=SIX) for _ in range(2))
        assert first.headers["location"] == second.headers["location"]
        assert phone.post(f"/r/{cast.code}", data=SIX | {"phone": "8102"}).status_code == 303
        assert tickets(cast) == 2

    def test_without_a_key_it_is_another_report_later(self, phone: TestClient, cast: Cast) -> None:
        phone.post(f"/r/{cast.code}", data=SIX)
        with cast.db.transaction() as tx:
            tx.execute("UPDATE request_key SET key = left(key, length(key) - 8) || '00000001'")
        phone.post(f"/r/{cast.code}", data=SIX)
        assert tickets(cast) == 2

    def test_several_things_in_one_go_are_several_tickets(self, phone: TestClient, cast: Cast) -> None:
        form = SIX | {"service2": "GD-02", "description3": "窗户关不上", "key": "abc"}
        answers = [phone.post(f"/r/{cast.code}", data=form) for _ in range(2)]
        assert answers[0].headers["location"] == answers[1].headers["location"]
        assert tickets(cast) == 3
        page = phone.get(answers[0].headers["location"])
        assert page.text.count("Reported together with it") == 2

    def test_whoever_is_signed_in_reports_under_their_name(self, phone: TestClient, cast: Cast) -> None:
        signed_in(phone, cast, "liu")
        answer = phone.post(f"/r/{cast.code}", data=SIX)
        event = records.events(cast.db, ticket_at(cast, answer.headers["location"]).id)[0]
        assert event.actor_id == cast.people["liu"]


class TestNothingTypedIsLost:
    def test_neither_service_nor_words(self, phone: TestClient, cast: Cast) -> None:
        answer = phone.post(f"/r/{cast.code}", data={"name": "张护士", "phone": "8101", "severity": "low"})
        assert answer.status_code == 422
        assert "choose a service or say" in answer.text
        assert 'value="张护士"' in answer.text
        assert 'value="low" checked' in answer.text

    def test_a_wrong_file_leaves_words_and_good_photos(self, phone: TestClient, cast: Cast) -> None:
        sent = [
            ("photos", ("a.jpg", photo(), "image/jpeg")),
            ("photos", ("virus.exe", b"MZ" * 40, "image/jpeg")),
            ("photos", ("b.jpg", photo("red"), "image/jpeg")),
        ]
        answer = phone.post(f"/r/{cast.code}", data=SIX | {"key": "abc", "service2": "GD-02"}, files=sent)
        assert answer.status_code == 422
        assert "Only photos and short videos" in answer.text
        assert "灯不亮</textarea>" in answer.text
        assert 'name="key" value="abc"' in answer.text
        assert (
            '<option value="GD-01" selected' in answer.text
            or 'value="GD-01" data-s="normal" checked' in answer.text
        )
        kept = re.findall(r'name="kept" value="([^"]+)"', answer.text)
        assert len(kept) == 2
        assert phone.get(f"/files/{kept[0]}").headers["content-type"] == "image/jpeg"
        again = phone.post(f"/r/{cast.code}", data=SIX | {"key": "abc", "kept": kept})
        assert again.status_code == 303
        assert cast.db.value("SELECT count(*) FROM attachment") == 2

    def test_a_file_one_did_not_send_cannot_be_named(self, phone: TestClient, cast: Cast) -> None:
        name = files.keep(cast.db, photo(), now=now()).hash
        assert phone.post(f"/r/{cast.code}", data=SIX | {"kept": name}).status_code == 303
        assert cast.db.value("SELECT count(*) FROM attachment") == 0

    def test_too_many_files(self, phone: TestClient, cast: Cast) -> None:
        sent = [("photos", (f"{n}.jpg", photo(f"#{n * 10:02x}0000"), "image/jpeg")) for n in range(10, 20)]
        answer = phone.post(f"/r/{cast.code}", data=SIX, files=sent)
        assert answer.status_code == 422
        assert "At most 9" in answer.text
        assert len(re.findall('name="kept"', answer.text)) == 9

    def test_too_large_a_form(self, phone: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(forms, "MOST_BYTES", 200_000)
        answer = phone.post(
            f"/r/{cast.code}", data=SIX, files={"photos": ("a.jpg", bytes(400_000), "image/jpeg")}
        )
        assert answer.status_code == 422
        assert "Please send fewer" in answer.text
        assert "灯不亮</textarea>" in answer.text

    def test_too_often_says_the_desks_number(self, phone: TestClient, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            set_rule(tx, "desk_phone", "8000")
        for n in range(wall.TICKETS_PER_CODE):
            assert phone.post(f"/r/{cast.code}", data=SIX | {"description": f"第{n}盏灯"}).status_code == 303
        answer = phone.post(f"/r/{cast.code}", data=SIX | {"description": "最后一盏"})
        assert answer.status_code == 429
        assert "最后一盏</textarea>" in answer.text
        assert "tel:8000" in answer.text

    def test_half_a_form_is_refused(self, phone: TestClient, cast: Cast) -> None:
        answer = phone.post(
            f"/r/{cast.code}", content=b"junk", headers={"content-type": "multipart/form-data; boundary=x"}
        )
        assert answer.status_code == 422


class TestHowUrgent:
    @pytest.mark.parametrize(
        ("sent", "severity"),
        [
            ({"severity": ""}, "urgent"),
            ({"severity": "normal", "presumed": "normal"}, "urgent"),
            ({"severity": "normal", "presumed": ""}, "normal"),
            ({"severity": "low", "presumed": "normal"}, "low"),
            ({"severity": "", "description": "插座没电"}, "normal"),
            ({"severity": "", "description": "插座冒烟", "service": ""}, "emergency"),
        ],
    )
    def test_danger_counts_unless_the_reporter_chose(
        self, phone: TestClient, cast: Cast, sent: dict[str, str], severity: str
    ) -> None:
        answer = phone.post(f"/r/{cast.code}", data={**SIX, "description": "插座冒火花了", **sent})
        assert ticket_at(cast, answer.headers["location"]).severity == severity

    def test_a_second_thing_has_its_own_danger(self, phone: TestClient, cast: Cast) -> None:
        answer = phone.post(f"/r/{cast.code}", data={**SIX, "severity": "low", "description2": "有人触电"})
        assert answer.status_code == 303
        rows = cast.db.rows("SELECT severity FROM ticket ORDER BY id")
        assert [row["severity"] for row in rows] == ["low", "emergency"]

    def test_a_refused_form_still_knows_what_was_only_presumed(self, phone: TestClient, cast: Cast) -> None:
        sent = {"severity": "normal", "presumed": "normal", "phone": "8101"}
        page = phone.post(f"/r/{cast.code}", data=sent).text
        assert 'name="presumed" value="normal"' in page


class TestTheWallAnswersFirst:
    def test_what_is_reported_here_without_names(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        report(now=now() - timedelta(minutes=70))
        report(now=now(), location_id=cast.icu)
        page = phone.get(f"/r/{cast.code}").text
        assert page.count('formaction="/r/' + cast.code + '/join"') == 1
        assert "Lighting repair" in page
        assert "1 h 10 min ago" in page
        assert "张护士" not in page

    def test_what_was_reported_this_minute_is_no_minutes_old(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        report(now=now())
        page = phone.get(f"/r/{cast.code}").text
        assert "just now" in page
        assert "0 min" not in page

    def test_words_of_others_are_not_shown(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        report(now=now(), service_code="", description="3床王大爷要开发票")
        page = phone.get(f"/r/{cast.code}").text
        assert "Something else" in page
        assert "王大爷" not in page

    def test_free_words_are_told_apart_by_the_service_they_probably_mean(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        report(now=now() - timedelta(minutes=70), service_code="", description="3床王大爷的马桶堵了")
        page = phone.get(f"/r/{cast.code}").text
        assert "Something else" not in page
        assert suggested_name(cast, "WS-02") in page
        assert "1 h 10 min ago" in page
        assert "王大爷" not in page

    def test_me_too_gives_a_link_of_ones_own_and_counts_as_an_urge(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        ticket = report(now=now())
        form = {"ticket": str(ticket.id), "name": "王医生", "phone": "8102", "key": "abc"}
        answers = [phone.post(f"/r/{cast.code}/join", data=form) for _ in range(2)]
        assert answers[0].headers["location"] == answers[1].headers["location"]
        assert ticket_at(cast, answers[0].headers["location"]).urges == 1
        assert len(reporters.of_ticket(cast.db, ticket.id)) == 2

    def test_urging_twice_in_a_moment_is_one_urge(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        ticket = report(now=now())
        answers = [
            phone.post(f"/r/{cast.code}/urge", data={"ticket": str(ticket.id)}).headers["location"]
            for _ in range(2)
        ]
        assert answers == [f"/r/{cast.code}?said=urged", f"/r/{cast.code}?said=urged_before"]
        found = records.by_id(cast.db, ticket.id)
        assert found and found.urges == 1
        assert "have been told" in phone.get(answers[0]).text
        assert "a moment ago" in phone.get(answers[1]).text

    def test_a_ticket_of_another_place_is_not_touched_from_here(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        elsewhere = report(now=now(), location_id=cast.icu)
        for action in ("join", "urge", "confirm"):
            answer = phone.post(
                f"/r/{cast.code}/{action}", data={"ticket": str(elsewhere.id), "extension": "8101"}
            )
            assert answer.status_code == 404
        assert phone.post(f"/r/{cast.code}/explode", data={"ticket": str(elsewhere.id)}).status_code == 404

    def test_twenty_actions_at_one_wall_are_enough(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        ticket = report(now=now())
        for _ in range(wall.ACTIONS_PER_CODE):
            assert phone.post(f"/r/{cast.code}/urge", data={"ticket": str(ticket.id)}).status_code == 303
        assert phone.post(f"/r/{cast.code}/urge", data={"ticket": str(ticket.id)}).status_code == 429


class TestConfirmingAtTheWall:
    @pytest.fixture
    def done(self, cast: Cast, report: Callable[..., Ticket]) -> Ticket:
        return finished(cast, report(now=now()))

    def test_with_the_departments_extension(self, phone: TestClient, cast: Cast, done: Ticket) -> None:
        assert "extension number" in phone.get(f"/r/{cast.code}").text
        answer = phone.post(f"/r/{cast.code}/confirm", data={"ticket": str(done.id), "extension": "8101"})
        assert answer.status_code == 303
        found = records.by_id(cast.db, done.id)
        assert found and (found.status, found.closed_how) == (Status.CLOSED, ClosedHow.CODE)

    def test_another_extension_is_refused_and_counted(
        self, phone: TestClient, cast: Cast, done: Ticket
    ) -> None:
        for typed, status in [*[("8102", 422)] * wall.WRONG_EXTENSIONS, ("8101", 429)]:
            answer = phone.post(f"/r/{cast.code}/confirm", data={"ticket": str(done.id), "extension": typed})
            assert answer.status_code == status

    def test_never_in_a_browser_signed_in_as_staff(self, phone: TestClient, cast: Cast, done: Ticket) -> None:
        signed_in(phone, cast, "wang")
        assert "extension number" not in phone.get(f"/r/{cast.code}").text
        answer = phone.post(f"/r/{cast.code}/confirm", data={"ticket": str(done.id), "extension": "8101"})
        assert answer.status_code == 403
