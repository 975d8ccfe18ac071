"""How long a machine was down, and how long it runs between failures; pure, from when its repairs began and ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from lib.core.clock import local, midnight

NOTHING = timedelta(0)


class Span(NamedTuple):
    """From the report of a repair until it was last finished."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """`down`: the times the machine was down, none touching another. `failures`: how often it went down.
    `between_minutes`: the mean time it ran from the end of a failure to the beginning of the next; None below two
    failures, since then there is nothing between them."""

    down: Sequence[Span]
    failures: int
    between_minutes: float | None

    @property
    def per_year(self) -> Mapping[int, float]:
        """Minutes down by year of the hospital's calendar, latest first; years without any in between are there."""
        return _per_year(self.down)


def times(repairs: Iterable[Span]) -> Times:
    """What the repairs of one machine say together. Repairs that overlap are one failure: a report that comes while it
    is already down says nothing new, and no minute counts twice. Source: the product's maintenance record."""
    down = united(repairs)
    gaps = [(after.begins - before.ends) for before, after in pairwise(down)]
    mean = sum(gaps, NOTHING) / len(gaps) if gaps else None
    return Times(
        down=down,
        failures=len(down),
        between_minutes=mean.total_seconds() / 60 if mean is not None else None,
    )


def united(spans: Iterable[Span]) -> list[Span]:
    """The same times without overlaps, in order; spans that touch become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.begins <= found[-1].ends:
            found[-1] = Span(found[-1].begins, max(found[-1].ends, span.ends))
        else:
            found.append(span)
    return found


def _per_year(down: Sequence[Span]) -> Mapping[int, float]:
    if not down:
        return {}
    first, last = local(down[0].begins).year, local(down[-1].ends).year
    return {year: _inside(down, year) for year in range(last, first - 1, -1)}


def _inside(down: Sequence[Span], year: int) -> float:
    begins, ends = (midnight(date(one, 1, 1)) for one in (year, year + 1))
    inside = (min(span.ends, ends) - max(span.begins, begins) for span in down)
    return sum((part for part in inside if part > NOTHING), NOTHING).total_seconds() / 60
