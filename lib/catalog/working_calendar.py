"""Working time: how much of it lies between two instants, and when a given amount of it has passed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from math import isfinite
from types import MappingProxyType
from zoneinfo import ZoneInfo

Span = tuple[time, time]
_Hours = tuple[tuple[int, int], ...]  # of one day, in microseconds of its wall clock, in order

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_EPOCH_WEEKDAY = _EPOCH.weekday()
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_DAY = 24 * 60 * _MINUTE
_STRETCH = 28 * _DAY
_NO_SPECIAL: Mapping[date, Sequence[Span]] = MappingProxyType({})


class WorkingCalendar:
    """The working hours of a week, with days closed and days that have hours of their own.

    An instant is working time when the wall clock of `zone` then shows a time inside one of the day's spans.
    So a span over a clock change counts the time that really passes, and a time of day that comes twice
    counts twice. Calendars with the same rules are equal, can be dictionary keys, and are safe to share
    between threads.
    """

    __slots__ = ("_always", "_last", "_rules", "_special", "_stretches")

    def __init__(
        self,
        week: Mapping[int, Sequence[Span]],
        *,
        closed: AbstractSet[date] = frozenset(),
        special: Mapping[date, Sequence[Span]] = _NO_SPECIAL,
        zone: ZoneInfo,
    ) -> None:
        """Take `week` by weekday (Monday is 0; days left out are free) and copy everything.

        A span is (from, to); `time(0)` as its end is the midnight that ends the day, so whole days are
        `(time(0), time(0))`. `special` wins over `closed` and over the week: whoever writes hours for one
        date means them (and an empty list closes it).
        Raises ValueError for a span that ends before it starts, spans that overlap, an unknown weekday, or a
        calendar in which there is no working time at all.
        """
        if unknown := set(week) - set(range(7)):
            raise ValueError(f"weekdays are 0 (Monday) to 6 (Sunday), not {sorted(unknown)}")
        hours_of_week = tuple(_hours(week.get(weekday, ())) for weekday in range(7))
        self._special = {_day_number(day): _hours(spans) for day, spans in special.items()}
        if not any(hours_of_week) and not any(self._special.values()):
            raise ValueError("a calendar needs some working time")
        off = frozenset(map(_day_number, closed)).difference(self._special)
        self._rules = _Rules(hours_of_week, off, tuple(sorted(self._special.items())), zone)
        self._always = not off and all(map(_whole_day, (*hours_of_week, *self._special.values())))
        last_day = _LAST_DAY if any(hours_of_week) else max(d for d, hours in self._special.items() if hours)
        self._last = (last_day + 2) * _DAY // _STRETCH  # two days on: past the date's end in every zone
        self._stretches: dict[int, _Stretch] = {}

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose wall clock the spans are read on."""
        return self._rules.zone

    @property
    def always(self) -> bool:
        """Whether every minute counts."""
        return self._always

    def minutes_between(self, a: datetime, b: datetime) -> float:
        """Working minutes from `a` to `b`, negative when `b` comes first; exact to the microsecond.

        Raises ValueError for a time without a zone.
        """
        start, end = _instant(a), _instant(b)
        if self._always:
            return (end - start) / _MINUTE
        if end < start:
            return -self._between(end, start) / _MINUTE
        return self._between(start, end) / _MINUTE

    def worked(self, a: datetime, b: datetime) -> timedelta:
        """The working time from `a` to `b` (not before it), exact: what `minutes_between` says in minutes."""
        return b - a if self._always else timedelta(microseconds=self._between(_instant(a), _instant(b)))

    def spans(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working time between `a` and `b` as stretches in order, cut exactly at the calendar's edges."""
        if self._always:
            yield a, b
            return
        begin, end = _instant(a), _instant(b)
        for number in range(begin // _STRETCH, end // _STRETCH + 1):
            stretch = self._stretch(number)
            for opens, closes in zip(stretch.starts, stretch.ends, strict=True):
                if max(opens, begin) < min(closes, end):
                    yield _moment(max(opens, begin), a.tzinfo), _moment(min(closes, end), a.tzinfo)

    def add(self, start: datetime, minutes: float) -> datetime:
        """The earliest instant by which `minutes` of working time have passed since `start`, in start's zone.

        It is `start` itself for 0, and the end of a span rather than the start of the next one. Minutes are
        taken to the nearest microsecond.
        Raises ValueError for a time without a zone, for minutes below zero or not finite, and where the
        calendar has not that much working time left.
        """
        if not isfinite(minutes) or minutes < 0:
            raise ValueError(f"working time to add is zero or more minutes, not {minutes}")
        begin, amount = _instant(start), round(minutes * _MINUTE)
        if amount == 0:
            return start
        if begin + amount > _LATEST:
            raise ValueError(_TOO_LITTLE)
        reached = begin + amount if self._always else self._reached(begin, amount)
        return _moment(reached, start.tzinfo)

    def __eq__(self, other: object) -> bool:
        return self._rules == other._rules if isinstance(other, WorkingCalendar) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._rules)

    def __repr__(self) -> str:
        closed, special = len(self._rules.closed), len(self._special)
        return f"<WorkingCalendar {self.zone} ({closed} dates closed, {special} with hours of their own)>"

    def _between(self, start: int, end: int) -> int:
        first, last = start // _STRETCH, end // _STRETCH
        done = self._stretch(first).worked_before(start)
        whole = sum(self._stretch(number).total for number in range(first, last))
        return whole - done + self._stretch(last).worked_before(end)

    def _reached(self, begin: int, amount: int) -> int:
        number = begin // _STRETCH
        stretch = self._stretch(number)
        wanted = stretch.worked_before(begin) + amount
        while wanted > stretch.total:
            wanted -= stretch.total
            number += 1
            if number > self._last:
                raise ValueError(_TOO_LITTLE)
            stretch = self._stretch(number)
        return stretch.instant_at(wanted)

    def _stretch(self, number: int) -> "_Stretch":
        stretch = self._stretches.get(number)
        if stretch is None:  # two threads may both make it: the results are equal
            stretch = self._stretches[number] = _stretch_of(self._intervals(number * _STRETCH))
        return stretch

    def _intervals(self, begin: int) -> Iterator[tuple[int, int]]:
        for since, until, offset in _steady(self.zone, begin, begin + _STRETCH):
            for day in range((since + offset) // _DAY, (until + offset - 1) // _DAY + 1):
                midnight = day * _DAY - offset
                for opens, closes in self._hours_on(day):
                    yield max(since, midnight + opens), min(until, midnight + closes)

    def _hours_on(self, day: int) -> _Hours:
        hours = self._special.get(day)
        if hours is not None:
            return hours
        return () if day in self._rules.closed else self._rules.week[(day + _EPOCH_WEEKDAY) % 7]


@cache
def around_the_clock(zone: ZoneInfo) -> WorkingCalendar:
    """The calendar in which every minute counts: one shared instance for each zone."""
    return WorkingCalendar({weekday: [(time(0), time(0))] for weekday in range(7)}, zone=zone)


@dataclass(frozen=True, slots=True)
class _Rules:
    week: tuple[_Hours, ...]
    closed: frozenset[int]
    special: tuple[tuple[int, _Hours], ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The working intervals of 28 days of real time, as instants in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    worked: tuple[int, ...]  # by the end of each interval
    total: int

    def worked_before(self, instant: int) -> int:
        i = bisect_right(self.starts, instant) - 1
        return self.worked[i] - max(0, self.ends[i] - instant) if i >= 0 else 0

    def instant_at(self, worked: int) -> int:
        i = bisect_left(self.worked, worked)
        return self.ends[i] - (self.worked[i] - worked)


def _stretch_of(intervals: Iterable[tuple[int, int]]) -> _Stretch:
    starts: list[int] = []
    ends: list[int] = []
    worked: list[int] = []
    total = 0
    for start, end in intervals:
        if start >= end:  # cut away by a clock change
            continue
        total += end - start
        if ends and ends[-1] == start:
            ends[-1], worked[-1] = end, total
        else:
            starts.append(start)
            ends.append(end)
            worked.append(total)
    return _Stretch(tuple(starts), tuple(ends), tuple(worked), total)


def _steady(zone: ZoneInfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut a stretch where the clocks change: (from, to, offset from UTC), all in microseconds."""
    since, offset = begin, _offset(zone, begin)
    for probe in range(begin + _DAY, end + 1, _DAY):
        following = _offset(zone, probe)
        if following != offset:
            change = _change(zone, probe - _DAY, probe)
            yield since, change, offset
            since, offset = change, following
    yield since, end, offset


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The second at which the offset changes, given an instant before and one after it."""
    low, high, offset = before // _SECOND, after // _SECOND, _offset(zone, after)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle * _SECOND) == offset:
            high = middle
        else:
            low = middle
    return high * _SECOND


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = _moment(min(max(instant, _EARLIEST), _LATEST), zone).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


def _hours(spans: Sequence[Span]) -> _Hours:
    hours = tuple(sorted((_since_midnight(start), _since_midnight(end) or _DAY) for start, end in spans))
    if any(start >= end for start, end in hours):
        raise ValueError(f"a span ends after it starts, on the same day: {_in_words(spans)}")
    if any(earlier[1] > later[0] for earlier, later in pairwise(hours)):
        raise ValueError(f"the spans of a day must not overlap: {_in_words(spans)}")
    return hours


def _in_words(spans: Sequence[Span]) -> str:
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)


def _since_midnight(at: time) -> int:
    if at.tzinfo is not None:
        raise ValueError("spans are times of the calendar's own zone and carry none themselves")
    return ((at.hour * 60 + at.minute) * 60 + at.second) * _SECOND + at.microsecond


def _whole_day(hours: _Hours) -> bool:
    return sum(end - start for start, end in hours) == _DAY


def _day_number(day: date) -> int:
    return day.toordinal() - _EPOCH_DAY


def _instant(moment: datetime) -> int:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no time zone")
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * _SECOND + since.microseconds


def _moment(instant: int, zone: tzinfo | None) -> datetime:
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)


_EARLIEST = _instant(datetime(1, 1, 3, tzinfo=UTC))
_LATEST = _instant(datetime(9999, 12, 29, tzinfo=UTC))
_LAST_DAY = _LATEST // _DAY
_TOO_LITTLE = "the calendar has not that much working time left"
