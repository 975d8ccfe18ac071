"""A calendar by its address: without a sign-in, for programs that ask again and again."""

from __future__ import annotations

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from lib.core import clock
from lib.people import accounts
from lib.people.roles import SYSTEM
from lib.web import calendar_feed
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import Tour, make_tour
from tests.web import browsers


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def tour(cast: Cast) -> Tour:
    return make_tour(cast)


def browser(cast: Cast, who: str | None) -> TestClient:
    return browsers.browser(cast, who, calendar_feed.routes)


def path(client: TestClient, **sent: object) -> str:
    url: str = client.post("/inspections/feeds", json=sent).json()["url"]
    return url[url.index("/calendar/") :]


def address(tour: Tour, who: str = "sun", **more: object) -> str:
    return path(browser(tour.cast, who), kind="team", id=tour.cast.team, **more)


def test_whoever_has_the_address_reads_the_calendar(tour: Tour) -> None:
    answer = browser(tour.cast, None).get(address(tour))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    (event,) = Calendar.from_ical(answer.content).events  # type: ignore[union-attr]
    assert event["SUMMARY"] == "生活水泵房日巡查 · 住院A座 12层 重症监护室"
    assert event["DESCRIPTION"].endswith(f"/rounds/{tour.round_id}")


def test_it_holds_the_name_of_nobody_who_does_or_did_anything(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET account_id = $li", li=tour.cast.people["li"])
    text = browser(tour.cast, None).get(address(tour)).text.replace("\r\n ", "")
    assert "李师傅" not in text and "孙班长" not in text


def test_a_program_that_has_it_is_told_so_until_a_round_changes(tour: Tour) -> None:
    stranger, there = browser(tour.cast, None), address(tour)
    tag = {"If-None-Match": stranger.get(there).headers["ETag"]}
    assert stranger.get(there, headers=tag).status_code == 304
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET version = 2")
    assert stranger.get(there, headers=tag).status_code == 200


def test_an_unknown_address_and_a_renewed_one_are_not_there(tour: Tour) -> None:
    stranger, old = browser(tour.cast, None), address(tour)
    new = address(tour, renew=True)
    assert stranger.get(old).status_code == 404
    assert stranger.get("/calendar/whatever.ics").status_code == 404
    assert stranger.get(new).status_code == 200


def test_it_ends_with_the_account(tour: Tour) -> None:
    there = path(browser(tour.cast, "li"), kind="person", id=tour.cast.people["li"])
    accounts.set_active(tour.db, actor=SYSTEM, account_id=tour.cast.people["li"], active=False, now=MONDAY)
    assert browser(tour.cast, None).get(there).status_code == 404


def test_who_guesses_is_told_to_wait(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_feed, "PER_ADDRESS", 3)
    stranger = browser(tour.cast, None)
    answers = [stranger.get(f"/calendar/{n}.ics").status_code for n in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_what_is_offered_comes_with_names(tour: Tour) -> None:
    offered = browser(tour.cast, "li").get("/inspections/feeds").json()["feeds"]
    assert [(one["kind"], one["name"]) for one in offered] == [("person", "李师傅"), ("team", "水电班")]


@pytest.mark.parametrize("sent", [{}, {"kind": "x", "id": 1}, {"kind": "team", "id": "y"}, []])
def test_what_is_no_calendar_is_refused(tour: Tour, sent: object) -> None:
    assert browser(tour.cast, "sun").post("/inspections/feeds", json=sent).status_code == 422


def test_strangers_get_no_address(tour: Tour) -> None:
    assert browser(tour.cast, None).post("/inspections/feeds", json={}).status_code == 303
    sent = {"kind": "team", "id": tour.cast.team}
    assert browser(tour.cast, "zhou").post("/inspections/feeds", json=sent).status_code == 403
