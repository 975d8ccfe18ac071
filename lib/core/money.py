"""Money in whole cents: typed, kept and printed without floats."""

from __future__ import annotations

import re
from decimal import Decimal

from lib.core.errors import WrongInput
from lib.core.i18n import mark

MOST = 10**16
# A comma stands before three digits only: "12,50" may be meant as 12.50 and is asked about.
_AMOUNT = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,20})?(\.\d{1,6})?(?<=\d)", re.ASCII)


def cents(typed: str) -> int:
    """ "12.50" → 1250; WrongInput when it is no amount or finer than a cent."""
    amount = Decimal(typed.strip().replace(",", "")) * 100 if _AMOUNT.fullmatch(typed.strip()) else None
    if amount is None or amount != amount.to_integral_value() or abs(amount) > MOST:
        raise WrongInput(mark("“{typed}” is not an amount of money."), typed=typed)
    return int(amount)


def yuan(amount: int) -> str:
    """1234567 → "12,345.67"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
