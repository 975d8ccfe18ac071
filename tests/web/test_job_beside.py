"""On the phone: who comes along, the next job, and what a helper is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from starlette.testclient import TestClient

from lib.core.clock import local
from lib.tickets import records
from lib.tickets.actions import helping, watching, working
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from tests.conftest import MONDAY, Cast
from tests.web.phones import phone_of
from tests.web.test_jobs import given, now_of

Report = Callable[..., Ticket]


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def job(cast: Cast, report: Report) -> Ticket:
    """A job of Li's, who is on site."""
    ticket = given(cast, report(), "li")
    for step in (working.accept, working.arrive):
        ticket = step(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    return ticket


@pytest.fixture
def li(cast: Cast) -> TestClient:
    return phone_of(cast, "li")


def helped(cast: Cast, ticket: Ticket, name: str = "chen") -> Ticket:
    add = [cast.people[name]]
    return helping.helpers(cast.db, ticket_id=ticket.id, version=None, add=add, by=cast.by("li"))


def test_two_taps_say_who_came_along(cast: Cast, li: TestClient, job: Ticket) -> None:
    assert f"/jobs/{job.number}/help" in li.get(f"/jobs/{job.number}").text
    page = li.get(f"/jobs/{job.number}/help").text
    assert f'name="add" value="{cast.people["chen"]}"' in page
    sent = {"version": str(job.version), "add": str(cast.people["chen"])}
    for _ in range(2):  # gloves press twice
        assert li.post(f"/jobs/{job.number}/help", data=sent).status_code == 303
    assert now_of(cast, job).helpers == (cast.people["chen"],)
    assert "陈师傅" in li.get(f"/jobs/{job.number}").text


def test_a_tap_takes_them_off_again(cast: Cast, li: TestClient, job: Ticket) -> None:
    ticket = helped(cast, job)
    sent = {"version": str(ticket.version), "remove": str(cast.people["chen"])}
    assert li.post(f"/jobs/{job.number}/help", data=sent).status_code == 303
    assert now_of(cast, job).helpers == ()


def test_a_helper_is_shown_the_job_and_no_step_of_it(cast: Cast, job: Ticket) -> None:
    helped(cast, job)
    chen = phone_of(cast, "chen")
    listed = chen.get("/jobs").text
    assert "我协助的工单" in listed
    assert job.number in listed
    page = chen.get(f"/jobs/{job.number}").text
    for step in ("complete", "hold", "return", "help", "pass"):
        assert f"/jobs/{job.number}/{step}" not in page
    assert f"/jobs/{job.number}/comment" in page
    assert f"/jobs/{job.number}/follow-on" in page
    sent = {"version": str(now_of(cast, job).version), "outcome": "fixed"}
    assert chen.post(f"/jobs/{job.number}/complete", data=sent).status_code == 403
    assert now_of(cast, job).status is Status.IN_PROGRESS


def test_who_is_no_helper_sees_nothing(cast: Cast, job: Ticket) -> None:
    assert phone_of(cast, "chen").get(f"/jobs/{job.number}").status_code == 403


def test_finishing_asks_the_minutes_of_everybody(cast: Cast, li: TestClient, job: Ticket) -> None:
    ticket, chen = helped(cast, job), cast.people["chen"]
    assert f'name="minutes_{chen}"' in li.get(f"/jobs/{job.number}/complete").text
    sent = {"version": str(ticket.version), "outcome": "fixed", "minutes": "40", f"minutes_{chen}": "25"}
    assert li.post(f"/jobs/{job.number}/complete", data=sent).status_code == 303
    labour = {row["account_id"]: row["minutes"] for row in cast.db.rows("SELECT * FROM ticket_labour")}
    assert labour == {cast.people["li"]: 40, chen: 25}


def test_the_next_job_is_opened_once(cast: Cast, li: TestClient, job: Ticket) -> None:
    assert "GD-01" in li.get(f"/jobs/{job.number}/follow-on").text
    sent = {
        "version": str(job.version), "words": "下周换镇流器", "service": "GD-01", "when": "week", "own": "",
    }  # fmt: skip
    for _ in range(2):
        assert li.post(f"/jobs/{job.number}/follow-on", data=sent).status_code == 303
    (after,) = records.by_ids(
        cast.db, [row["id"] for row in cast.db.rows("SELECT id FROM ticket WHERE follows_id IS NOT NULL")]
    )
    assert (after.follows_id, after.description, after.status) == (job.id, "下周换镇流器", Status.NEW)
    assert after.appointment_at is not None
    assert (local(after.appointment_at) - local(MONDAY)).days == 6
    assert after.number in li.get(f"/jobs/{job.number}").text


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"words": "", "service": ""}, ""),
        ({"words": "换镇流器", "when": "own", "own": "2031-01-01T08:00"}, "换镇流器"),
        ({"words": "换镇流器", "when": "own", "own": "gibberish"}, "换镇流器"),
        ({"words": "换镇流器", "service": "NO-99"}, "换镇流器"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    cast: Cast, li: TestClient, job: Ticket, wrong: dict[str, str], kept: str
) -> None:
    answer = li.post(f"/jobs/{job.number}/follow-on", data={"version": str(job.version), **wrong})
    assert answer.status_code == 422
    assert kept in answer.text
    assert now_of(cast, job).version == job.version


def test_the_watch_of_a_leader_is_seen(cast: Cast, li: TestClient, job: Ticket) -> None:
    until, by = MONDAY + timedelta(hours=5), cast.by("zheng")
    watching.watch(cast.db, ticket_id=job.id, version=None, until=until, reason="院长过问", by=by)
    page = li.get(f"/jobs/{job.number}").text
    assert "督办中 · 15:00" in page
    assert Action.WATCH in [event.action for event in records.events(cast.db, job.id)]
