"""A slow, obviously correct clock: every minute is looked at by itself, and nothing of the product is used.

Written from the design's "The clock that can be explained" alone; the fast clock is compared with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

Stage = Literal["respond", "arrive", "complete"]
Reopen = Literal["continue", "restart", "count"]
Span = tuple[int, int]

MINUTE = timedelta(minutes=1)
UNCONFIRMED_LIMIT = timedelta(minutes=30)

OVER = frozenset({"done", "closed"})
WITHOUT_WORK = frozenset({"cancelled", "merged"})
LABEL_OF = {"new": "dispatch", "assigned": "acceptance", "in_progress": "working"}
STATUSES = frozenset({"accepted", "on_hold", *LABEL_OF}) | OVER | WITHOUT_WORK

# What is over needs no answer and no visit any more, so it ends the waiting for either.
REACHED: dict[Stage, frozenset[str]] = {
    "respond": frozenset({"accepted", "in_progress"}) | OVER,
    "arrive": frozenset({"in_progress"}) | OVER,
}
# The promises a restart gives anew, to be reached again; the others stay as they were first reached.
RESTARTED: frozenset[Stage] = frozenset({"respond", "arrive", "complete"})


@dataclass(frozen=True)
class Step:
    """The state a ticket entered at an instant; it lasts until the next one.

    `came`: somebody had come, where no in_progress says so. `counts`: a leader confirmed this hold.
    """

    status: str
    at: datetime
    hold_reason: str = ""
    came: bool = False
    counts: bool = False

    def __post_init__(self) -> None:
        _whole_minute(self.at)
        if self.status not in STATUSES:
            raise ValueError(f"unknown status {self.status!r}")
        if (self.status == "on_hold") != bool(self.hold_reason):
            raise ValueError("a hold has a reason, and nothing else has one")


@dataclass(frozen=True)
class Week:
    """Opening spans [start, end) in minutes of the local day, by weekday (Monday is 0); no entry is closed.

    A span ends at 1440 at the latest: a night is written as two spans.
    """

    zone: ZoneInfo
    spans: Mapping[int, Sequence[Span]]
    closed: Collection[date] = ()
    special: Mapping[date, Sequence[Span]] = field(default_factory=dict)
    _known: dict[datetime, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if set(self.closed) & set(self.special):
            raise ValueError("a date is closed or special: the design does not say which would win")
        for spans in [*self.spans.values(), *self.special.values()]:
            if any(not 0 <= start < end <= 1440 for start, end in spans):
                raise ValueError("a span lies inside one day")

    def open_at(self, instant: datetime) -> bool:
        """Whether the minute beginning at this instant is open, by the wall clock of the zone."""
        # Thousands of random cases ask for the same minutes, and the zone is slow to answer.
        if instant not in self._known:
            self._known[instant] = self._look_up(instant)
        return self._known[instant]

    def _look_up(self, instant: datetime) -> bool:
        local = instant.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self._spans_on(local.date()))

    def _spans_on(self, day: date) -> Sequence[Span]:
        if day in self.closed:
            return ()
        if day in self.special:
            return self.special[day]
        return self.spans.get(day.weekday(), ())


@dataclass(frozen=True)
class _Stretch:
    """A state with its clamped beginning and its end."""

    step: Step
    begins: datetime
    ends: datetime

    @property
    def status(self) -> str:
        return self.step.status


@dataclass(frozen=True)
class _Counting:
    """All that decides whether a minute is used by one promise: from `origin`, as recorded until `stop`."""

    history: list[_Stretch]
    week: Week | None
    pauses: Collection[str]
    reopen: Reopen
    origin: datetime
    stop: datetime

    def uses(self, minute: datetime) -> bool:
        """Whether the promise's clock runs in this minute; from `stop` on only the calendar matters."""
        if not _inside(self.week, minute):
            return False
        if minute >= self.stop:
            return True
        stretch = self.history[_index_at(self.history, minute)]
        if stretch.status in OVER and self.reopen == "continue":
            return False
        return not self._is_paused(stretch)

    def _is_paused(self, stretch: _Stretch) -> bool:
        if stretch.status != "on_hold" or stretch.step.hold_reason not in self.pauses:
            return False
        return stretch.step.counts or stretch.ends - stretch.begins <= UNCONFIRMED_LIMIT


def labels(steps: Sequence[Step], complete_week: Week | None, now: datetime) -> list[str]:
    """One label for each minute from opening to the last completion, the end without work, or now."""
    history = _clamped(steps, now)
    end = _end_of_work(history, now)
    return [_label(history, complete_week, minute) for minute in _minutes(history[0].begins, end)]


