"""Where the time of a ticket went: wall time from open to done, cut into segments that add up exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lib.catalog.working_calendar import WorkingCalendar
from lib.core.i18n import mark
from lib.tickets.life import OVER, Life, Stretch, lived
from lib.tickets.ticket import Event
from lib.tickets.words import Status

MINUTE = timedelta(minutes=1)


class Label(StrEnum):
    """What a minute was spent with."""

    DISPATCH = "dispatch"
    ACCEPTANCE = "acceptance"
    TRAVELLING = "travelling"
    WORKING = "working"
    HELD = "held"
    OUTSIDE = "outside"
    BETWEEN = "between"
    UNKNOWN = "unknown"


LABEL_WORDS: Mapping[str, str] = {
    Label.DISPATCH: mark("waiting for dispatch"),
    Label.ACCEPTANCE: mark("waiting for acceptance"),
    Label.TRAVELLING: mark("on the way"),
    Label.WORKING: mark("working"),
    Label.HELD: mark("on hold"),
    Label.OUTSIDE: mark("outside service hours"),
    Label.BETWEEN: mark("thought to be finished"),
    Label.UNKNOWN: mark("course not recorded"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time under one label; `reason` is the hold's."""

    label: Label
    begins: datetime
    ends: datetime
    reason: str = ""

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.begins

    @property
    def minutes(self) -> float:
        return self.lasts / MINUTE


@dataclass(frozen=True, slots=True)
class Share:
    """All the time under one label and reason."""

    label: Label
    reason: str
    lasts: timedelta


_LABELS: Mapping[Status, Label] = {
    Status.NEW: Label.DISPATCH,
    Status.ASSIGNED: Label.ACCEPTANCE,
    Status.ACCEPTED: Label.TRAVELLING,
    Status.IN_PROGRESS: Label.WORKING,
    Status.ON_HOLD: Label.HELD,
}


def segments(events: Sequence[Event], now: datetime, hours: WorkingCalendar | None = None) -> list[Segment]:
    """One after the other, from opening to the last completion (or now, or the end without work), oldest event first.

    `hours`: the calendar of the promise to complete; what lies outside it is nobody's time, and segments are cut
    exactly at its edges. Each instant has the first label that fits (the product's rule): between done and reopened,
    outside the calendar, held, else by status. Waiting for the department's word after that is not counted. What lies
    beside a step that another system did not time is told as unknown, not as somebody's time.
    """
    return cut(lived(events, now), hours)


def on_site(events: Sequence[Event], now: datetime) -> timedelta:
    """How long was worked there since the work was last finished; holds and the way are not in it."""
    worked = timedelta()
    for segment in segments(events, now):
        if segment.label is Label.BETWEEN:
            worked = timedelta()
        elif segment.label is Label.WORKING:
            worked += segment.lasts
    return worked


def cut(life: Life, hours: WorkingCalendar | None = None) -> list[Segment]:
    """The same for a life already read."""
    end, visited = life.end, _visited(life.stretches)
    found: list[Segment] = []
    for stretch, came in zip(life.stretches, visited, strict=True):
        if stretch.begins < end:
            whole = replace(stretch, ends=min(stretch.ends, end))
            for piece in _pieces(whole, _label(whole, came), hours):
                _append(found, piece)
    return found


def shares(cut: Iterable[Segment]) -> list[Share]:
    """The same time, each label and reason once, in the order they first came."""
    found: dict[tuple[Label, str], timedelta] = {}
    for segment in cut:
        key = (segment.label, segment.reason)
        found[key] = found.get(key, timedelta()) + segment.lasts
    return [Share(label, reason, lasts) for (label, reason), lasts in found.items()]


def _visited(stretches: Sequence[Stretch]) -> list[bool]:
    """Whether the technician ever came during that run of the work; until the next completion decides."""
    found: list[bool] = []
    run: list[Stretch] = []
    for stretch in stretches:
        if stretch.status in OVER and run:
            found += [_came(run)] * len(run)
            run = []
        if stretch.status in OVER:
            found.append(True)
        else:
            run.append(stretch)
    return found + [True] * len(run)


def _came(run: Iterable[Stretch]) -> bool:
    return any(stretch.status is Status.IN_PROGRESS for stretch in run)


def _label(stretch: Stretch, visited: bool) -> Label:
    if stretch.unknown:
        return Label.UNKNOWN
    if stretch.status is Status.ACCEPTED and not visited:
        return Label.WORKING
    return _LABELS.get(stretch.status, Label.BETWEEN)


def _pieces(stretch: Stretch, label: Label, hours: WorkingCalendar | None) -> Iterator[Segment]:
    """The stretch cut at the calendar's edges; what was thought to be finished, or is not known, is not cut."""
    reason = stretch.by.facts["reason"] if label is Label.HELD else ""
    whole = Segment(label, stretch.begins, stretch.ends, reason)
    if hours is None or label in (Label.BETWEEN, Label.UNKNOWN):
        yield whole
        return
    at = whole.begins
    for opens, closes in hours.spans(whole.begins, whole.ends):
        yield Segment(Label.OUTSIDE, at, opens)
        yield replace(whole, begins=opens, ends=closes)
        at = closes
    yield Segment(Label.OUTSIDE, at, whole.ends)


def _append(found: list[Segment], piece: Segment) -> None:
    if piece.begins >= piece.ends:
        return
    if found and (found[-1].label, found[-1].reason) == (piece.label, piece.reason):
        found[-1] = replace(found[-1], ends=piece.ends)
    else:
        found.append(piece)
