"""The inspection calendar over the wire: a span of days, what changes in it, moves, and the flatter schedule."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from lib.core import clock
from lib.inspections import records
from lib.inspections.round import Round
from lib.web import flatter_schedule, inspection_calendar
from lib.web.inspection_calendar import Viewer
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import CLOSES, OPENS, Tour, add_round, make_tour
from tests.web import browsers
from tests.web.browsers import OURS

SPAN = {"first": "2026-10-26", "last": "2026-12-06"}
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    monkeypatch.setattr(Viewer, "beat", 0.2)
    monkeypatch.setattr(Viewer, "gathered", 0.01)


@pytest.fixture
def tour(cast: Cast) -> Tour:
    """Monday's round may be done until Wednesday; another one of the plan is a week later."""
    made = make_tour(cast)
    with cast.db.transaction() as tx:
        tx.execute("UPDATE round SET closes_at = $until", until=CLOSES + timedelta(days=2))
        later = {"occurs_on": date(2026, 11, 23), "day": date(2026, 11, 23), "planned_at": OPENS + WEEK}
        add_round(tx, made.plan_id, **later, opens_at=OPENS + WEEK, closes_at=CLOSES + WEEK)
    return made


def browser(cast: Cast, who: str | None = "zhao") -> TestClient:
    return browsers.browser(cast, who, [*inspection_calendar.routes, *flatter_schedule.routes])


def moved(client: TestClient, tour: Tour, **sent: Any) -> Any:
    return client.post(f"/inspections/rounds/{tour.round_id}/move", json={"version": 1} | sent)


def test_a_span_is_told_once_and_not_again_until_it_changes(tour: Tour) -> None:
    client = browser(tour.cast)
    answer = client.get("/inspections/rounds", params=SPAN)
    assert (answer.status_code, len(answer.json()["rounds"])) == (200, 2)
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/inspections/rounds", params=SPAN, headers=tag).status_code == 304
    assert moved(client, tour, day="2026-11-17").status_code == 200
    assert client.get("/inspections/rounds", params=SPAN, headers=tag).status_code == 200


@pytest.mark.parametrize(
    "span", [{}, {"first": "x", "last": "y"}, {"first": "2026-01-01", "last": "2026-12-31"}]
)
def test_what_is_no_span_is_said_to_be_none(tour: Tour, span: dict[str, str]) -> None:
    answer = browser(tour.cast).get("/inspections/rounds", params=span)
    assert answer.status_code == 422
    assert answer.json()["refusal"]


def test_strangers_and_who_sees_no_rounds_get_none(tour: Tour) -> None:
    assert browser(tour.cast, None).get("/inspections/rounds", params=SPAN).status_code == 303
    assert browser(tour.cast, "liu").get("/inspections/rounds", params=SPAN).status_code == 403


def test_a_move_comes_back_as_the_round_is_then(tour: Tour) -> None:
    line = moved(browser(tour.cast), tour, day="2026-11-18").json()["round"]
    assert (line[1], line[2]) == (2, "2026-11-18")


def test_a_move_that_needs_a_reason_says_so_at_its_field(tour: Tour) -> None:
    client = browser(tour.cast)
    answer = moved(client, tour, day="2026-11-20")
    assert (answer.status_code, answer.json()["field"]) == (422, "reason")
    assert answer.json()["round"][2] == "2026-11-16"
    assert moved(client, tour, day="2026-11-20", reason="厂家改期").status_code == 200


def test_too_late_says_who_and_shows_it_as_it_is(tour: Tour) -> None:
    moved(browser(tour.cast, "zheng"), tour, day="2026-11-17")
    answer = moved(browser(tour.cast), tour, day="2026-11-18")
    assert answer.status_code == 409
    assert "郑主任" in answer.json()["refusal"]
    assert answer.json()["round"][1:3] == [2, "2026-11-17"]


def test_a_refusal_tells_nothing_of_rounds_out_of_reach(tour: Tour) -> None:
    answer = moved(browser(tour.cast, "zhou"), tour, day="2026-11-17")
    assert (answer.status_code, answer.json()["round"]) == (403, None)


@pytest.mark.parametrize(
    "sent", [None, [], {"day": "2026-11-17"}, {"version": True, "day": "2026-11-17"}, "x"]
)
def test_what_is_no_order_is_refused_in_words(tour: Tour, sent: Any) -> None:
    answer = browser(tour.cast).post(f"/inspections/rounds/{tour.round_id}/move", json=sent)
    assert (answer.status_code, bool(answer.json()["refusal"])) == (422, True)


