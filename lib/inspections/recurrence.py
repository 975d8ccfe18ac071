"""When a plan's rounds are due: the days its rule names, holidays, season, and the window around each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from lib.catalog.calendars import free_days, years_without_holidays
from lib.core.clock import wall
from lib.inspections import recurrence_rule
from lib.inspections.plans import Plan, Slot
from lib.inspections.recurrence_rule import Rule
from lib.inspections.seasons import in_season
from lib.inspections.words import HolidayRule
from lib.store.database import Database

LONGEST_WAIT = 12
"""Years that the next round after a completion is looked for."""
HOLIDAY_TABLES = ("calendar_day", "holiday_file")


@dataclass(frozen=True, slots=True)
class Days:
    """The public holidays (with the weekends inside them) and the make-up workdays, as far as they are known."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def worked(self, day: date) -> bool:
        """Whether it is neither weekend nor holiday, or is a make-up workday."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def next_worked(self, day: date) -> date:
        """The first workday after it."""
        while not self.worked(day := day + timedelta(1)):
            pass
        return day


class Occurrence(NamedTuple):
    """One round to come: the day the rule named, the day it is meant to be done, and the slot of that day."""

    occurs_on: date
    day: date
    slot: Slot


class Window(NamedTuple):
    """When a round is planned for, and from when (inclusive) until when (exclusive) it may be done, in UTC."""

    planned_at: datetime
    opens_at: datetime
    closes_at: datetime


def working_days(db: Database) -> Days:
    """The days as the hospital's calendars know them."""
    return db.derived("inspection_days", HOLIDAY_TABLES, lambda: Days(*free_days(db)))


def unknown_years(db: Database, first: date, last: date) -> list[int]:
    """Years in between whose public holidays nobody has told us: there every weekday counts as a workday."""
    return years_without_holidays(db, first.year, last.year)


def occurrences(
    plan: Plan, first: date, last: date, days: Days, *, taken: Collection[date] | None = None
) -> list[Occurrence]:
    """The rounds whose named day lies from `first` to `last`, in order, whatever the plan's basis.

    Season, start and end are about the named day; the holiday rule may put the round on a later one. Two that fall on
    the same day are one: the earlier keeps it. Cut at any day, the parts are together the whole. `taken`: the days that
    earlier rounds were put on, where those are not simply what the plan says of the days before.
    """
    rule = recurrence_rule.read(plan.rule)
    begins = first
    while (
        taken is None and plan.holidays is HolidayRule.NEXT_WORKDAY and not days.worked(begins - timedelta(1))
    ):
        begins -= timedelta(1)
    until = min(last, plan.ends_on) if plan.ends_on else last
    named = recurrence_rule.days_of(rule, plan.starts_on, max(begins, plan.starts_on), until)
    return [
        Occurrence(occurs_on, day, slot)
        for occurs_on, day in _placed(plan, named, days, taken or ())
        if occurs_on >= first
        for slot in plan.slots
    ]


def next_from_completion(plan: Plan, done_on: date | None, after: date, days: Days) -> Occurrence | None:
    """The round to come once the last one was ended on that day (missed: was meant for), or None when none is left.

    The rule counts from `done_on`, or from the plan's start before the first round (None); the named day lies after
    `after`, the latest day that already had a round. Where the rule leaves the day of the month open, a month too
    short for it takes its last.
    """
    rule = recurrence_rule.read(plan.rule)
    since = done_on or plan.starts_on
    rule = _clamped(rule, since)
    first = max(after + timedelta(1), done_on + timedelta(1) if done_on else since, plan.starts_on)
    for year in range(LONGEST_WAIT * rule.interval if rule.freq == "YEARLY" else LONGEST_WAIT):
        begins = first + timedelta(366 * year)
        until = min(begins + timedelta(365), plan.ends_on or date.max)
        named = recurrence_rule.days_of(rule, since, begins, until)
        for occurs_on, day in _placed(plan, named, days):
            return Occurrence(occurs_on, day, plan.slots[0])
    return None


def window(slot: Slot, day: date, early_days: int, late_days: int) -> Window:
    """When a round of that day and slot is planned and open: it opens `early_days` before when the slot begins, and
    closes `late_days` after when it ends, by the wall clock. A slot the clocks jump over keeps its length."""
    length = datetime.combine(day, slot.ends) - datetime.combine(day, slot.starts)
    over = length <= timedelta()
    planned_at = wall(day, slot.starts)
    opens_at = wall(day - timedelta(early_days), slot.starts)
    closes_at = wall(day + timedelta(late_days + over), slot.ends)
    shortest = length + timedelta(over)
    return Window(planned_at, opens_at, closes_at if closes_at > planned_at else planned_at + shortest)


def placed(plan: Plan, occurs_on: date, days: Days) -> date | None:
    """The day the holiday rule puts an occurrence on, or None for one it skips."""
    if plan.holidays is HolidayRule.WORKDAYS:
        return occurs_on if days.worked(occurs_on) else None
    if occurs_on not in days.holidays or plan.holidays is HolidayRule.ANYWAY:
        return occurs_on
    return None if plan.holidays is HolidayRule.SKIP else days.next_worked(occurs_on)


def _placed(
    plan: Plan, named: list[date], days: Days, before: Collection[date] = ()
) -> Iterator[tuple[date, date]]:
    taken = set(before)
    for occurs_on in named:
        day = placed(plan, occurs_on, days) if in_season(plan.season, occurs_on) else None
        if day is not None and day not in taken:
            taken.add(day)
            yield occurs_on, day


def _clamped(rule: Rule, since: date) -> Rule:
    """The 31st of every month, or its last day where it is shorter: the last of its 28th to 31st."""
    if since.day <= 28 or rule.days or rule.month_days or rule.freq not in ("MONTHLY", "YEARLY"):
        return rule
    freq, months = rule.freq, rule.months
    if freq == "YEARLY" and not months:
        months = (since.month,)
    elif freq == "YEARLY" and rule.interval == 1:
        freq = "MONTHLY"  # one day of each of its months, not of the year
    return replace(
        rule, freq=freq, months=months, month_days=tuple(range(28, since.day + 1)), positions=(-1,)
    )
