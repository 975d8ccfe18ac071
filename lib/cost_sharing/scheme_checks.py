"""What somebody set as the rules of a statement: each of them possible, told at its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from lib.core.choices import known
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing.blending import hundred
from lib.cost_sharing.quality import Indicator
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Measure
from lib.store.database import Reading
from lib.tickets.words import Kind

CHOOSE = mark("Please choose from the list.")
MOST_CENTS = 10**13
"""The largest amount somebody may set: a hundred thousand million yuan, beyond it is a slip of the hand."""
_BETWEEN = mark("This lies between {least} and {most}, not {value}.")

_RANGES: Mapping[str, tuple[str, str]] = {
    "round_points": ("0", "1000"),
    "grace_months": ("0", "60"),
    "labour_hour_cents": ("0", "10000000"),
    "lowest": ("0.9", "1"),
    "highest": ("1", "1.1"),
    "least_n": ("1", "10000"),
    "tax_rate": ("0", "0.99"),
    "answer_days": ("1", "30"),
}
"""Least and most of each plain number. The quality factor stays within 0.9 and 1.1: the product's rule."""
_EACH: Mapping[str, tuple[str, str]] = {
    "weights": ("0", "100"),
    "agreed": ("0", "1000000000"),
    "fixed": ("0", str(MOST_CENTS)),
    "floors": ("0", str(MOST_CENTS)),
    "caps": ("0", str(MOST_CENTS)),
    "quality": ("0", "10"),
}
"""The same for what has a number for each measure, vendor or indicator."""
_AMOUNTS = frozenset({"labour_hour_cents", "fixed", "floors", "caps"})
FINEST = 6
"""Decimals of a number somebody types."""


def check(db: Reading, scheme: Scheme) -> None:
    """WrongInput at the first rule that cannot be; its `field` is the rule's name in `Scheme`, with ":" and the
    measure, vendor's code or indicator where it has several ("floors:V03").

    Weights add up to 100: with another sum nothing can be shared.
    """
    for field, value, least, most, amount in _numbers(scheme):
        _between(field, value, least, most, amount)
    for field in _unknown(db, scheme):
        raise WrongInput(CHOOSE, field=field)
    hundred(scheme.weights)
    names = {row["code"]: row["name"] for row in db.rows("SELECT code, name FROM vendor")}
    for vendor in sorted(scheme.floors.keys() & scheme.caps.keys()):
        if scheme.floors[vendor] > scheme.caps[vendor]:
            raise WrongInput(
                mark("The floor of {vendor} ({floor}) is above its cap ({cap})."),
                field=f"floors:{vendor}",
                vendor=names[vendor],
                floor=yuan(scheme.floors[vendor]),
                cap=yuan(scheme.caps[vendor]),
            )


def _numbers(scheme: Scheme) -> Iterator[tuple[str, Any, Decimal, Decimal, bool]]:
    for name, (least, most) in _RANGES.items():
        yield name, getattr(scheme, name), Decimal(least), Decimal(most), name in _AMOUNTS
    for name, (least, most) in _EACH.items():
        for key, value in getattr(scheme, name).items():
            yield f"{name}:{key}", value, Decimal(least), Decimal(most), name in _AMOUNTS


def _between(field: str, value: Any, least: Decimal, most: Decimal, amount: bool) -> None:
    number = Decimal(value)
    say: Callable[[Decimal], str] = (lambda one: yuan(int(one))) if amount else _plain
    if not number.is_finite() or not least <= number <= most:
        shown = say(number) if number.is_finite() else str(number)
        raise WrongInput(_BETWEEN, field=field, least=say(least), most=say(most), value=shown)
    if number != round(number, FINEST):
        raise WrongInput(mark("At most {most} decimals, please."), field=field, most=FINEST)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _unknown(db: Reading, scheme: Scheme) -> Iterator[str]:
    """Fields that name what there is not."""
    vendors = {row["code"] for row in db.rows("SELECT code FROM vendor")}
    if scheme.payee and scheme.payee not in vendors:
        yield "payee"
    for name in ("agreed", "fixed", "floors", "caps"):
        yield from (f"{name}:{code}" for code in getattr(scheme, name) if code not in vendors)
    yield from (f"weights:{one}" for one in scheme.weights if not known(Measure, one))
    yield from (f"quality:{one}" for one in scheme.quality if not known(Indicator, one))
    yield from (f"kinds:{one}" for one in scheme.kinds if not known(Kind, one))
