"""Amounts split into net, tax and total so that every line and every column adds up to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing.exact import Exact, fraction, told, whole_cents
from lib.cost_sharing.rounding import rounded_up


@dataclass(frozen=True, slots=True)
class Taxed:
    """Cents; net + tax = total, always."""

    net: int
    tax: int
    total: int


def split(amounts: Mapping[str, int], rate: Exact, *, included: bool) -> dict[str, Taxed]:
    """Each amount (cents, below zero for a credit) with its tax; a rate of 0.06 means 6 %.

    The tax of all amounts together is rounded half up once, and spread by the largest remainder (ties: the larger
    amount, then the code). `included`: the amounts are totals and hold the tax, else they are net and it comes on top.
    Amounts that add up to less than zero are the exact reverse of the same amounts charged. WrongInput for a rate
    that is not between 0 and 1, TypeError for floats.
    """
    whole_cents(*amounts.values())
    taxes = _taxes(amounts, _of_each_cent(rate, included))
    return {
        vendor: Taxed(amount - tax, tax, amount) if included else Taxed(amount, tax, amount + tax)
        for vendor, amount in amounts.items()
        for tax in (taxes[vendor],)
    }


def _of_each_cent(rate: Exact, included: bool) -> Fraction:
    exact = fraction("the tax rate", rate)
    if not 0 <= exact < 1:
        message = mark("A tax rate of {rate} % is not between 0 % and 100 %.")
        raise WrongInput(message, field="tax_rate", rate=told(exact * 100))
    return exact / (1 + exact) if included else exact


def _taxes(amounts: Mapping[str, int], part: Fraction) -> dict[str, int]:
    whole = sum(amounts.values())
    if whole < 0:
        reverse = _taxes({vendor: -amount for vendor, amount in amounts.items()}, part)
        return {vendor: -tax for vendor, tax in reverse.items()}
    cut = {vendor: divmod(amount * part.numerator, part.denominator) for vendor, amount in amounts.items()}
    rest = floor(whole * part + Fraction(1, 2)) - sum(tax for tax, _ in cut.values())
    up = rounded_up({vendor: remainder for vendor, (_, remainder) in cut.items()}, rest, amounts)
    return {vendor: tax + (vendor in up) for vendor, (tax, _) in cut.items()}
