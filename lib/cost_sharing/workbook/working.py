"""What the cells of a sharing come to: the numbers that the formulas of the workbook give again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

from lib.cost_sharing.outcome import Line

NEVER = 9e99
"""Stands for a rate or an amount that is not reached: a cell holds no infinity."""
SIZE_DIGITS = 12
"""Two volumes that agree so far are the same volume: what differs beyond is a spreadsheet's own noise."""


def digits(pool: int) -> int:
    """Digits after the point of a cent that are told apart when cents are handed out: 15 in all are sure."""
    return max(2, min(9, 14 - floor(log10(max(1, pool)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """Between which rates a vendor pays by its volume: below `start` it pays `low`, from `end` on its cap."""

    volume: float
    fixed: float
    low: float
    cap: float
    start: float
    end: float

    def at(self, rate: float) -> float:
        """What it pays at that rate, in cents."""
        if rate < self.start:
            return self.low
        return self.cap if rate >= self.end else self.fixed + rate * self.volume


def bend(line: Line) -> Bend:
    """The product's rule: fixed + rate · volume, kept between floor and cap."""
    cap = NEVER if line.cap is None else float(line.cap)
    low = max(float(line.floor or 0), min(cap, float(line.fixed)))
    volume = float(line.volume)
    start = NEVER if volume <= 0 or line.fixed >= cap else (low - line.fixed) / volume
    end = NEVER if NEVER in (start, cap) else (cap - line.fixed) / volume
    return Bend(volume=volume, fixed=float(line.fixed), low=low, cap=cap, start=start, end=end)


def together(bends: Sequence[Bend], rate: float) -> float:
    """What all pay at that rate, in cents; NEVER where it is not reached."""
    return NEVER if rate >= NEVER else sum(one.at(rate) for one in bends)


@dataclass(frozen=True, slots=True)
class Rounding:
    """Exact amounts cut to whole cents, and the cents that are left handed out in order of `rests`."""

    cut: Sequence[float]
    whole: Sequence[int]
    rests: Sequence[float]
    places: Sequence[int]
    ups: Sequence[int]


def rounding(
    exact: Sequence[Fraction], cents: Sequence[int], sizes: Sequence[float], places_after: int
) -> Rounding:
    """How the exact amounts became those cents; ties go to the larger size, then to the earlier row."""
    cut = [round(one, places_after) for one in exact]
    whole = [floor(one) for one in cut]
    rests = [float(one - below) for one, below in zip(cut, whole, strict=True)]
    order = sorted(range(len(cut)), key=lambda row: (-rests[row], -sizes[row], row))
    places = {row: place for place, row in enumerate(order, start=1)}
    ups = [amount - below for amount, below in zip(cents, whole, strict=True)]
    return Rounding([float(one) for one in cut], whole, rests, [places[row] for row in range(len(cut))], ups)
