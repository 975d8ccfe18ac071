"""Where the time of a ticket went: wall time from open to done, cut into segments that add up exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lib.core.clock import minutes_between
from lib.core.i18n import mark
from lib.tickets.changes import untimed
from lib.tickets.lifecycle import evolve
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Status


class Label(StrEnum):
    """What a minute was spent with."""

    DISPATCH = "dispatch"
    ACCEPTANCE = "acceptance"
    TRAVELLING = "travelling"
    WORKING = "working"
    HELD = "held"
    BETWEEN = "between"
    UNKNOWN = "unknown"


LABEL_WORDS: Mapping[str, str] = {
    Label.DISPATCH: mark("waiting for dispatch"),
    Label.ACCEPTANCE: mark("waiting for acceptance"),
    Label.TRAVELLING: mark("on the way"),
    Label.WORKING: mark("working"),
    Label.HELD: mark("on hold"),
    Label.BETWEEN: mark("thought to be finished"),
    Label.UNKNOWN: mark("course not recorded"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time under one label; `reason` is the hold's."""

    label: Label
    minutes: float
    reason: str = ""


_LABELS: Mapping[Status, Label] = {
    Status.NEW: Label.DISPATCH,
    Status.ASSIGNED: Label.ACCEPTANCE,
    Status.ACCEPTED: Label.TRAVELLING,
    Status.IN_PROGRESS: Label.WORKING,
    Status.ON_HOLD: Label.HELD,
}


def segments(events: Sequence[Event], now: datetime) -> list[Segment]:
    """One after the other, from opening to the last completion (or now, or the end without work), oldest event first.

    Waiting for the department's word after that is not counted; what lay between a completion and a reopening is
    one label of its own. Times are clamped as the ticket's own are: none before the previous one. What lies beside a
    step that another system did not time is told as unknown, not as somebody's time.
    """
    states = _states(events)
    ends = [state.changed_at for state in states[1:]] + [max(now, states[-1].changed_at)]
    labels = _labels(events, states)
    cut = [
        Segment(label, minutes_between(state.changed_at, end), state.hold_reason)
        for label, state, end in zip(labels, states, ends, strict=True)
    ]
    last = max((i for i, state in enumerate(states) if state.status in _LABELS), default=-1)
    return _merged(cut[: last + 1])


def shares(cut: Iterable[Segment]) -> list[Segment]:
    """The same minutes, each label and reason once, in the order they first came."""
    found: dict[tuple[Label, str], float] = {}
    for segment in cut:
        key = (segment.label, segment.reason)
        found[key] = found.get(key, 0.0) + segment.minutes
    return [Segment(label, minutes, reason) for (label, reason), minutes in found.items()]


def _states(events: Sequence[Event]) -> list[Ticket]:
    states: list[Ticket] = []
    for event in events:
        states.append(evolve(states[-1] if states else None, event))
    return states


def _visited(states: Sequence[Ticket]) -> list[bool]:
    """Whether the technician ever came during that run of the work; until the next completion decides."""
    found: list[bool] = []
    came = True
    for state, after in zip(reversed(states), [None, *reversed(states)], strict=False):
        if state.status is Status.IN_PROGRESS:
            came = True
        elif after is not None and after.completions > state.completions:
            came = False
        found.append(came)
    return found[::-1]


def _labels(events: Sequence[Event], states: Sequence[Ticket]) -> Iterator[Label]:
    doubtful = [untimed(event) for event in events]
    beside = zip(doubtful, [*doubtful[1:], False], strict=True)
    for state, visited, unknown in zip(states, _visited(states), beside, strict=True):
        yield Label.UNKNOWN if any(unknown) else _label(state, visited)


def _label(state: Ticket, visited: bool) -> Label:
    if state.status is Status.ACCEPTED and not visited:
        return Label.WORKING
    return _LABELS.get(state.status, Label.BETWEEN)


def _merged(cut: Iterable[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    for segment in cut:
        if merged and (merged[-1].label, merged[-1].reason) == (segment.label, segment.reason):
            merged[-1] = Segment(segment.label, merged[-1].minutes + segment.minutes, segment.reason)
        else:
            merged.append(segment)
    return [segment for segment in merged if segment.minutes > 0]
