"""Which days a recurrence rule names, written down a second time from RFC 5545: day by day, slow and obvious.

It asks of every single day "is it one?", where the product lets a library count forward; nothing is shared between
the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = timedelta(days=1)


def named(rule: str, start: date, last: date) -> list[date]:
    """The days the rule names from `start` to `last`."""
    parts = dict(part.split("=") for part in rule.split(";"))
    return [
        day
        for day in _every_day(start, last)
        if _period_counts(parts, start, day) and _one(parts, start, day)
    ]


def _every_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _period_counts(parts: Mapping[str, str], start: date, day: date) -> bool:
    """Whether the day lies in a period that counts: every second week, every third month."""
    every = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            gone = (day - start).days
        case "WEEKLY":
            gone = (_monday(day) - _monday(start)).days // 7
        case "MONTHLY":
            gone = (day.year - start.year) * 12 + day.month - start.month
        case _:
            gone = day.year - start.year
    return gone % every == 0


def _one(parts: Mapping[str, str], start: date, day: date) -> bool:
    """Whether the day is one of its period, and the one BYSETPOS wants."""
    if not _fits(parts, start, day):
        return False
    if "BYSETPOS" not in parts:
        return True
    together = [other for other in _period(parts, day) if _fits(parts, start, other)]
    wanted = [int(n) for n in parts["BYSETPOS"].split(",")]
    return any(-len(together) <= n - (n > 0) < len(together) and together[n - (n > 0)] == day for n in wanted)


def _period(parts: Mapping[str, str], day: date) -> Sequence[date]:
    match parts["FREQ"]:
        case "DAILY":
            return [day]
        case "WEEKLY":
            return list(_every_day(_monday(day), _monday(day) + 6 * ONE_DAY))
        case "MONTHLY":
            return [other for other in _around(day, 31) if (other.year, other.month) == (day.year, day.month)]
        case _:
            return [other for other in _around(day, 366) if other.year == day.year]


def _around(day: date, reach: int) -> Iterator[date]:
    return _every_day(day - reach * ONE_DAY, day + reach * ONE_DAY)


def _fits(parts: Mapping[str, str], start: date, day: date) -> bool:
    """Whether every BY-part lets the day through, and what they leave unsaid is as on the first day."""
    if "BYMONTH" in parts and day.month not in _numbers(parts["BYMONTH"]):
        return False
    if "BYMONTHDAY" in parts and not _numbers(parts["BYMONTHDAY"]) & {day.day, day.day - _length(day) - 1}:
        return False
    if "BYDAY" in parts and not any(_weekday_fits(parts, word, day) for word in parts["BYDAY"].split(",")):
        return False
    return _unsaid_fits(parts, start, day)


def _unsaid_fits(parts: Mapping[str, str], start: date, day: date) -> bool:
    days_said = "BYMONTHDAY" in parts or "BYDAY" in parts
    match parts["FREQ"]:
        case "WEEKLY":
            return "BYDAY" in parts or day.weekday() == start.weekday()
        case "MONTHLY":
            return days_said or day.day == start.day
        case "YEARLY":
            month_fits = days_said or "BYMONTH" in parts or day.month == start.month
            return month_fits and (days_said or day.day == start.day)
        case _:
            return True


def _weekday_fits(parts: Mapping[str, str], word: str, day: date) -> bool:
    """ "FR" any Friday; "-1FR" the last one of the month, or of the year where a yearly rule names no month."""
    if WEEKDAYS[day.weekday()] != word[-2:]:
        return False
    if len(word) == 2:
        return True
    by_year = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts
    same = [
        other for other in _around(day, 366) if other.weekday() == day.weekday() and other.year == day.year
    ]
    same = same if by_year else [other for other in same if other.month == day.month]
    nth = int(word[:-2])
    return nth in (same.index(day) + 1, same.index(day) - len(same))


def _numbers(text: str) -> AbstractSet[int]:
    return {int(number) for number in text.split(",")}


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY


def _length(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - ONE_DAY).day


def planned(
    named_days: Sequence[date], *, holidays: str, off: AbstractSet[date], on: AbstractSet[date]
) -> dict[date, date]:
    """The day each named day is done on, by the day it was named; what falls together is done once, by the first."""
    found: dict[date, date] = {}
    for day in named_days:
        meant = day
        if day in off and holidays == "skip":
            continue
        if holidays == "workdays" and not _workday(day, off, on):
            continue
        while holidays == "next_workday" and day in off and not _workday(meant, off, on):
            meant += ONE_DAY
        if meant not in found.values():
            found[day] = meant
    return found


def _workday(day: date, off: AbstractSet[date], on: AbstractSet[date]) -> bool:
    return day in on or (day.weekday() < 5 and day not in off)


def in_season(day: date, season: str) -> bool:
    """Whether "11-15..03-15" holds on the day; both ends belong to it, an empty one always holds."""
    if not season:
        return True
    begins, ends = season.split("..")
    today = f"{day:%m-%d}"
    return begins <= today <= ends if begins <= ends else today >= begins or today <= ends
