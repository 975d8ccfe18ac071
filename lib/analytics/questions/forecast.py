"""Next month's expected volume, with an interval that was tried out on the months before.

Each kind of day (seven weekdays, and days off as the calendar has them) has its share of the last twelve weeks' level;
the level is that of the last eight; where two years and more are known, the season is how that month compared to the
eight weeks before it then. The interval holds the scatter of single days and how far forecasts made the same way missed
the months before.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log, sqrt
from statistics import fmean

import polars as pl

from lib.analytics.intervals import Z_95
from lib.analytics.questions.ground import jobs

LEVEL_DAYS, MIX_DAYS = 56, 84
YEARS_OF_SEASON = 2
TRIED = 12
"""Months back a forecast is tried out on."""
ENOUGH = 3
"""Forecasts that must have been tried before their misses say how wide the interval is; before, a fifth is assumed."""
ASSUMED_MISS = 0.2
_DAY = timedelta(days=1)
_SCHEMA = {
    "month": pl.Date,
    "expected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "actual": pl.Int64,
    "inside": pl.Boolean,
}
Counts = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Public holidays and make-up workdays, as `lib.catalog.calendars.free_days` gives them."""

    closed: Collection[date] = frozenset()
    workdays: Collection[date] = frozenset()

    def kind(self, day: date) -> int:
        """1 to 7 for weekdays; 0 for a holiday; a make-up workday is like a Monday."""
        if day in self.closed:
            return 0
        return 1 if day in self.workdays else day.isoweekday()


@dataclass(frozen=True, slots=True)
class Forecast:
    """`expected` jobs in the month that begins on `month`, and the 95 % interval."""

    month: date
    expected: float
    low: float
    high: float


def next_month(rows: pl.DataFrame, today: date, days_off: DaysOff = DaysOff()) -> Forecast | None:
    """For the first whole month that has not begun; None with less than twelve weeks known. `rows`: tickets of all
    times; today does not count yet."""
    counts = _by_day(rows)
    return _with_interval(counts, _after(today), today, days_off, _misses(counts, today, days_off))


def back_test(rows: pl.DataFrame, today: date, days_off: DaysOff = DaysOff()) -> pl.DataFrame:
    """month, expected, low, high, actual, inside: what would have been said of each of the last twelve whole months on
    the same day of the month before, from what was known then; months without enough known are left out."""
    counts = _by_day(rows)
    found = []
    for month in _months_before(today):
        said_on = _same_day_before(month, today)
        misses = _misses(counts, said_on, days_off)
        said = _with_interval(counts, month, said_on, days_off, misses)
        if said is not None:
            actual = _sum(counts, month, _after(month))
            found.append((month, said.expected, said.low, said.high, actual, said.low <= actual <= said.high))
    return pl.DataFrame(found, _SCHEMA, orient="row")


def _by_day(rows: pl.DataFrame) -> Counts:
    """Every day from the first report to the last."""
    counted = rows.filter(jobs()).group_by("opened_on").agg(n=pl.len()).sort("opened_on")
    return dict(counted.iter_rows())


def _expected(counts: Counts, month: date, said_on: date, days_off: DaysOff) -> float | None:
    first = min(counts, default=said_on)
    if said_on - timedelta(days=MIX_DAYS) < first:
        return None
    weight = _weights(counts, said_on, days_off)
    level = _level(counts, said_on, weight, days_off)
    days = sum(weight[days_off.kind(day)] for day in _days(month, _after(month)))
    return level * days * _season(counts, month, said_on, first, weight, days_off)


def _weights(counts: Counts, said_on: date, days_off: DaysOff) -> Mapping[int, float]:
    """Of each kind of day, against an average one of the last twelve weeks; a holiday unseen is like a Sunday."""
    days = _days(said_on - timedelta(days=MIX_DAYS), said_on)
    mean = fmean(counts.get(day, 0) for day in days) or 1.0
    by_kind: dict[int, list[int]] = {}
    for day in days:
        by_kind.setdefault(days_off.kind(day), []).append(counts.get(day, 0))
    found = {kind: fmean(own) / mean for kind, own in by_kind.items()}
    sunday = found.get(7, 1.0)
    return {kind: found.get(kind, sunday if kind == 0 else 1.0) for kind in range(8)}


