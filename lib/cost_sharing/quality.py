"""The quality factor: who works better than all participants together carries a little less, within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing.exact import Exact, fraction, told

NEUTRAL = Fraction(1)


class Indicator(StrEnum):
    """What of a vendor's work may weigh on its volume, each a share of cases."""

    PROMISES = "promises"  # tickets done within the promise to complete
    REOPENED = "reopened"  # closed tickets that were reopened
    SATISFACTION = "satisfaction"  # ratings of 4 or 5
    SPOT_CHECKS = "spot_checks"  # sampled call-backs that confirm what was reported done


BETTER: Mapping[Indicator, int] = {
    Indicator.PROMISES: 1,
    Indicator.REOPENED: -1,
    Indicator.SATISFACTION: 1,
    Indicator.SPOT_CHECKS: 1,
}
"""1: more is better; -1: less is."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`good` of `n` cases: those the indicator counts, for REOPENED the reopened ones."""

    good: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.n:
            raise ValueError(f"{self.good} of {self.n}")

    @property
    def share(self) -> Fraction:
        """Between 0 and 1; ZeroDivisionError of nothing."""
        return Fraction(self.good, self.n)


@dataclass(frozen=True, slots=True)
class Factor:
    """What the volume is multiplied by; `parts`: what each indicator moves it by, before the bounds."""

    value: Fraction
    parts: Mapping[Indicator, Fraction]


def factor(
    rates: Mapping[Indicator, Rate],
    average: Mapping[Indicator, Exact],
    strengths: Mapping[Indicator, Exact],
    *,
    lowest: Exact = Fraction(9, 10),
    highest: Exact = Fraction(11, 10),
    least_n: int = 10,
) -> Factor:
    """One vendor's factor: 1 − Σ strength · (rate − average) · sign, kept between lowest and highest.

    Strength 1 and a rate ten points better than the average make 0.9. An indicator counts nothing with strength 0 (the
    default), without an average, or with fewer than `least_n` cases. The product's rule. WrongInput for a strength
    below zero and for bounds that do not hold 1 between them, or go below zero.
    """
    _check(strengths, lowest, highest)
    parts = {
        one: _part(one, rates.get(one), average.get(one), strengths.get(one, 0), least_n) for one in Indicator
    }
    value = NEUTRAL + sum(parts.values())
    return Factor(min(max(value, Fraction(lowest)), Fraction(highest)), parts)


def averages(vendors: Iterable[Mapping[Indicator, Rate]]) -> dict[Indicator, Fraction]:
    """The rate of all participants together, every case counted once; nothing for an indicator without cases."""
    everybody = list(vendors)
    found = {}
    for one in Indicator:
        rates = [rates[one] for rates in everybody if one in rates]
        if cases := sum(rate.n for rate in rates):
            found[one] = Fraction(sum(rate.good for rate in rates), cases)
    return found


def _part(
    one: Indicator, rate: Rate | None, average: Exact | None, strength: Exact, least_n: int
) -> Fraction:
    if not strength or average is None or rate is None or rate.n < max(least_n, 1):
        return Fraction()
    return -Fraction(strength) * (rate.share - Fraction(average)) * BETTER[one]


def _check(strengths: Mapping[Indicator, Exact], lowest: Exact, highest: Exact) -> None:
    if any(fraction(f"the strength of {one}", strength) < 0 for one, strength in strengths.items()):
        raise WrongInput(mark("The strength of a quality indicator cannot be below zero."), field="quality")
    if not 0 <= fraction("the lowest factor", lowest) <= 1 <= fraction("the highest factor", highest):
        message = mark(
            "The quality factor cannot stay between {lowest} and {highest}: 1 must lie between them."
        )
        raise WrongInput(message, field="quality", lowest=told(lowest), highest=told(highest))
