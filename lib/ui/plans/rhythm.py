"""How often, as the form asks it: a preset, a rule put together from choices, or its text; and what that means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.core.i18n import mark
from lib.inspections import recurrence_rule
from lib.inspections.plans import Plan
from lib.inspections.presets import PRESET_WORDS, preset_of
from lib.inspections.recurrence_rule import NthDay, Rule

OWN, TEXT = "own", "text"
WAY_WORDS: Mapping[str, str] = {
    **{str(preset): words for preset, words in PRESET_WORDS.items()},
    OWN: mark("Other days…"),
    TEXT: mark("Rule as text (RFC 5545)…"),
}
FREQ_WORDS: Mapping[str, str] = {
    "DAILY": mark("Days"),
    "WEEKLY": mark("Weeks"),
    "MONTHLY": mark("Months"),
    "YEARLY": mark("Years"),
}
NTH_WORDS: Mapping[int, str] = {
    0: mark("Each"),
    1: mark("First"),
    2: mark("Second"),
    3: mark("Third"),
    4: mark("Fourth"),
    -1: mark("Last"),
}
LAST_DAY = -1
MONTH_DAYS = (*range(1, 32), LAST_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is chosen in the fields; each is used only where the frequency has a place for it."""

    freq: str = "MONTHLY"
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule it makes."""
        numbered = self.nth if self.freq in ("MONTHLY", "YEARLY") else 0
        days = tuple(NthDay(day, numbered) for day in sorted(self.weekdays))
        by_month_day = self.freq in ("MONTHLY", "YEARLY") and not days
        return Rule(
            freq=self.freq,
            interval=self.interval,
            days=days if self.freq != "DAILY" else (),
            month_days=_in_order(self.month_days) if by_month_day else (),
            months=tuple(sorted(self.months)) if self.freq == "YEARLY" else (),
        )


def chosen_of(rule: Rule) -> Chosen | None:
    """The choices that make this rule, None where no choices do."""
    found = Chosen(
        freq=rule.freq,
        interval=rule.interval,
        weekdays=tuple(day.weekday for day in rule.days),
        nth=rule.days[0].nth if rule.days else 0,
        month_days=rule.month_days,
        months=rule.months,
    )
    return found if found.rule.text == rule.text and found.nth in NTH_WORDS else None


def way_of(plan: Plan) -> str:
    """How the form shows the plan's rule first: as a preset, by choices, or as text."""
    preset = preset_of(plan.rule, plan.starts_on, plan.slots, plan.basis)
    if preset is not None:
        return str(preset)
    return OWN if chosen_of(recurrence_rule.read(plan.rule)) else TEXT


def first_choices(rule: str, starts_on: date) -> Chosen:
    """What the choices begin with: those of the rule, or the day the plan starts on."""
    found = chosen_of(recurrence_rule.read(rule)) if rule else None
    return found or Chosen(month_days=(starts_on.day,))


def _in_order(days: tuple[int, ...]) -> tuple[int, ...]:
    """The last day of the month stands behind all others."""
    return tuple(sorted(days, key=lambda day: (day < 0, day)))
