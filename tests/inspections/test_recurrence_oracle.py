"""Recurrence against the slow reading of the same rules, day by day, over random plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.inspections.plans import Plan, Slot
from lib.inspections.recurrence import Days, occurrences
from lib.inspections.words import Basis, HolidayRule, PlanKind
from tests.inspections import recurrence_oracle as oracle

FIRST = date(2024, 1, 1)
ORDINALS = ("", "1", "2", "5", "-1", "-2")


@some.composite
def rules(draw: some.DrawFn) -> str:
    freq = draw(some.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": freq, "INTERVAL": str(draw(some.integers(1, 4)))}
    if draw(some.booleans()):
        months = draw(some.sets(some.integers(1, 12), min_size=1, max_size=4))
        parts["BYMONTH"] = ",".join(map(str, sorted(months)))
    if freq != "WEEKLY" and draw(some.booleans()):
        days = draw(some.sets(some.sampled_from([1, 2, 15, 28, 29, 30, 31, -1, -2]), min_size=1, max_size=3))
        parts["BYMONTHDAY"] = ",".join(map(str, sorted(days)))
    if draw(some.booleans()):
        names = draw(some.sets(some.sampled_from(oracle.WEEKDAYS), min_size=1, max_size=3))
        nth = draw(some.sampled_from(ORDINALS)) if freq in ("MONTHLY", "YEARLY") else ""
        parts["BYDAY"] = ",".join(nth + name for name in sorted(names))
    if {"BYMONTHDAY", "BYDAY"} & set(parts) and freq in ("MONTHLY", "YEARLY") and draw(some.booleans()):
        parts["BYSETPOS"] = draw(some.sampled_from(["1", "-1", "2", "1,-1"]))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@some.composite
def plans(draw: some.DrawFn) -> Plan:
    starts_on = FIRST + timedelta(draw(some.integers(0, 500)))
    lasts = draw(some.none() | some.integers(0, 700))
    return Plan(
        id=1, code="P1", version=1, name="配电室", kind=PlanKind.INSPECTION, checklist_id=1, route=1,
        rule=draw(rules()), basis=Basis.CALENDAR, starts_on=starts_on,
        ends_on=starts_on + timedelta(lasts) if lasts is not None else None,
        season=draw(some.sampled_from(["", "", "05-01..09-30", "11-15..03-15", "02-29..03-01"])),
        holidays=draw(some.sampled_from(HolidayRule)), slots=(Slot(time(8), time(16)), Slot(time(16), time(0))),
        early_days=0, late_days=0, lead_days=0, minutes=30, account_id=None, post_id=None, team_id=None,
        vendor_id=None, campus_id=None, carries=True, active=True, made_until=None,
    )  # fmt: skip


@some.composite
def calendars(draw: some.DrawFn) -> Days:
    """Holidays of up to a week, and make-up workdays, some of them nonsense: a hospital's own list may be."""
    starts = draw(some.lists(some.integers(0, 900), max_size=12))
    off = {FIRST + timedelta(begin + n) for begin in starts for n in range(draw(some.integers(1, 7)))}
    on = {FIRST + timedelta(n) for n in draw(some.sets(some.integers(0, 900), max_size=12))}
    return Days(frozenset(off - on), frozenset(on))


def _as_the_oracle_says(plan: Plan, first: date, last: date, days: Days) -> Iterator[tuple[date, date]]:
    named = [
        day
        for day in oracle.named(plan.rule, plan.starts_on, last)
        if (plan.ends_on is None or day <= plan.ends_on) and oracle.in_season(day, plan.season)
    ]
    meant = oracle.planned(named, holidays=plan.holidays, off=days.holidays, on=days.workdays)
    return ((named, day) for named, day in meant.items() if named >= first)


def _agree(plan: Plan, days: Days, skipped: int, length: int) -> None:
    first = FIRST + timedelta(skipped)
    last = first + timedelta(length)
    found = [(one.occurs_on, one.day) for one in occurrences(plan, first, last, days)]
    assert found == [pair for pair in _as_the_oracle_says(plan, first, last, days) for _ in plan.slots]


LENGTHS = some.integers(0, 450)


@settings(max_examples=25, deadline=None)
@given(plans(), calendars(), some.integers(0, 600), LENGTHS)
def test_the_days_are_those_of_the_slow_reading(plan: Plan, days: Days, skipped: int, length: int) -> None:
    _agree(plan, days, skipped, length)


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(plans(), calendars(), some.integers(0, 600), LENGTHS)
def test_fifteen_hundred_plans_are_those_of_the_slow_reading(
    plan: Plan, days: Days, skipped: int, length: int
) -> None:
    _agree(plan, days, skipped, length)