def used(
    steps: Sequence[Step],
    week: Week | None,
    start: datetime,
    now: datetime,
    stage: Stage,
    pauses: Collection[str],
    reopen: Reopen,
) -> int:
    """The minutes a promise has used when its stage was reached, or by now."""
    counting = _counting(steps, week, start, now, stage, pauses, reopen)
    return sum(counting.uses(minute) for minute in _minutes(counting.origin, counting.stop))


def due(
    steps: Sequence[Step],
    week: Week | None,
    start: datetime,
    minutes: int,
    stage: Stage,
    pauses: Collection[str],
    reopen: Reopen,
    horizon: int,
    now: datetime,
) -> datetime | None:
    """The end of the minute that uses up the promise, or None beyond `horizon` minutes of counting."""
    counting = _counting(steps, week, start, now, stage, pauses, reopen)
    instant, left = counting.origin, minutes
    last = counting.origin + horizon * MINUTE
    while left > 0:
        if instant >= last:
            return None
        if counting.uses(instant):
            left -= 1
        instant += MINUTE
    return instant


def _counting(
    steps: Sequence[Step],
    week: Week | None,
    start: datetime,
    now: datetime,
    stage: Stage,
    pauses: Collection[str],
    reopen: Reopen,
) -> _Counting:
    _whole_minute(start)
    history = _clamped(steps, now)
    first = _last_reopen(history) if reopen == "restart" and stage in RESTARTED else 0
    origin = max(start, history[first].begins) if first else start
    stop = _stop(history, first, stage, now)
    return _Counting(history, week, pauses, reopen, origin, stop)


def _stop(history: list[_Stretch], first: int, stage: Stage, now: datetime) -> datetime:
    """When the stage was reached, looking from stretch `first` on, or where the work ends."""
    # Completing is undone by a reopen, so only the last completion reaches it.
    if stage != "complete":
        for stretch in history[first:]:
            if stretch.status in REACHED[stage]:
                return stretch.begins
    return _end_of_work(history, now)


def _clamped(steps: Sequence[Step], now: datetime) -> list[_Stretch]:
    """The states on the clock: none begins before the previous one, and none after now."""
    _whole_minute(now)
    begins: list[datetime] = []
    for step in steps:
        not_before = max(step.at, begins[-1]) if begins else step.at
        begins.append(min(not_before, now))
    for earlier, later in pairwise(steps):
        if earlier.status in WITHOUT_WORK and later.status not in WITHOUT_WORK:
            raise ValueError("nothing follows the end without work")
    ends = [*begins[1:], now]
    return [_Stretch(*of) for of in zip(steps, begins, ends, strict=True)]


def _end_of_work(history: list[_Stretch], now: datetime) -> datetime:
    """The last completion (or answer on the phone), the end without work, or now while it is open."""
    for group in (OVER, WITHOUT_WORK):
        if history[-1].status in group:
            # Done, closed and rated are one ending: it began where the first of them did.
            return history[_block_start(history, group)].begins
    return now


def _block_start(history: list[_Stretch], group: frozenset[str]) -> int:
    i = len(history) - 1
    while i > 0 and history[i - 1].status in group:
        i -= 1
    return i


def _last_reopen(history: list[_Stretch]) -> int:
    """The index of the last state that followed a completion and was open again; 0 without any."""
    for i in range(len(history) - 1, 0, -1):
        if history[i - 1].status in OVER and history[i].status not in OVER | WITHOUT_WORK:
            return i
    return 0


def _label(history: list[_Stretch], week: Week | None, minute: datetime) -> str:
    i = _index_at(history, minute)
    step = history[i].step
    if step.status in OVER:
        return "between"
    if not _inside(week, minute):
        return "outside"
    if step.status == "on_hold":
        return f"held:{step.hold_reason}"
    if step.status == "accepted":
        return "working" if _completed_without_arrival(history, i) else "travelling"
    return LABEL_OF[step.status]


def _completed_without_arrival(history: list[_Stretch], i: int) -> bool:
    """Whether the run of work around stretch i was completed and nobody ever came in it."""
    first = last = i
    while first > 0 and history[first - 1].status not in OVER:
        first -= 1
    while last < len(history) and history[last].status not in OVER:
        last += 1
    if last == len(history):
        return False
    run = history[first : last + 1]
    return not any(stretch.status == "in_progress" or stretch.step.came for stretch in run)


def _index_at(history: list[_Stretch], minute: datetime) -> int:
    """The state in this minute: the last that had begun, as one of no length is over at once."""
    begun = [i for i, stretch in enumerate(history) if stretch.begins <= minute]
    return begun[-1] if begun else 0


def _inside(week: Week | None, minute: datetime) -> bool:
    return week is None or week.open_at(minute)


def _minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def _whole_minute(instant: datetime) -> None:
    if instant.tzinfo is not UTC or instant.second or instant.microsecond:
        raise ValueError(f"{instant!r} is not a whole minute in UTC")
