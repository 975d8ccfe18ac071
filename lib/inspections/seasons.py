"""The part of the year a plan is for, such as the heating season "11-15..03-15"."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.inspections.recurrence_rule import LONGEST_MONTHS

MonthDay = tuple[int, int]
_SPAN = re.compile(r"(\d{1,2})-(\d{1,2})\D{1,3}(\d{1,2})-(\d{1,2})", re.ASCII)


def in_season(season: str, day: date) -> bool:
    """Whether the day lies in it, both ends included; one that ends before it begins goes over the New Year. Empty:
    always."""
    if not season:
        return True
    first, last = _span(season)
    here = (day.month, day.day)
    return first <= here <= last if first <= last else here >= first or here <= last


def tidy(typed: str) -> str:
    """The season as it is kept, "11-15..03-15" or ""; WrongInput for anything else."""
    typed = "".join(typed.split())
    if not typed:
        return ""
    first, last = _span(typed)
    return f"{first[0]:02}-{first[1]:02}..{last[0]:02}-{last[1]:02}"


@cache
def _span(text: str) -> tuple[MonthDay, MonthDay]:
    found = _SPAN.fullmatch(text)
    months = [int(number) for number in found.groups()] if found else []
    if not found or not all(_there(*pair) for pair in (months[:2], months[2:])):
        message = mark("A season is written with its first and last day, such as 11-15..03-15.")
        raise WrongInput(message, field="season")
    return (months[0], months[1]), (months[2], months[3])


def _there(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= LONGEST_MONTHS[month - 1]
