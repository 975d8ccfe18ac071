"""One foreign row as a ticket and its events, made with the same rules as everything else that happens here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.tickets import lifecycle
from lib.tickets.importing.mapping import STAGES
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import Action, ClosedHow

ORDER = mark("“{later}” ({later_time}) lies before “{earlier}” ({earlier_time}).")
STAGE_WORDS: Mapping[str, str] = {
    "opened": mark("Opened"),
    "assigned": mark("Assigned"),
    "accepted": mark("Accepted"),
    "arrived": mark("Arrived"),
    "completed": mark("Finished"),
    "closed": mark("Closed"),
}
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
    whether the row itself `named` them."""

    opening: Mapping[str, Any]
    times: Mapping[str, datetime]
    given_to: Mapping[str, Any]
    named: bool
    outcome: str
    note: str
    by: str


def in_order(times: Mapping[str, datetime], zone: ZoneInfo) -> None:
    """WrongInput when a stage lies before an earlier one; it names both on the clock of that zone."""
    known = [stage for stage in STAGES if stage in times]
    for earlier, later in pairwise(known):
        if times[later] < times[earlier]:
            raise WrongInput(
                ORDER,
                later=STAGE_WORDS[later],
                earlier=STAGE_WORDS[earlier],
                later_time=f"{times[later].astimezone(zone):%Y-%m-%d %H:%M:%S}",
                earlier_time=f"{times[earlier].astimezone(zone):%Y-%m-%d %H:%M:%S}",
            )


def history(told: Told) -> tuple[Ticket, list[Event]]:
    """The ticket and its events. A step the life needs but the file has no time for stands where the last known
    one stood and says `time_unknown`: it then counts in no figure of time."""
    ticket, opened = lifecycle.apply(None, _act(told, Action.OPEN, told.times["opened"], told.opening))
    events = [opened]
    for action, at, facts in _steps(told):
        ticket, event = lifecycle.apply(ticket, _act(told, action, at, facts))
        events.append(event)
    return ticket, events


def _steps(told: Told) -> Iterator[tuple[Action, datetime, Mapping[str, Any]]]:
    known = [stage for stage in STAGES if stage in told.times]
    last = STAGES.index(known[-1])
    if last == 0 and told.named:
        last = STAGES.index("assigned")
    at = told.times["opened"]
    for stage in STAGES[1 : last + 1]:
        unknown = stage not in told.times
        if unknown and stage == "arrived":
            continue
        # Whoever closes a job has finished it: a missing completion takes the time of the closing.
        at = told.times["closed"] if unknown and stage == "completed" else told.times.get(stage, at)
        yield STEPS[stage], at, {**_facts(told, stage), **({"time_unknown": True} if unknown else {})}


def _facts(told: Told, stage: str) -> Mapping[str, Any]:
    match stage:
        case "assigned":
            return told.given_to
        case "completed":
            return {"outcome": told.outcome, "note": told.note, "no_visit": "arrived" not in told.times}
        case "closed":
            return {"how": ClosedHow.IMPORTED.value}
    return {}


def _act(told: Told, action: Action, at: datetime, facts: Mapping[str, Any]) -> Act:
    """Recorded when it happened: the other system wrote it down then, so nothing of it is late."""
    return Act(action=action, actor_id=None, actor_name=told.by, happened_at=at, recorded_at=at, facts=facts)
