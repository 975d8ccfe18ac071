"""The tracking link: what it tells, and the reporter's own word."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.clock import now
from lib.core.settings import settings
from lib.people import cookies, sessions
from lib.store import files
from lib.tickets import records, reporters
from lib.tickets.actions import dispatching, talking, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.rules import set_rule
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status
from lib.web import files as file_routes
from lib.web import report, track
from lib.web.faults import HANDLERS
from tests.conftest import Cast

GOOD = {"speed": "5", "quality": "4", "attitude": "5", "words": "很快"}


@pytest.fixture
def phone(cast: Cast) -> Iterator[TestClient]:
    app = Starlette(
        routes=[*report.routes, *track.routes, *file_routes.routes], exception_handlers=dict(HANDLERS)
    )
    with TestClient(app, follow_redirects=False, headers={"accept-language": "en"}) as client:
        yield client


@pytest.fixture
def fresh(report: Callable[..., Ticket]) -> Ticket:
    return report(now=now() - timedelta(minutes=5))


def link(cast: Cast, ticket: Ticket) -> str:
    return f"/t/{reporters.of_ticket(cast.db, ticket.id)[0].token}"


def read(cast: Cast, ticket: Ticket) -> Ticket:
    found = records.by_id(cast.db, ticket.id)
    assert found
    return found


def given(cast: Cast, ticket: Ticket) -> Ticket:
    return dispatching.assign(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=cast.people["li"]),
        by=cast.by("zhao", now()),
    )


def finished(cast: Cast, ticket: Ticket, at: datetime | None = None) -> Ticket:
    by = cast.by("li", at or now())
    given(cast, ticket)
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=by)
    working.arrive(cast.db, ticket_id=ticket.id, version=None, by=by)
    work = Work(outcome="fixed", note="换灯管1支", photos=[files.keep(cast.db, photo(), now=by.now).hash])
    return working.complete(cast.db, ticket_id=ticket.id, version=None, work=work, by=by)


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return file.getvalue()


def signed_in(client: TestClient, cast: Cast, name: str) -> None:
    with cast.db.transaction() as tx:
        made = sessions.start(
            tx, cast.db, cast.people[name], sessions.BROWSER, address="", device="", now=now()
        )
    token = cookies.baked(settings().secret, username=name, secret=made.secret, expires_at=made.expires_at)
    client.cookies.set(cookies.NAME, token)


class TestWhatItTells:
    def test_number_promise_and_what_happens_next(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        page = phone.get(link(cast, fresh))
        assert page.status_code == 200
        assert fresh.number in page.text
        assert "choosing who comes" in page.text
        assert "Somebody takes it by" in page.text
        assert len(page.content) < 30_000

    def test_a_promise_that_has_passed_is_said(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        ticket = report(now=now() - timedelta(hours=2))
        assert "should have taken it by" in phone.get(link(cast, ticket)).text

    def test_who_comes_politely_and_without_phone(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        with cast.db.transaction() as tx:
            tx.execute(
                "UPDATE account SET name = '李大山', phone = '13800001234' WHERE id = $id",
                id=cast.people["li"],
            )
        given(cast, fresh)
        page = phone.get(link(cast, fresh)).text
        assert "Technician 李" in page
        assert "李大山" not in page
        assert "13800001234" not in page
        assert "水电班" in page

    def test_the_timeline_is_in_words_and_without_notes_of_the_house(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        talking.comment(cast.db, ticket_id=fresh.id, note="这个科室很难缠", by=cast.by("wang", now()))
        finished(cast, fresh)
        page = phone.get(link(cast, fresh)).text
        assert "The reporter reported" in page
        assert "finished: Fixed" in page
        assert "换灯管1支" in page
        assert "难缠" not in page
        assert "赵调度" not in page

    def test_a_link_nobody_has_names_whom_to_phone(self, phone: TestClient, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            set_rule(tx, "desk_phone", "8000")
        for answer in (phone.get("/t/nonsense"), phone.post("/t/nonsense/urge")):
            assert answer.status_code == 404
            assert "tel:8000" in answer.text

    def test_it_keeps_up_while_something_can_still_happen(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        page = phone.get(link(cast, fresh)).text
        assert "location.reload" in page and ">Refresh</a>" in page
        assert phone.post(f"{link(cast, fresh)}/cancel").status_code == 303
        page = phone.get(link(cast, fresh)).text
        assert "location.reload" not in page and ">Refresh</a>" not in page

    def test_a_page_with_a_refusal_does_not_send_the_form_again_by_itself(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        answer = phone.post(f"{link(cast, fresh)}/comment", data={"note": ""})
        assert answer.status_code == 422
        assert "location.reload" not in answer.text

    def test_only_what_is_possible_now_is_offered(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        def offered() -> set[str]:
            page = phone.get(link(cast, fresh)).text
            return {name for name in track.ACTIONS if f'{link(cast, fresh)}/{name}"' in page}

        assert offered() == {"urge", "cancel", "comment"}
        given(cast, fresh)
        assert offered() == {"urge", "comment"}


class TestTheReportersWord:
    def test_urge_tells_the_technician_once_a_moment(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        given(cast, fresh)
        answers = [phone.post(f"{link(cast, fresh)}/urge").headers["location"] for _ in range(2)]
        here = link(cast, fresh)
        assert answers == [f"{here}?said=urged", f"{here}?said=urged_before"]
        assert read(cast, fresh).urges == 1
        assert "have been told" in phone.get(answers[0]).text
        assert "a moment ago" in phone.get(answers[1]).text

    def test_confirm_then_rate(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        finished(cast, fresh)
        assert phone.post(f"{link(cast, fresh)}/confirm").status_code == 303
        assert read(cast, fresh).closed_how == "link"
        answer = phone.post(f"{link(cast, fresh)}/rate", data=GOOD)
        assert answer.headers["location"].endswith("said=rated")
        after = read(cast, fresh)
        assert (after.closed_how, after.rated) == ("link", 1)
        assert cast.db.row("SELECT speed, quality, attitude, words, how FROM rating") == {
            "speed": 5, "quality": 4, "attitude": 5, "words": "很快", "how": "link",
        }  # fmt: skip

    def test_nothing_is_rated_by_default(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        finished(cast, fresh)
        assert " checked>" not in phone.get(link(cast, fresh)).text
        answer = phone.post(f"{link(cast, fresh)}/rate", data={"speed": "5", "words": "还行"})
        assert answer.status_code == 422
        assert "each of the three" in answer.text
        assert '<fieldset tabindex="-1" autofocus><legend>Quality' in answer.text
        assert "还行</textarea>" in answer.text
        assert 'value="5" checked' in answer.text

    def test_a_low_rating_asks_for_a_call_back_and_offers_to_send_it_back(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        finished(cast, fresh)
        answer = phone.post(f"{link(cast, fresh)}/rate", data=GOOD | {"quality": "2"})
        assert answer.headers["location"].endswith("said=rated_low")
        assert '<details id="reopen" open>' in phone.get(answer.headers["location"]).text
        assert cast.db.value("SELECT reason FROM call_back") == "low_rating"

    def test_reopen_with_a_reason_and_a_photo(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        finished(cast, fresh)
        answer = phone.post(f"{link(cast, fresh)}/reopen", data={"reason": " "})
        assert answer.status_code == 422
        answer = phone.post(
            f"{link(cast, fresh)}/reopen",
            data={"reason": "又不亮了"},
            files={"photos": ("a.jpg", photo(), "image/jpeg")},
        )
        assert answer.status_code == 303
        after = read(cast, fresh)
        assert (after.status, after.assignee_id) == (Status.ASSIGNED, cast.people["li"])
        assert "又不亮了" in phone.get(link(cast, fresh)).text

    def test_after_the_window_neither_rating_nor_sending_back_is_offered(
        self, phone: TestClient, cast: Cast, report: Callable[..., Ticket]
    ) -> None:
        ticket = report(now=now() - timedelta(days=9))
        by = cast.by("li", now() - timedelta(days=8), late_reason="test")
        dispatching.assign(
            cast.db,
            ticket_id=ticket.id,
            version=None,
            whom=Whom(assignee_id=cast.people["li"]),
            by=cast.by("zhao", by.now),
        )
        working.accept(cast.db, ticket_id=ticket.id, version=None, by=by)
        work = Work(outcome="fixed", no_visit=True)
        working.complete(cast.db, ticket_id=ticket.id, version=None, work=work, by=by)
        page = phone.get(link(cast, ticket)).text
        assert "/rate" not in page
        assert "/reopen" not in page
        assert phone.post(f"{link(cast, ticket)}/rate", data=GOOD).status_code == 409

    def test_cancel_only_while_nobody_owns_it(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        given(cast, fresh)
        assert phone.post(f"{link(cast, fresh)}/cancel").status_code == 409
        assert read(cast, fresh).status is Status.ASSIGNED

    def test_cancel_while_new(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        assert phone.post(f"{link(cast, fresh)}/cancel", data={"reason": "自己好了"}).status_code == 303
        assert read(cast, fresh).status is Status.CANCELLED

    def test_a_note_a_photo_or_both(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        assert phone.post(f"{link(cast, fresh)}/comment", data={"note": ""}).status_code == 422
        answer = phone.post(
            f"{link(cast, fresh)}/comment", files={"photos": ("a.jpg", photo(), "image/jpeg")}
        )
        assert answer.status_code == 303
        page = phone.get(link(cast, fresh)).text
        assert "Photos added" in page
        assert "<img" in page

    def test_an_unknown_action_is_not_found(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        assert phone.post(f"{link(cast, fresh)}/explode").status_code == 404

    def test_who_did_the_work_does_not_confirm_or_rate_it(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        finished(cast, fresh)
        signed_in(phone, cast, "li")
        for action in ("confirm", "rate"):
            answer = phone.post(f"{link(cast, fresh)}/{action}", data=GOOD)
            assert answer.status_code == 403
            assert "their own work" in answer.text
        assert read(cast, fresh).status is Status.DONE

    def test_somebody_else_signed_in_uses_the_link_like_anybody(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        finished(cast, fresh)
        signed_in(phone, cast, "liu")
        assert phone.post(f"{link(cast, fresh)}/confirm").status_code == 303
        last = records.last_event(cast.db, fresh.id)
        assert last and (last.actor_id, last.facts["how"]) == (None, "link")


def follower(phone: TestClient, cast: Cast, ticket: Ticket) -> str:
    """The link of somebody who pressed "me too" at the wall."""
    form = {"ticket": str(ticket.id), "name": "路人", "phone": "9999", "key": "k1"}
    location = phone.post(f"/r/{cast.code}/join", data=form).headers["location"]
    return str(location).partition("?")[0]


class TestWhoeverJoined:
    @pytest.mark.parametrize("action", ["confirm", "rate", "reopen", "cancel"])
    def test_decides_nothing_about_the_ticket_of_another(
        self, phone: TestClient, cast: Cast, fresh: Ticket, action: str
    ) -> None:
        joined = follower(phone, cast, fresh)
        if action != "cancel":
            finished(cast, fresh)
        before = read(cast, fresh)
        answer = phone.post(f"{joined}/{action}", data=GOOD | {"reason": "不需要"})
        assert answer.status_code == 403
        assert read(cast, fresh) == before
        page = phone.get(joined).text
        assert f'{joined}/{action}"' not in page
        assert f'{link(cast, fresh)}/{action}"' in phone.get(link(cast, fresh)).text

    def test_nor_a_moment_after_the_first_reporter_did(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        joined = follower(phone, cast, fresh)
        finished(cast, fresh)
        assert phone.post(f"{link(cast, fresh)}/confirm").status_code == 303
        assert phone.post(f"{joined}/confirm").status_code == 403

    def test_follows_the_work_urges_and_adds_a_note(
        self, phone: TestClient, cast: Cast, fresh: Ticket
    ) -> None:
        joined = follower(phone, cast, fresh)
        given(cast, fresh)
        page = phone.get(joined).text
        assert "水电班" in page and "assigned" in page.lower()
        assert phone.post(f"{joined}/urge", data={"note": "很急"}).status_code == 303
        assert read(cast, fresh).urges == 2
        assert phone.post(f"{joined}/comment", data={"note": "走廊也不亮"}).status_code == 303
        page = phone.get(joined).text
        assert "走廊也不亮" in page and "很急" in page

    def test_reads_no_words_of_others(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        joined = follower(phone, cast, fresh)
        phone.post(f"{link(cast, fresh)}/comment", data={"note": "3床王大爷"})
        finished(cast, fresh)
        phone.post(f"{link(cast, fresh)}/reopen", data={"reason": "又不亮了"})
        page = phone.get(joined).text
        for words in ("治疗室灯不亮", "3床王大爷", "换灯管1支", "又不亮了"):
            assert words not in page
            assert words in phone.get(link(cast, fresh)).text

    def test_sees_no_photos_but_their_own(self, phone: TestClient, cast: Cast, fresh: Ticket) -> None:
        joined, first = follower(phone, cast, fresh), link(cast, fresh)
        names = []
        for owner, colour in ((first, "teal"), (joined, "red")):
            file = io.BytesIO()
            Image.new("RGB", (60, 40), colour).save(file, "JPEG")
            sent = {"photos": ("a.jpg", file.getvalue(), "image/jpeg")}
            assert phone.post(f"{owner}/comment", files=sent).status_code == 303
            names.append(str(cast.db.value("SELECT hash FROM attachment ORDER BY event_seq DESC LIMIT 1")))
        assert [phone.get(f"{joined}/files/{name}").status_code for name in names] == [404, 200]
        assert [phone.get(f"{first}/files/{name}").status_code for name in names] == [200, 200]
        assert names[0] not in phone.get(joined).text


class TestPhotos:
    @pytest.fixture
    def name(self, cast: Cast, fresh: Ticket) -> str:
        finished(cast, fresh)
        return str(cast.db.value("SELECT hash FROM attachment"))

    def test_by_the_link_of_its_ticket_only(
        self, phone: TestClient, cast: Cast, fresh: Ticket, name: str, report: Callable[..., Ticket]
    ) -> None:
        answer = phone.get(f"{link(cast, fresh)}/files/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "immutable" in answer.headers["cache-control"]
        other = report(now=now())
        assert phone.get(f"{link(cast, other)}/files/{name}").status_code == 404

    def test_by_hash_only_for_those_who_may_see_its_ticket(
        self, phone: TestClient, cast: Cast, name: str
    ) -> None:
        assert phone.get(f"/files/{name}").status_code == 404
        signed_in(phone, cast, "zhou")
        assert phone.get(f"/files/{name}").status_code == 404
        signed_in(phone, cast, "li")
        assert phone.get(f"/files/{name}").status_code == 200

    def test_a_name_that_is_no_hash(self, phone: TestClient, cast: Cast) -> None:
        for name in ("..%2f..%2fsecret", "abc", "IjEi.forged"):
            assert phone.get(f"/files/{name}").status_code == 404
