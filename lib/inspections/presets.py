"""The rhythms a plan is usually made with, counted from the day it starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from lib.core.i18n import mark
from lib.inspections import recurrence_rule
from lib.inspections.plans import Slot, parse_slots
from lib.inspections.recurrence_rule import NthDay, Rule
from lib.inspections.words import Basis


class Preset(StrEnum):
    SHIFT = "shift"
    DAILY = "daily"
    WEEKLY = "weekly"
    SEMIMONTHLY = "semimonthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


PRESET_WORDS: Mapping[str, str] = {
    Preset.SHIFT: mark("Every shift"),
    Preset.DAILY: mark("Every day"),
    Preset.WEEKLY: mark("Every week"),
    Preset.SEMIMONTHLY: mark("Twice a month"),
    Preset.MONTHLY: mark("Every month"),
    Preset.QUARTERLY: mark("Every quarter"),
    Preset.HALF_YEARLY: mark("Every half-year"),
    Preset.YEARLY: mark("Every year"),
}
SHIFTS: tuple[Slot, ...] = parse_slots("00:00-08:00 08:00-16:00 16:00-00:00")
WHOLE_DAY: tuple[Slot, ...] = parse_slots("00:00-00:00")
_MONTHS: Mapping[Preset, int] = {Preset.MONTHLY: 1, Preset.QUARTERLY: 3, Preset.HALF_YEARLY: 6}


def rule_of(preset: Preset, starts_on: date, basis: Basis = Basis.CALENDAR) -> str:
    """The rule of a preset for a plan that starts on that day: its weekday, its day of the month.

    A 29th to 31st becomes the last day in shorter months. Counted from completion the rule names no day of its own;
    twice a month is then every 15 days.
    """
    if basis is Basis.COMPLETION:
        return _from_completion(preset).text
    if preset in _MONTHS:
        return _monthly(_MONTHS[preset], starts_on.day).text
    match preset:
        case Preset.WEEKLY:
            return Rule(freq="WEEKLY", days=(NthDay(starts_on.weekday()),)).text
        case Preset.SEMIMONTHLY:
            early = min((starts_on.day - 1) % 15 + 1, 15)
            return Rule(freq="MONTHLY", month_days=(early, early + 15 if early < 14 else -1)).text
        case Preset.YEARLY:
            leap = (starts_on.month, starts_on.day) == (2, 29)
            days = (-1,) if leap else (starts_on.day,)
            return Rule(freq="YEARLY", months=(starts_on.month,), month_days=days).text
    return Rule(freq="DAILY").text


def preset_of(text: str, starts_on: date, slots: tuple[Slot, ...], basis: Basis) -> Preset | None:
    """The preset a plan was made with, or None for a rule of its own."""
    text = recurrence_rule.read(text).text
    for preset in Preset:
        if rule_of(preset, starts_on, basis) == text and (preset is Preset.SHIFT) == (len(slots) > 1):
            return preset
    return None


def _monthly(months: int, day: int) -> Rule:
    if day == 31:
        return Rule(freq="MONTHLY", interval=months, month_days=(-1,))
    if day > 28:
        return Rule(freq="MONTHLY", interval=months, month_days=tuple(range(28, day + 1)), positions=(-1,))
    return Rule(freq="MONTHLY", interval=months, month_days=(day,))


def _from_completion(preset: Preset) -> Rule:
    match preset:
        case Preset.SHIFT | Preset.DAILY:
            return Rule(freq="DAILY")
        case Preset.WEEKLY:
            return Rule(freq="WEEKLY")
        case Preset.SEMIMONTHLY:
            return Rule(freq="DAILY", interval=15)
        case Preset.YEARLY:
            return Rule(freq="YEARLY")
    return Rule(freq="MONTHLY", interval=_MONTHS[preset])
