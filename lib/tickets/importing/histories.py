"""One foreign row as a ticket and its events, made with the same rules as everything else that happens here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.tickets import lifecycle
from lib.tickets.importing.columns import STAGES
from lib.tickets.importing.people import NOBODY, Person
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import Action, ClosedHow

STEPS: Mapping[str, Action] = {
    "assigned": Action.ASSIGN,
    "accepted": Action.ACCEPT,
    "arrived": Action.ARRIVE,
    "completed": Action.COMPLETE,
    "closed": Action.CLOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a row tells: the facts of the opening, the time of each stage it knows, to whom the job was given and
    whether the row itself `named` them, who took it, who finished it. `moved`: what the file said of the stages
    whose time was moved, because it lay before an earlier one."""

    opening: Mapping[str, Any]
    times: Mapping[str, datetime]
    moved: Mapping[str, str]
    given_to: Mapping[str, Any]
    named: bool
    technician: Person
    resolver: Person
    outcome: str
    note: str
    by: str


def history(told: Told) -> tuple[Ticket, list[Event]]:
    """The ticket and its events. A step the life needs but the file has no time for stands where the last known
    one stood and says `time_unknown`; one that was moved says `out_of_order` and, in `said`, what the file said.
    Neither counts in a figure of time."""
    ticket, opened = lifecycle.apply(None, _act(told, "opened", told.times["opened"], told.opening))
    events = [opened]
    for stage, at, facts in _steps(told):
        ticket, event = lifecycle.apply(ticket, _act(told, stage, at, facts))
        events.append(event)
    return ticket, events


def _steps(told: Told) -> Iterator[tuple[str, datetime, Mapping[str, Any]]]:
    last = max(at for at, stage in enumerate(STAGES) if stage in told.times)
    if last == 0 and told.named:
        last = STAGES.index("assigned")
    at = told.times["opened"]
    for stage in STAGES[1 : last + 1]:
        unknown = stage not in told.times
        if unknown and stage == "arrived":
            continue
        # Whoever closes a job has finished it: a missing completion takes the time of the closing.
        at = told.times["closed"] if unknown and stage == "completed" else told.times.get(stage, at)
        facts = _facts(told, stage)
        if unknown:
            facts["time_unknown"] = True
        elif stage in told.moved:
            facts |= {"out_of_order": True, "said": told.moved[stage]}
        yield stage, at, facts


def _facts(told: Told, stage: str) -> dict[str, Any]:
    match stage:
        case "assigned":
            return dict(told.given_to)
        case "completed":
            how = {"outcome": told.outcome, "note": told.note, "no_visit": "arrived" not in told.times}
            return {**how, "resolved_by": told.resolver.name} if told.resolver.name else how
        case "closed":
            return {"how": ClosedHow.IMPORTED.value}
    return {}


def _act(told: Told, stage: str, at: datetime, facts: Mapping[str, Any]) -> Act:
    """Recorded when it happened: the other system wrote it down then, so nothing of it is late."""
    who = _who(told, stage)
    return Act(
        action=STEPS.get(stage, Action.OPEN),
        actor_id=who.account_id,
        actor_name=who.name or told.by,
        happened_at=at,
        recorded_at=at,
        facts=facts,
    )


def _who(told: Told, stage: str) -> Person:
    """The person behind the step; nobody for what the other system's desk did."""
    if stage in ("accepted", "arrived"):
        return told.technician
    if stage != "completed":
        return NOBODY
    known_apart = told.resolver.account_id is not None or not told.technician.name
    return told.resolver if known_apart else told.technician