def _level(counts: Counts, until: date, weight: Mapping[int, float], days_off: DaysOff) -> float:
    """Jobs on an average day of the eight weeks before."""
    days = _days(until - timedelta(days=LEVEL_DAYS), until)
    expected = sum(weight[days_off.kind(day)] for day in days)
    return sum(counts.get(day, 0) for day in days) / expected if expected else 0.0


def _season(
    counts: Counts, month: date, said_on: date, first: date, weight: Mapping[int, float], days_off: DaysOff
) -> float:
    """How that month compared to the eight weeks before the forecast, in earlier years; 1 where fewer than two are
    known. Half of what they say is believed: two or three Januaries are few."""
    ratios = []
    for years in range(1, 6):
        then, known = _years_before(month, years), _years_before(said_on, years)
        if known - timedelta(days=LEVEL_DAYS) < first:
            break
        level = _level(counts, known, weight, days_off)
        days = sum(weight[days_off.kind(day)] for day in _days(then, _after(then)))
        if level and days:
            ratios.append(_sum(counts, then, _after(then)) / (level * days))
    if len(ratios) < YEARS_OF_SEASON:
        return 1.0
    return 1.0 + (fmean(ratios) - 1.0) / 2


def _misses(counts: Counts, said_on: date, days_off: DaysOff) -> Sequence[float]:
    """By what factor (its logarithm) forecasts of the months over by then missed them."""
    found = []
    for month in _months_before(said_on):
        expected = _expected(counts, month, _same_day_before(month, said_on), days_off)
        actual = _sum(counts, month, _after(month))
        if expected and actual:
            found.append(log(actual / expected))
    return found


def _with_interval(
    counts: Counts, month: date, said_on: date, days_off: DaysOff, misses: Sequence[float]
) -> Forecast | None:
    expected = _expected(counts, month, said_on, days_off)
    if expected is None:
        return None
    missed = sqrt(fmean(miss * miss for miss in misses)) if len(misses) >= ENOUGH else ASSUMED_MISS
    reach = Z_95 * sqrt(expected * _scatter(counts, said_on, days_off) + (expected * missed) ** 2)
    return Forecast(month, expected, max(0.0, expected - reach), expected + reach)


def _scatter(counts: Counts, said_on: date, days_off: DaysOff) -> float:
    """How much more days scatter than chance would have them (chi-square by degree of freedom); at least 1."""
    weight = _weights(counts, said_on, days_off)
    level = _level(counts, said_on, weight, days_off)
    days = _days(said_on - timedelta(days=LEVEL_DAYS), said_on)
    pairs = [(counts.get(day, 0), level * weight[days_off.kind(day)]) for day in days]
    squares = [(n - expected) ** 2 / expected for n, expected in pairs if expected > 0]
    return max(1.0, sum(squares) / max(1, len(squares) - 8))


def _days(first: date, end: date) -> list[date]:
    return [first + at * _DAY for at in range((end - first).days)]


def _sum(counts: Counts, first: date, end: date) -> int:
    return sum(counts.get(day, 0) for day in _days(first, end))


def _after(day: date) -> date:
    """The first of the month after."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _months_before(today: date) -> list[date]:
    """The last so many whole months, the oldest first."""
    found, month = [], today.replace(day=1)
    for _ in range(TRIED):
        month = (month - _DAY).replace(day=1)
        found.append(month)
    return found[::-1]


def _same_day_before(month: date, today: date) -> date:
    """Today's day of the month, in the month before that one."""
    before = (month - _DAY).replace(day=1)
    return before.replace(day=min(today.day, calendar.monthrange(before.year, before.month)[1]))


def _years_before(day: date, years: int) -> date:
    last = calendar.monthrange(day.year - years, day.month)[1]
    return day.replace(year=day.year - years, day=min(day.day, last))
