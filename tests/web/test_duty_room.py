"""The duty room's page and what is called out there, and on a technician's phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from lib.core import clock
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.web import job_feed
from tests.conftest import Cast
from tests.web import browsers
from tests.web.browsers import OURS

Report = Callable[..., Ticket]
ROOM, MINE = "/feed/duty-room/T01?lang=zh", "/feed/jobs?lang=zh"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_feed._Called, "beat", 0.2)
    monkeypatch.setattr(job_feed._Called, "gathered", 0.01)


def browser(cast: Cast, who: str | None) -> TestClient:
    return browsers.browser(cast, who, job_feed.routes)


def given(cast: Cast, ticket: Ticket, whom: Whom) -> Ticket:
    by = cast.by("zhao", clock.now())
    return dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=by)


def called(cast: Cast, who: str, feed: str) -> list[dict[str, Any]]:
    with browser(cast, who).websocket_connect(feed, headers=OURS) as socket:
        found: list[dict[str, Any]] = socket.receive_json()["calls"]
    return found


def test_a_job_is_called_out_to_whom_it_was_given_until_it_is_accepted(cast: Cast, report: Report) -> None:
    ticket = given(cast, report(now=clock.now()), Whom(assignee_id=cast.people["li"]))
    with browser(cast, "li").websocket_connect(MINE, headers=OURS) as socket:
        [call] = socket.receive_json()["calls"]
        assert call["words"].startswith("新任务：住院A座 12层 1203病房")
        working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", clock.now()))
        while (told := socket.receive_json())["calls"]:
            pass
        assert told["changed"]
    assert called(cast, "chen", MINE) == []


def test_a_team_job_is_called_out_to_all_of_the_team(cast: Cast, report: Report) -> None:
    given(cast, report(now=clock.now()), Whom(team_id=cast.team))
    assert [len(called(cast, who, MINE)) for who in ("li", "chen", "zhou")] == [1, 1, 0]
    assert len(called(cast, "sun", ROOM)) == 1


def test_an_emergency_is_called_out_oftener(cast: Cast, report: Report) -> None:
    given(cast, report(now=clock.now(), severity="emergency"), Whom(team_id=cast.team))
    [call] = called(cast, "sun", ROOM)
    assert call["words"].startswith("特急！") and call["every"] == 20


@pytest.mark.parametrize("who", ["zhou", "liu", "feng", "he"])
def test_strangers_to_the_team_hear_nothing(cast: Cast, who: str) -> None:
    with (
        browser(cast, who).websocket_connect(ROOM, headers=OURS) as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()
    assert closed.value.code == 4403
    assert browser(cast, who).get("/duty-room/T01").status_code == 404


@pytest.mark.parametrize("who", ["sun", "li", "zhao", "zheng"])
def test_the_page_shows_the_teams_open_jobs(cast: Cast, report: Report, who: str) -> None:
    ticket = given(cast, report(now=clock.now()), Whom(team_id=cast.team))
    shown = browser(cast, who).get("/duty-room/T01").text
    assert ticket.number in shown and "没有人" not in shown


def test_emergencies_lead_then_what_is_late_then_the_next_due(cast: Cast, report: Report) -> None:
    now = clock.now()
    low, normal, overdue, grave = (
        given(cast, report(now=now - timedelta(days=days), severity=severity), Whom(team_id=cast.team))
        for severity, days in (("low", 0), ("normal", 0), ("normal", 9), ("emergency", 0))
    )
    shown = browser(cast, "sun").get("/duty-room/T01").text
    places = [shown.index(f"<small>{one.number}") for one in (grave, overdue, normal, low)]
    assert places == sorted(places)


def test_another_site_hears_nothing(cast: Cast) -> None:
    client = browser(cast, "sun")
    with (
        pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)),
        client.websocket_connect(ROOM, headers={"Origin": "http://elsewhere.example"}) as socket,
    ):
        socket.receive_json()
