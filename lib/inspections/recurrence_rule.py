"""The part of RFC 5545's recurrence rules a plan may use: on which days something is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from dateutil.rrule import weekday as rrule_day

from lib.core.errors import WrongInput
from lib.core.i18n import mark

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: Mapping[str, int] = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
LONGEST: Mapping[str, int] = {"DAILY": 731, "WEEKLY": 105, "MONTHLY": 120, "YEARLY": 10}
"""How far apart a rule's times may lie: ten years, two where it counts days or weeks."""
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_CYCLE = 28 * 366
"""Days after which leap years and weekdays come round again: what never fits until then never does."""
_SOON = 40
"""Years: a rule that has no day until then has none worth waiting for."""


class NthDay(NamedTuple):
    """A weekday, Monday 0; `nth` of the month or year, counted from its end below 0, or every one (0)."""

    weekday: int
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule read; empty tuples where it leaves a part out. `week_starts`: Monday 0."""

    freq: str
    interval: int = 1
    days: tuple[NthDay, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_starts: int = 0

    @property
    def text(self) -> str:
        """ "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", as it is kept."""
        named = {
            "FREQ": self.freq,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": _listed(self.months),
            "BYMONTHDAY": _listed(self.month_days),
            "BYDAY": _listed(f"{day.nth or ''}{DAYS[day.weekday]}" for day in self.days),
            "BYSETPOS": _listed(self.positions),
            "WKST": DAYS[self.week_starts] if self.week_starts else "",
        }
        return ";".join(f"{name}={value}" for name, value in named.items() if value)


@cache
def read(text: str) -> Rule:
    """The rule of "FREQ=WEEKLY;BYDAY=MO,TH"; WrongInput that names what cannot be taken."""
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq not in FREQUENCIES:
        message = mark("A rule says how often: {known}, not “{said}”.")
        raise _wrong(message, known=", ".join(f"FREQ={each}" for each in FREQUENCIES), said=freq)
    rule = Rule(
        freq=freq,
        interval=_number("INTERVAL", parts.pop("INTERVAL", "1"), 1, LONGEST[freq]),
        months=_numbers("BYMONTH", parts.pop("BYMONTH", None), 1, 12),
        month_days=_numbers("BYMONTHDAY", parts.pop("BYMONTHDAY", None), -31, 31),
        days=_weekdays(parts.pop("BYDAY", None)),
        positions=_numbers("BYSETPOS", parts.pop("BYSETPOS", None), -366, 366),
        week_starts=_week_starts(parts.pop("WKST", "MO")),
    )
    if parts:
        raise _wrong(mark("“{part}” cannot be used in a rule here."), part=next(iter(parts)))
    _sensible(rule)
    return rule


def check(rule: Rule, since: date) -> None:
    """WrongInput when nothing would ever come of the rule."""
    bounds = {month: LONGEST_MONTHS[month - 1] for month in rule.months or range(1, 13)}
    possible = not rule.month_days or any(
        abs(day) <= bound for day in rule.month_days for bound in bounds.values()
    )
    if not possible or not _ever(rule, since):
        raise _wrong(mark("No day ever fits this rule."))


def days_of(rule: Rule, since: date, first: date, last: date) -> list[date]:
    """The days from `first` to `last` the rule names, counted from `since` (earlier ones are none of its days).

    As RFC 5545 says: a 31st that a month has not is left out. It begins just before `first`, however long ago `since`.
    """
    if last < max(first, since):
        return []
    return [day for day in _from(rule, since, first, last) if day >= first]


def _from(rule: Rule, since: date, first: date, last: date) -> Iterator[date]:
    begins = _begins(rule, since, first)
    found = rrule(dtstart=_noon(begins), until=_noon(last), **_spelled_out(rule, since))
    return (moment.date() for moment in found)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in "".join(text.upper().split()).removeprefix("RRULE:").strip(";").split(";"):
        name, equals, value = part.partition("=")
        if name in ("COUNT", "UNTIL"):
            raise _wrong(
                mark("“{part}” cannot be used in a rule: the plan itself says when it ends."), part=name
            )
        if not equals or not value or name in parts:
            raise _wrong(mark("“{part}” in the rule cannot be understood."), part=part)
        parts[name] = value
    return parts


def _number(name: str, value: str, low: int, high: int) -> int:
    number = int(value) if re.fullmatch(r"[+-]?\d{1,4}", value, re.ASCII) else 0
    if number == 0 or not low <= number <= high:
        message = mark("“{part}” in the rule must be a whole number from {low} to {high}, not “{value}”.")
        raise _wrong(message, part=name, low=low, high=high, value=value)
    return number


def _numbers(name: str, value: str | None, low: int, high: int) -> tuple[int, ...]:
    said = value.split(",") if value is not None else ()
    return tuple(dict.fromkeys(_number(name, one, low, high) for one in said))


def _weekdays(value: str | None) -> tuple[NthDay, ...]:
    found = []
    for one in value.split(",") if value is not None else ():
        spelt = _DAY.fullmatch(one)
        if not spelt or (spelt[1] and int(spelt[1]) == 0):
            message = mark("“{value}” is no weekday of a rule; they are written {known}.")
            raise _wrong(message, value=one, known=", ".join((*DAYS, "-1FR", "2TU")))
        found.append(NthDay(DAYS.index(spelt[2]), int(spelt[1] or 0)))
    return tuple(dict.fromkeys(found))


def _week_starts(value: str) -> int:
    if value not in DAYS:
        raise _wrong(mark("“{part}” in the rule cannot be understood."), part=f"WKST={value}")
    return DAYS.index(value)


def _sensible(rule: Rule) -> None:
    nth = max((abs(day.nth) for day in rule.days), default=0)
    if nth and rule.freq in ("DAILY", "WEEKLY"):
        raise _wrong(mark("A numbered weekday needs a rule by month or year."))
    if nth > 5 and (rule.freq == "MONTHLY" or rule.months):
        raise _wrong(mark("A month has no more than five of a weekday."))
    if rule.month_days and rule.freq == "WEEKLY":
        raise _wrong(mark("Days of the month do not go with a weekly rule."))
    if rule.positions and not _choices(rule) >= max(abs(position) for position in rule.positions):
        raise _wrong(mark("“{part}” has nothing to choose from in this rule."), part="BYSETPOS")


def _choices(rule: Rule) -> int:
    """At most so many days of one period are there to choose from by their position. A week that a rule begins in has
    fewer days for some programs and all for others: there a weekday says it better."""
    if not rule.days and not rule.month_days:
        return 0
    return {"DAILY": 0, "WEEKLY": 0, "MONTHLY": 31, "YEARLY": 366}[rule.freq]


def _ever(rule: Rule, since: date) -> bool:
    if rule.freq == "DAILY":
        return any(_fits(rule, since + timedelta(step)) for step in range(0, _CYCLE, rule.interval))
    return next(_from(rule, since, since, date(since.year + _SOON, 12, 31)), None) is not None


def _fits(rule: Rule, day: date) -> bool:
    weekdays = {each.weekday for each in rule.days}
    month_days = {day.day, day.day - 1 - _length(day)}
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or not month_days.isdisjoint(rule.month_days))
        and (not weekdays or day.weekday() in weekdays)
    )


def _length(day: date) -> int:
    return ((day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)).day


def _begins(rule: Rule, since: date, first: date) -> date:
    """Whole intervals after `since`, and one or more before `first`: the period it begins in may be cut short."""
    if rule.freq in ("DAILY", "WEEKLY"):
        step = rule.interval * (1 if rule.freq == "DAILY" else 7)
        return since + timedelta(max(0, (first - since).days // step - 1) * step)
    months = rule.interval * (1 if rule.freq == "MONTHLY" else 12)
    past = ((first.year - since.year) * 12 + first.month - since.month) // months - 1
    if past <= 0:
        return since
    year, month = divmod(since.year * 12 + since.month - 1 + past * months, 12)
    return date(year, month + 1 if rule.freq == "MONTHLY" else 1, 1)


def _spelled_out(rule: Rule, since: date) -> dict[str, Any]:
    """What the rule leaves to the day it is counted from, said, so that it can be counted from another day."""
    months, month_days, days = rule.months, rule.month_days, rule.days
    if not month_days and not days:
        if rule.freq == "WEEKLY":
            days = (NthDay(since.weekday()),)
        elif rule.freq != "DAILY":
            month_days = (since.day,)
            months = months or ((since.month,) if rule.freq == "YEARLY" else ())
    return {
        "freq": FREQUENCIES[rule.freq],
        "interval": rule.interval,
        "wkst": rule.week_starts,
        "bymonth": months or None,
        "bymonthday": month_days or None,
        "byweekday": [rrule_day(day.weekday, day.nth or None) for day in days] or None,
        "bysetpos": rule.positions or None,
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def _listed(values: Iterable[object]) -> str:
    return ",".join(str(value) for value in values)


def _wrong(message: str, **facts: object) -> WrongInput:
    return WrongInput(message, field="rule", **facts)
