"""A recurrence rule in plain words: “every month on the last Friday”."""

from __future__ import annotations

from itertools import pairwise

from lib.core.i18n import Language, Say, mark, speaker
from lib.inspections import recurrence_rule
from lib.inspections.recurrence_rule import NthDay, Rule
from lib.people.roster import WEEKDAY_WORDS

MONTH_WORDS = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
PLAIN = {
    "DAILY": (mark("every day"), mark("every {count} days")),
    "WEEKLY": (mark("every week"), mark("every {count} weeks")),
    "MONTHLY": (mark("every month"), mark("every {count} months")),
    "YEARLY": (mark("every year"), mark("every {count} years")),
}
ON = {
    "DAILY": (mark("every day that is {which}"), mark("every {count} days, if it is {which}")),
    "WEEKLY": (mark("every {which}"), mark("every {count} weeks on {which}")),
    "MONTHLY": (mark("every month on {which}"), mark("every {count} months on {which}")),
    "YEARLY": (mark("every year on {which}"), mark("every {count} years on {which}")),
}


def rule_words(rule: str, language: Language) -> str:
    """The rule as a person would say it; WrongInput for what is none."""
    read = recurrence_rule.read(rule)
    _ = speaker(language)
    which = _which(read, _, language)
    once, several = (ON if which else PLAIN)[read.freq]
    said = _(once if read.interval == 1 else several, count=read.interval, which=which)
    if read.months and read.freq != "YEARLY":
        return _(mark("{rule}, only in {months}"), rule=said, months=_months(read, _))
    return said


def _which(rule: Rule, _: Say, language: Language) -> str:
    chosen = _chosen(rule, _, language)
    if rule.freq != "YEARLY" or not (rule.months or rule.month_days):
        return chosen
    months = _months(rule, _)
    if not chosen:
        return months
    if rule.days and not rule.month_days:
        return _(mark("{which} in {months}"), which=chosen, months=months)
    return _(mark("{which} of {months}"), which=chosen, months=months)


def _chosen(rule: Rule, _: Say, language: Language) -> str:
    if _last_when_shorter(rule):
        nth = _nth(rule.month_days[-1], language)
        return _(mark("the {nth} or, in a shorter month, the last day"), nth=nth)
    month_days = _(mark(", ")).join(_month_day(day, _, language) for day in rule.month_days)
    weekdays = _weekdays(rule, _, language)
    both = _(mark("{days}, if it is {weekdays}"), days=month_days, weekdays=weekdays)
    said = both if month_days and weekdays else month_days or weekdays
    if not rule.positions or not said:
        return said
    places = _(mark(", ")).join(_position(position, _, language) for position in rule.positions)
    return _(mark("{places} of {days}"), places=places, days=said)


def _last_when_shorter(rule: Rule) -> bool:
    upward = tuple(range(28, 28 + len(rule.month_days)))
    return rule.positions == (-1,) and len(upward) > 1 and rule.month_days == upward and not rule.days


def _weekdays(rule: Rule, _: Say, language: Language) -> str:
    if len(rule.days) > 2 and all(
        b.weekday == a.weekday + 1 and not a.nth + b.nth for a, b in pairwise(rule.days)
    ):
        first, last = (_(WEEKDAY_WORDS[rule.days[end].weekday]) for end in (0, -1))
        return _(mark("{first} to {last}"), first=first, last=last)
    each = rule.freq in ("MONTHLY", "YEARLY") and not rule.positions and not rule.month_days
    return _(mark(", ")).join(_weekday(day, each, _, language) for day in rule.days)


def _weekday(day: NthDay, each: bool, _: Say, language: Language) -> str:
    weekday = _(WEEKDAY_WORDS[day.weekday])
    if not day.nth:
        return _(mark("each {weekday}"), weekday=weekday) if each else weekday
    if day.nth == -1:
        return _(mark("the last {weekday}"), weekday=weekday)
    nth = _nth(abs(day.nth), language)
    message = mark("the {nth} {weekday}") if day.nth > 0 else mark("the {nth} to last {weekday}")
    return _(message, nth=nth, weekday=weekday)


def _month_day(day: int, _: Say, language: Language) -> str:
    if day == -1:
        return _(mark("the last day"))
    message = mark("the {nth}") if day > 0 else mark("the {nth} to last day")
    return _(message, nth=_nth(abs(day), language))


def _position(position: int, _: Say, language: Language) -> str:
    if position == -1:
        return _(mark("the last one"))
    message = mark("the {nth} one") if position > 0 else mark("the {nth} to last one")
    return _(message, nth=_nth(abs(position), language))


def _months(rule: Rule, _: Say) -> str:
    if not rule.months:
        return _(mark("every month"))
    return _(mark(", ")).join(_(MONTH_WORDS[month - 1]) for month in rule.months)


def _nth(number: int, language: Language) -> str:
    if language is Language.ZH:
        return str(number)
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
