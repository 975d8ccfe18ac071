"""What an indicator is: its words, its unit, its cases, and the tickets one asks about when it is bad."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypedDict

import polars as pl


class Span(Protocol):
    """Days of the hospital's calendar, both included; `ends`: the instant the last one is over."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def ends(self) -> datetime: ...


Rule = Callable[[Span], pl.Expr]
EVERY = pl.lit(value=True)


class Unit(StrEnum):
    """What an indicator's value is: a number of tickets, minutes (the median), a share of 1, a score from 1 to 5."""

    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """How an indicator is told. `counts`: numerator and denominator in words; `good`: 1 where more is better, -1 where
    less is, 0 for neither."""

    label: str
    counts: str
    unit: Unit
    good: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Heading):
    """`among`: the tickets of a span of days it is about; `value`: of each its value (minutes, score, whether it
    counts), null where it does not say."""

    among: Rule
    value: pl.Expr = EVERY

    def cases(self, span: Span) -> pl.Expr:
        """The tickets of its denominator."""
        return self.among(span) & self.value.is_not_null()

    def behind(self, span: Span) -> pl.Expr:
        """The tickets one asks about: those a good share missed, those a bad one caught, else all its cases."""
        if self.unit is Unit.SHARE:
            return self.cases(span) & (~self.value if self.good > 0 else self.value)
        return self.cases(span)


class Figure(TypedDict):
    """An indicator of some days. `n`: the cases it rests on; `hits`: those of a share that count; `low` and `high`: the
    95 % interval of a share or a mean score. `value` is None where n = 0; minutes, a share of 1, a score or a count."""

    value: float | None
    n: int
    hits: int | None
    low: float | None
    high: float | None
