"""The plan over the wire: asked for as JSON, sent back as far as it was confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from lib.core import clock
from lib.tickets import records
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status
from lib.web import board_plan
from tests.conftest import Cast
from tests.web import browsers

Report = Callable[..., Ticket]


def browser(cast: Cast, who: str | None = "zhao") -> TestClient:
    return browsers.browser(cast, who, board_plan.routes)


def shown(client: TestClient) -> dict[str, Any]:
    answer = client.get("/board/plan")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def test_what_is_shown_can_be_sent_back_as_it_is(cast: Cast, report: Report) -> None:
    tickets = [report(now=clock.now()), report(now=clock.now(), location_id=cast.icu)]
    client = browser(cast)
    made = shown(client)
    assert [line["number"] for line in made["lines"]] == [ticket.number for ticket in tickets]
    first = made["lines"][0]
    assert first["reasons"][0] == "水电班，本项服务的责任班组" and first["kept"] and ":" in first["arrives"]
    assert (made["left"], made["late"]) == ([], 0)
    answer = client.post("/board/plan", json={"key": "k1", "lines": made["lines"]})
    assert [result["done"] for result in answer.json()["results"]] == [True, True]
    assert [result["card"]["status"] for result in answer.json()["results"]] == ["assigned", "assigned"]
    assert shown(client)["lines"] == []
    again = client.post("/board/plan", json={"key": "k1", "lines": made["lines"]}).json()
    assert [result["done"] for result in again["results"]] == [True, True]
    assert {records.version(cast.db, ticket.id) for ticket in tickets} == {2}


def test_whoever_was_slower_is_told_ticket_by_ticket(cast: Cast, report: Report) -> None:
    first, second = report(now=clock.now()), report(now=clock.now(), location_id=cast.icu)
    client = browser(cast)
    lines = shown(client)["lines"]
    whom = Whom(assignee_id=cast.people["zhou"])
    dispatching.assign(cast.db, ticket_id=first.id, version=None, whom=whom, by=cast.by("wang", clock.now()))
    results = client.post("/board/plan", json={"key": "k", "lines": lines}).json()["results"]
    assert [(one["ticket"], one["done"]) for one in results] == [(first.id, False), (second.id, True)]
    assert first.number in results[0]["refusal"] and results[0]["card"]["assignee"] == whom.assignee_id


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        {"lines": []},
        {"lines": "x"},
        {"lines": [1]},
        {"lines": [{"ticket": 1, "whom": {"person": 1}}]},
        {"lines": [{"ticket": 1, "version": 1, "whom": {"person": 1}, "second": "x"}]},
        {"lines": [{"ticket": 1, "version": 1, "whom": {"king": 1}}]},
        {"lines": [{"ticket": 1, "version": 1, "whom": {"person": 1}}] * 201},
    ],
)
def test_what_our_board_never_sends_is_refused_in_words(cast: Cast, sent: Any) -> None:
    answer = browser(cast).post("/board/plan", json=sent)
    assert answer.status_code == 422 and answer.json()["refusal"]


def test_a_line_about_a_ticket_there_is_none_of_says_so(cast: Cast) -> None:
    line = {"ticket": 999, "version": 1, "whom": {"person": cast.people["li"]}}
    (result,) = browser(cast).post("/board/plan", json={"lines": [line]}).json()["results"]
    assert (result["done"], result["card"], result["number"]) == (False, None, "") and result["refusal"]


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("li", 403), ("zheng", 403), ("liu", 403)])
def test_only_who_assigns_sees_and_sends(cast: Cast, report: Report, who: str | None, status: int) -> None:
    ticket, client = report(now=clock.now()), browser(cast, who)
    line = {"ticket": ticket.id, "version": 1, "whom": {"person": cast.people["li"]}}
    answers = [client.get("/board/plan"), client.post("/board/plan", json={"lines": [line]})]
    assert {answer.status_code for answer in answers} <= {status, 303}
    kept = records.by_id(cast.db, ticket.id)
    assert kept is not None and kept.status is Status.NEW
