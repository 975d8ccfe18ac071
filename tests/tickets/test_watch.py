"""Watching: a deadline and a reason of its own, told to who has the job; promises stay as they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.tickets.actions import watching
from lib.tickets.words import Action
from tests.tickets.test_races import at_once


def watch(
    loop: Any, ticket: Any, by: Any = None, hours: float = 20, reason: str = "院长过问", **more: Any
) -> Any:
    by = by or loop.by("zheng")
    asked = {"version": ticket.version, "until": by.now + timedelta(hours=hours), "reason": reason, **more}
    return watching.watch(loop.db, ticket_id=ticket.id, by=by, **asked)


def test_it_has_a_deadline_of_its_own_and_promises_stay(loop: Any) -> None:
    ticket = loop.accepted("li")
    after = watch(loop, ticket)
    assert (after.watched, after.watched_until) == (True, loop.now + timedelta(hours=20))
    assert (after.respond_due, after.arrive_due, after.complete_due, after.severity) == (
        ticket.respond_due, ticket.arrive_due, ticket.complete_due, ticket.severity,
    )  # fmt: skip
    event = loop.events(after)[-1]
    assert (event.action, event.facts["note"], event.actor_name) == (Action.WATCH, "院长过问", "郑主任")


def test_who_has_the_job_and_the_leader_are_told(loop: Any) -> None:
    watch(loop, loop.accepted("li"))
    assert (loop.told("li")[-1], loop.told("sun")[-1]) == ("watched", "watched")


def test_it_is_released(loop: Any) -> None:
    ticket = watch(loop, loop.accepted("li"))
    after = watching.release(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("zhao"))
    assert (after.watched, after.watched_until) == (False, None)
    with pytest.raises(Refusal):
        watching.release(loop.db, ticket_id=ticket.id, version=None, by=loop.by("zhao"))


def test_the_deadline_can_be_moved_and_the_same_again_is_nothing(loop: Any) -> None:
    ticket = watch(loop, loop.new())
    assert ticket.watched_until is not None
    later = ticket.watched_until + timedelta(days=1)
    assert watch(loop, ticket, until=later, reason="材料明天到").watched_until == later
    with pytest.raises(Refusal):
        watch(loop, loop.ticket(ticket), until=later)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": ""}, "note"),
        ({"reason": " \u200b"}, "note"),
        ({"until": None}, "until"),
        ({"hours": -1}, "until"),
        ({"hours": 24 * 400}, "until"),
    ],
)
def test_a_reason_and_a_possible_deadline_are_needed(loop: Any, wrong: dict[str, Any], field: str) -> None:
    ticket = loop.new()
    with pytest.raises(WrongInput) as refused:
        watch(loop, ticket, **wrong)
    assert refused.value.field == field
    assert loop.ticket(ticket) == ticket


@pytest.mark.parametrize("name", ["wang", "sun", "li", "liu", "wu", "feng", "he", "admin"])
def test_only_managers_and_dispatchers_watch(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        watch(loop, loop.accepted("li"), loop.by(name))


def test_what_is_finished_needs_no_watching(loop: Any) -> None:
    with pytest.raises(Refusal):
        watch(loop, loop.done())


def test_of_two_at_once_one_wins_and_the_other_is_told(loop: Any) -> None:
    ticket = loop.new()
    bys = [loop.by("zheng"), loop.by("zhao")]
    came_out = at_once(*(lambda by=by: watch(loop, ticket, by) for by in bys))
    (late,) = [out for out in came_out if isinstance(out, TooLate)]
    assert late.facts["what"] == "put under watch or released"