@pytest.mark.parametrize("number", ["0", "x", "99999999999999"])
def test_what_is_no_round_is_none(tour: Tour, number: str) -> None:
    sent = {"version": 1, "day": "2026-11-17"}
    assert browser(tour.cast).post(f"/inspections/rounds/{number}/move", json=sent).status_code == 404


def test_another_open_calendar_hears_of_the_move(tour: Tour) -> None:
    address = f"/feed/inspections?first={SPAN['first']}&last={SPAN['last']}"
    client = browser(tour.cast, "sun")
    stamp = client.get("/inspections/rounds", params=SPAN).json()["stamp"]
    with client.websocket_connect(address, headers=OURS) as feed:
        assert json.loads(feed.receive_text())["stamp"] == stamp
        moved(browser(tour.cast), tour, day="2026-11-18")
        while (told := json.loads(feed.receive_text()))["kind"] != "changes":
            assert told["stamp"] == stamp
        assert (told["from"], [line[2] for line in told["rounds"]]) == (stamp, ["2026-11-18"])


@pytest.fixture
def crowded(tour: Tour) -> tuple[Tour, list[int]]:
    """Three rounds of other slots of Thursday, which may be done on Friday too, and the one of Monday."""
    day, at = date(2026, 11, 19), timedelta(days=3)
    with tour.db.transaction() as tx:
        ids = [
            add_round(tx, tour.plan_id, occurs_on=day, day=day, slot=slot, planned_at=OPENS + at,
                      opens_at=OPENS + at, closes_at=CLOSES + at + timedelta(days=1))
            for slot in ("08:00-09:00", "09:00-10:00", "10:00-11:00")
        ]  # fmt: skip
    return tour, ids


def round_of(tour: Tour, id: int) -> Round:
    found = records.by_id(tour.db, id)
    assert found is not None
    return found


def test_a_flatter_schedule_is_proposed_and_carried_out(crowded: tuple[Tour, list[int]]) -> None:
    tour, ids = crowded
    client = browser(tour.cast)
    made = client.post("/inspections/flatter", json={"ids": ids, "last": "2026-11-30"}).json()
    assert (made["before"], made["proved"]) == ({"2026-11-19": 60}, True)
    assert made["after"] == {"2026-11-19": 40, "2026-11-20": 20}
    assert made["groups"] == [{"name": "水电班", "before": 60, "after": 40}]
    (move,) = made["moves"]
    done = client.post("/inspections/flatter/carry-out", json={"moves": made["moves"]}).json()
    assert ([line[0] for line in done["moved"]], done["left"]) == ([move["id"]], [])
    after = round_of(tour, move["id"])
    assert (after.day, after.closes_at) == (date(2026, 11, 20), CLOSES + timedelta(days=4))


def test_what_changed_meanwhile_is_named_and_left(crowded: tuple[Tour, list[int]]) -> None:
    tour, ids = crowded
    moves = [
        {"id": ids[0], "version": 1, "to": "2026-11-20"},
        {"id": ids[1], "version": 1, "to": "2026-11-20"},
    ]
    with tour.db.transaction() as tx:
        tx.execute("UPDATE round SET version = 2 WHERE id = $id", id=ids[0])
    done = browser(tour.cast).post("/inspections/flatter/carry-out", json={"moves": moves}).json()
    assert [line[0] for line in done["moved"]] == [ids[1]]
    assert [(one["id"], one["name"]) for one in done["left"]] == [(ids[0], "生活水泵房日巡查")]


def test_nothing_moves_out_of_its_window_today_or_into_a_weekend(crowded: tuple[Tour, list[int]]) -> None:
    tour, ids = crowded
    with tour.db.transaction() as tx:
        for id in ids:
            friday = {"day": date(2026, 11, 20), "until": CLOSES + timedelta(days=6)}
            tx.execute("UPDATE round SET day = $day, closes_at = $until, opens_at = planned_at + INTERVAL 1 DAY,"
                       " planned_at = planned_at + INTERVAL 1 DAY WHERE id = $id", id=id, **friday)  # fmt: skip
    sent = {"ids": [*ids, tour.round_id], "last": "2026-11-30"}
    assert browser(tour.cast).post("/inspections/flatter", json=sent).json()["moves"] == []


@pytest.mark.parametrize("who", ["li", "wu", "feng"])
def test_who_keeps_no_rounds_flattens_none(crowded: tuple[Tour, list[int]], who: str) -> None:
    sent = {"ids": crowded[1], "last": "2026-11-30"}
    assert browser(crowded[0].cast, who).post("/inspections/flatter", json=sent).status_code == 403
