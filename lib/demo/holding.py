"""Holds of the demonstration: what they move, and what leaders say of the long ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lib.demo.chance import between, random_for
from lib.demo.course import Course, Step, Then
from lib.demo.crews import Someone
from lib.demo.running import Run
from lib.demo.world import World
from lib.tickets.actions.pausing import dues_after, moved
from lib.tickets.ticket import Act, Ticket
from lib.tickets.words import Action, HoldReason, Status

CONFIRMED, DECIDED = 0.8, 0.87
"""So many of the long holds are confirmed, so many decided on at all; of the rest nobody says anything."""
_UP = (7, 21)


def moving(
    world: World,
    course: Course,
    action: Action,
    facts: Callable[[Ticket], Mapping[str, Any]] = lambda _: {},
) -> Then:
    """Facts of an act with the due times it moves, as the use cases reckon them."""

    def said(ticket: Ticket, happened: datetime, written: datetime) -> Mapping[str, Any]:
        known = facts(ticket)
        act = Act(
            action=action,
            actor_id=None,
            actor_name="",
            happened_at=happened,
            recorded_at=written,
            facts=known,
        )
        return {**known, **moved(ticket, dues_after(world.db, ticket, course.history, act))}

    return said


def word_on_hold(world: World, course: Course, run: Run, held: Step) -> Iterator[Step]:
    """The leader's word on a hold that is to last, or a dispatcher's where the leader is the one who holds."""
    hold, policy = run.hold, world.rules.policy
    assert hold is not None
    random = random_for("hold word", run.first.isoformat(), run.worker.who.id or 0)
    luck = random.random()
    long = max(hold.until, hold.resumed) - hold.since > policy.confirm_over
    # Of those that go on this morning some still wait for the leader.
    waits = hold.resumed > world.now and hold.reason in (HoldReason.APPOINTMENT, HoldReason.APPROVAL)
    if not policy.of_hold(hold.reason)["pauses"] or not long or waits or luck > DECIDED:
        return
    at = _by_day(random, world, held.written + between(random, 4, 75))
    # Nobody decides any more once the work is done.
    if at > run.done - timedelta(minutes=1):
        return

    def facts(ticket: Ticket) -> Mapping[str, Any]:
        seq = max(event.seq for event in course.history if event.action is Action.HOLD)
        current = seq if ticket.status is Status.ON_HOLD else None
        return {"hold_seq": seq, "current_hold_seq": current, "confirmed": luck < CONFIRMED, "note": ""}

    yield Step(
        Action.CONFIRM_HOLD, at, _who(world, run, at), moving(world, course, Action.CONFIRM_HOLD, facts)
    )


def _who(world: World, run: Run, at: datetime) -> Someone:
    team = run.worker.team
    leader = world.crews.leader(team) if team else None
    return leader if leader and leader.id != run.worker.who.id else world.crews.responsible(at)


def _by_day(random: Random, world: World, at: datetime) -> datetime:
    hour = at.astimezone(world.office.zone).hour
    if _UP[0] <= hour < _UP[1]:
        return at
    return at + timedelta(hours=(_UP[0] - hour) % 24, minutes=random.uniform(0, 50))
