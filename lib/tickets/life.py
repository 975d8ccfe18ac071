"""A ticket's events as the clock runs: one stretch of time for each status it was in, end to end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from lib.core.facts import instant
from lib.tickets.changes import untimed
from lib.tickets.ticket import Event
from lib.tickets.words import Action, Status

OVER = frozenset({Status.DONE, Status.CLOSED})
WITHOUT_WORK = frozenset({Status.CANCELLED, Status.MERGED})


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time in one status. `by` is the event that led there; `ongoing`: it lasts until now; `unknown`: another
    system did not time its beginning or its end; `decided`: what a leader said of this hold, None while nobody did."""

    status: Status
    begins: datetime
    ends: datetime
    by: Event
    ongoing: bool
    unknown: bool
    decided: bool | None = None

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Life:
    """`start`: from when promises count (the report, an appointment, or the next morning). `stretches` run from the
    report to `now`."""

    events: Sequence[Event]
    stretches: Sequence[Stretch]
    start: datetime
    promise_id: int | None
    now: datetime

    @property
    def end(self) -> datetime:
        """When the work ended: the last completion, the end without work, or now while it is open."""
        return self.ending.begins if self.stretches[-1].status in OVER | WITHOUT_WORK else self.now

    @property
    def ending(self) -> Stretch:
        """The first of the last stretches that are of one kind: done, closed and rated are one ending."""
        last = self.stretches[-1]
        group = OVER if last.status in OVER else {last.status}
        return list(takewhile(lambda stretch: stretch.status in group, reversed(self.stretches)))[-1]

    def reopenings(self) -> Iterator[int]:
        """Positions of the stretches that began by being sent back."""
        return (n for n, stretch in enumerate(self.stretches) if stretch.by.action is Action.REOPEN)

    def holds(self) -> Iterator[Stretch]:
        """Every time it stood still for a reason, oldest first."""
        return (stretch for stretch in self.stretches if stretch.status is Status.ON_HOLD)


def lived(events: Sequence[Event], now: datetime) -> Life:
    """The life these events tell, oldest first, as it stands at `now`: nothing lies before the previous event nor
    after now."""
    begun = _begun(events, now)
    ends = [begins for _, begins in begun[1:]] + [max(now, begun[-1][1])]
    following = [by for by, _ in begun[1:]]
    decisions = _decisions(events)
    stretches = tuple(
        Stretch(
            status=by.to_status,
            begins=begins,
            ends=end,
            by=by,
            ongoing=n == len(following),
            unknown=untimed(by) or (n < len(following) and untimed(following[n])),
            decided=decisions.get(by.seq),
        )
        for n, ((by, begins), end) in enumerate(zip(begun, ends, strict=True))
    )
    start, promise_id = _promised(events, stretches[0].begins)
    return Life(events, stretches, start, promise_id, ends[-1])


def _begun(events: Sequence[Event], now: datetime) -> list[tuple[Event, datetime]]:
    """The events that changed the status, each with its time on the clock (the same as the row's `changed_at`)."""
    found: list[tuple[Event, datetime]] = []
    last = min(events[0].happened_at, events[0].recorded_at)
    for event in events:
        last = min(max(event.happened_at, last), max(event.recorded_at, last))
        if not found or event.to_status is not found[-1][0].to_status:
            found.append((event, min(last, now)))
    return found


def _decisions(events: Sequence[Event]) -> Mapping[int, bool]:
    """What was said of each hold, by the number of the event that began it; the last word holds."""
    said = (event.facts for event in events if event.action is Action.CONFIRM_HOLD)
    return {int(facts["hold_seq"]): bool(facts["confirmed"]) for facts in said}


def _promised(events: Sequence[Event], opened_at: datetime) -> tuple[datetime, int | None]:
    """From when the promise counts and which it is, after all corrections."""
    start, promise_id = opened_at, None
    for event in events:
        if event.action in (Action.OPEN, Action.EDIT):
            said = event.facts if event.action is Action.OPEN else event.facts["changes"]
            start = instant(event.facts.get("counts_from") or said.get("appointment_at")) or start
            promise_id = said.get("promise_id", promise_id)
    return start, promise_id
