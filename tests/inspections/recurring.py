"""Plans that say nothing but when, and the calendar of 2026 as it was decreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from lib.catalog.holidays import holidays_of
from lib.inspections.plan_checks import timed
from lib.inspections.plans import Plan, parse_slots
from lib.inspections.recurrence import Days
from lib.inspections.words import Basis, HolidayRule

DECREED = Days(holidays_of(2026).closed, holidays_of(2026).workdays)


def a_plan(rule: str, starts_on: str, **more: Any) -> Plan:
    """`slots` as text; everything else as the plan has it."""
    asked = {"slots": "00:00-00:00", "basis": Basis.CALENDAR, "holidays": HolidayRule.ANYWAY, **more}
    text = str(asked.pop("slots"))
    plan = timed({"rule": "FREQ=DAILY", "starts_on": date.fromisoformat(starts_on)})
    return replace(plan, rule=rule, slots=parse_slots(text), **asked)
