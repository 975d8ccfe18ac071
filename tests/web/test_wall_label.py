"""The paper itself at the wall: what a scan proves, the one tap of whoever hung it, and torn paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.clock import now
from lib.people import sessions
from lib.places import labels
from lib.web import binding, jobs, report, track, wall_label
from lib.web.faults import HANDLERS
from tests.conftest import Cast
from tests.web.phones import code_for
from tests.web.test_report import SIX, key_in, signed_in

ASKED = "Does this code hang here?"


def a_phone() -> TestClient:
    routes = [*wall_label.routes, *report.routes, *track.routes, *binding.routes, *jobs.routes]
    app = Starlette(routes=routes, exception_handlers=dict(HANDLERS))
    return TestClient(app, follow_redirects=False, headers={"accept-language": "en"})


def bound(cast: Cast, name: str) -> TestClient:
    phone = a_phone()
    assert phone.post("/bind", data={"code": code_for(cast, name, now())}).status_code == 303
    return phone


@pytest.fixture
def printed(cast: Cast) -> Cast:
    """The room's code, on paper since yesterday."""
    with cast.db.transaction() as tx:
        tx.execute("UPDATE label SET printed_at = $at", at=now() - timedelta(days=1))
    return cast


def hangs(cast: Cast) -> bool:
    return labels.read(cast.db, cast.code).hung


class TestWhatCounts:
    def test_a_scan_by_an_ordinary_phone(self, printed: Cast) -> None:
        assert a_phone().get(f"/r/{printed.code}").status_code == 200
        assert hangs(printed)

    def test_not_a_browser_signed_in_at_the_office(self, printed: Cast) -> None:
        desk = a_phone()
        signed_in(desk, printed, "admin")
        assert desk.get(f"/r/{printed.code}").status_code == 200
        assert labels.read(printed.db, printed.code).first_scan_at is None

    def test_nor_a_link_followed_from_one_of_our_pages(self, printed: Cast) -> None:
        a_phone().get(f"/r/{printed.code}", headers={"referer": "http://testserver/t/abc"})
        a_phone().get(f"/r/{printed.code}", headers={"sec-fetch-site": "same-origin"})
        a_phone().head(f"/r/{printed.code}")
        assert not hangs(printed)

    def test_a_bound_phone_is_asked_instead_of_counted(self, printed: Cast) -> None:
        page = bound(printed, "li").get(f"/r/{printed.code}").text
        assert ASKED in page
        assert not hangs(printed)

    def test_a_report_sent_from_where_it_was_scanned(self, cast: Cast) -> None:
        phone = a_phone()
        page = phone.get(f"/r/{cast.code}").text
        assert not hangs(cast)  # nobody said that it is printed
        sent = phone.post(f"/r/{cast.code}", data=SIX | {"key": key_in(page), "stands": "1"})
        assert sent.status_code == 303
        assert 'name="stands"' in page
        assert hangs(cast)

    def test_five_minutes_after_printing_a_report_does_and_a_scan_does_not(self, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            tx.execute("UPDATE label SET printed_at = $at", at=now() - timedelta(minutes=5))
        phone = a_phone()
        page = phone.get(f"/r/{cast.code}").text
        assert not hangs(cast)
        phone.post(f"/r/{cast.code}", data=SIX | {"key": key_in(page), "stands": "1"})
        assert hangs(cast)

    def test_not_a_report_sent_after_following_a_link(self, cast: Cast) -> None:
        phone = a_phone()
        page = phone.get(f"/r/{cast.code}", headers={"referer": "http://testserver/t/abc"}).text
        assert 'name="stands"' not in page
        assert phone.post(f"/r/{cast.code}", data=SIX).status_code == 303
        assert not hangs(cast)


class TestOneTap:
    def test_it_hangs_here(self, cast: Cast) -> None:
        phone = bound(cast, "li")
        answer = phone.post(f"/labels/hung/{cast.code}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/r/{cast.code}?said=hung")
        assert hangs(cast)
        page = phone.get(answer.headers["location"]).text
        assert ASKED not in page
        assert "this code hangs here" in page

    def test_it_hangs_elsewhere_and_belongs_there_from_now_on(self, cast: Cast) -> None:
        phone = bound(cast, "li")
        assert f'<option value="{cast.icu}">' in phone.get(f"/r/{cast.code}").text
        assert phone.post(f"/labels/misplaced/{cast.code}", data={"place": cast.icu}).status_code == 303
        assert "重症监护室" in phone.get(f"/r/{cast.code}").text

    def test_it_is_taken_off(self, cast: Cast) -> None:
        phone = bound(cast, "li")
        answer = phone.post(f"/labels/misplaced/{cast.code}", data={"place": ""})
        assert answer.headers["location"].endswith("said=misplaced")
        assert labels.read(cast.db, cast.code).reported_why == "misplaced"

    def test_nobody_says_so_from_a_desk_or_without_signing_in(self, cast: Cast) -> None:
        desk = a_phone()
        signed_in(desk, cast, "admin")
        for browser in (desk, a_phone()):
            assert ASKED not in browser.get(f"/r/{cast.code}").text
            assert browser.post(f"/labels/hung/{cast.code}").status_code == 403
            assert browser.post(f"/labels/misplaced/{cast.code}").status_code == 403
        assert not hangs(cast)

    def test_a_liaisons_phone_is_not_asked(self, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            sessions.start(tx, cast.db, cast.people["liu"], sessions.PHONE, address="", device="", now=now())
        phone = a_phone()
        signed_in(phone, cast, "liu")
        assert ASKED not in phone.get(f"/r/{cast.code}").text

    def test_the_page_stays_small_on_a_floor_of_forty_rooms(self, cast: Cast) -> None:
        floor = cast.db.value("SELECT parent_id FROM location WHERE id = $id", id=cast.room)
        with cast.db.transaction() as tx:
            for number in range(40):
                values = {"id": 500 + number, "number": f"N{number}", "name": f"{number}病房（31-36床）"}
                row = values | {"parent_id": floor, "campus_id": 1, "kind": "room", "area_class": ""}
                tx.insert("location", row | {"notes": "", "active": True})
        page = bound(cast, "li").get(f"/r/{cast.code}", headers={"accept-language": "zh"})
        assert page.text.count("病房（31-36床）") == 40
        assert len(page.content) < 30_000


class TestTornPaper:
    def test_anybody_says_so_and_the_page_says_that_it_is_known(self, cast: Cast) -> None:
        phone = a_phone()
        answer = phone.post(f"/r/{cast.code}/damaged")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/r/{cast.code}?said=damaged")
        page = phone.get(answer.headers["location"]).text
        assert "will be printed again" in page
        assert f"/r/{cast.code}/damaged" not in page

    def test_too_often_is_refused(self, cast: Cast) -> None:
        phone = a_phone()
        for _ in range(wall_label.REPORTS_PER_CODE):
            phone.post(f"/r/{cast.code}/damaged")
        assert phone.post(f"/r/{cast.code}/damaged").status_code == 429

    def test_an_unknown_code_is_not_found(self, cast: Cast) -> None:
        for path in ("/r/nosuch22/damaged", "/labels/hung/nosuch22", "/labels/misplaced/nosuch22"):
            assert bound(cast, "li").post(path).status_code == 404

    def test_an_old_code_leads_to_the_same_place_and_offers_no_new_print(self, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            labels.issue(tx, cast.room, now())
        page = a_phone().get(f"/r/{cast.code}").text
        assert "has been replaced" in page
        assert "1203病房" in page
        assert "/damaged" not in page
