"""Numbers that sharing may compute with: exact ones, and how they are told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def fraction(what: str, number: Exact) -> Fraction:
    """The number as a fraction; slips of ours, named `what`: TypeError for a float, ValueError for an infinite one."""
    if not isinstance(number, int | Decimal | Fraction):
        raise TypeError(f"{what} is not exact: {number!r}")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{what} is no number: {number!r}")
    return Fraction(number)


def whole_cents(*amounts: object) -> None:
    """TypeError for an amount that is no whole number of cents: a slip of ours, nobody typed it."""
    for amount in amounts:
        if not isinstance(amount, int):
            raise TypeError(f"not a whole number of cents: {amount!r}")


def told(number: Exact) -> str:
    """As people write it: Fraction(125, 10) → "12.5"; 15 digits where it never ends."""
    exact = Fraction(number)
    return f"{Decimal(exact.numerator) / exact.denominator:.15g}"
