"""Numbers, money, rates and days in cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.core import money
from lib.core.errors import WrongInput
from lib.core.i18n import Language, mark
from lib.lists.plain import SHOWN, Free, narrow, short

LIKE_THIS = mark("A day, year first: 2026-1-5 or 2026/1/5.")
_DAY = re.compile(
    r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?(?:[ T]00:00(?::00)?)?", re.ASCII
)
_DAY_OF_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_HOUR = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_YUAN = re.compile(r"^(?:\u00a5|CNY|RMB) ?| ?\u5143$", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Whole(Free):
    """A whole number between two others, both allowed."""

    least: int
    most: int

    def read(self, typed: str) -> int:
        number = _number(typed)
        if number != number.to_integral_value():
            raise WrongInput(mark("“{typed}” is not a whole number."), typed=short(typed))
        if not self.least <= number <= self.most:
            raise WrongInput(
                mark("The number must lie between {least} and {most}."), least=self.least, most=self.most
            )
        return int(number)


@dataclass(frozen=True, slots=True)
class Number(Free):
    """A number kept exactly, with at most four digits after the point; an empty cell holds none."""

    def read(self, typed: str) -> Decimal:
        number = _number(typed)
        if number != round(number, 4):
            raise WrongInput(mark("At most {most} digits after the point."), most=4)
        return number

    def say(self, value: Decimal | None, language: Language) -> str:
        if value is None:
            return ""
        return f"{value.normalize():f}" if value else "0"


@dataclass(frozen=True, slots=True)
class Weight(Free):
    """A number above 0 and up to 100, as services weigh."""

    def read(self, typed: str) -> float:
        number = _number(typed)
        if not 0 < number <= 100:
            raise WrongInput(mark("A weight lies between 0 and 100."))
        return float(number)

    def say(self, value: float, language: Language) -> str:
        return f"{value:.10g}"


def _number(typed: str) -> Decimal:
    text = narrow(typed)
    if not re.fullmatch(r"-?(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,6})?", text, re.ASCII):
        raise WrongInput(mark("“{typed}” is no number."), typed=short(typed))
    return Decimal(text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Money(Free):
    """Yuan as people write them, kept in cents; never below zero."""

    def read(self, typed: str) -> int:
        text = _THOUSANDS.sub("", _YUAN.sub("", narrow(typed)))
        amount = money.cents(text) if len(text) <= SHOWN else None
        if amount is None:
            raise WrongInput(mark("“{typed}” is not an amount of money."), typed=short(typed))
        if amount < 0:
            raise WrongInput(mark("An amount cannot be below zero."))
        return amount

    def say(self, value: int, language: Language) -> str:
        return money.yuan(value).replace(",", "")


@dataclass(frozen=True, slots=True)
class Rate(Free):
    """A tax rate: "6%" or "0.06", kept as the decimal fraction."""

    def read(self, typed: str) -> str:
        text = narrow(typed).replace(" ", "")
        number = _number(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        if not 0 <= number < 1:
            raise WrongInput(mark("Please write a tax rate like 6% or 0.06."))
        return f"{number.normalize():f}"

    def say(self, value: str, language: Language) -> str:
        if not re.fullmatch(r"0\.\d{1,6}|0", value, re.ASCII):
            return value
        return f"{(Decimal(value) * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class Hour(Free):
    """A time of day such as 20:00, kept as "20:00"; "" where there is none."""

    def read(self, typed: str) -> str:
        text = narrow(typed)
        found = _HOUR.fullmatch(text)
        if text and (not found or int(found[1]) > 23 or int(found[2]) > 59):
            raise WrongInput(mark("Please write a time such as 20:00."))
        return f"{int(found[1]):02d}:{found[2]}" if found else ""


@dataclass(frozen=True, slots=True)
class Day(Free):
    """A day of the calendar, year first, in any of the usual forms."""

    def read(self, typed: str) -> date:
        text = narrow(typed)
        found = _DAY.fullmatch(text) or _DAY_OF_EIGHT.fullmatch(text)
        try:
            if found and 1950 <= int(found[1]) <= 2150:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        raise WrongInput(mark("“{typed}” is no day; please write it like 2026-1-5."), typed=short(typed))

    def say(self, value: date, language: Language) -> str:
        return f"{value:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Someday(Day):
    """A day, or "" where there is none."""

    def say(self, value: date | str, language: Language) -> str:
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else ""
