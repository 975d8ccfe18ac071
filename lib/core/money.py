"""Money in whole cents: typed, kept and printed without floats."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lib.core.errors import WrongInput
from lib.core.i18n import mark


def cents(typed: str) -> int:
    """ "12.50" → 1250; WrongInput when it is no amount or finer than a cent."""
    try:
        amount = Decimal(typed.strip().replace(",", "")) * 100
    except InvalidOperation as error:
        raise WrongInput(mark("“{typed}” is not an amount of money."), typed=typed) from error
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise WrongInput(mark("“{typed}” is not an amount of money."), typed=typed)
    return int(amount)


def yuan(amount: int) -> str:
    """1234567 → "12,345.67"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
