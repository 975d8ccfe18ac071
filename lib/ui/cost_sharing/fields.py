"""What the fields of a draft show of a statement, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.money import cents, yuan
from lib.cost_sharing.quality import Indicator
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure
from lib.tickets.words import Kind

LINES, ENTERED = "lines", "entered"
"""Where the pool comes from: the cost lines added up, or one amount."""
PLAIN = (
    *("misdispatched", "merged", "desk_made", "own_company", "rounds", "grace_months", "least_n"),
    *("payee", "payee_shares", "tax_included", "answer_days"),
)
NUMBERS = ("round_points", "lowest", "highest")
MONEY_CELLS: Mapping[str, str] = {"fixed": "fixed", "floor": "floors", "cap": "caps"}
"""Cells of the vendors' table → the mapping of the scheme they belong to."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the fields say: the columns of a statement that can be changed."""

    starts_on: date
    ends_on: date
    scheme: Scheme
    pool_cents: int | None


def shown(statement: Statement) -> dict[str, Any]:
    """The value of every field as the statement stands; amounts in yuan, rates in per cent."""
    scheme, entered = statement.scheme, statement.pool_cents
    return {
        "starts_on": statement.starts_on,
        "ends_on": statement.ends_on,
        "pool_from": LINES if entered is None else ENTERED,
        "pool": "" if entered is None else yuan(entered),
        **{f"weight_{one}": float(scheme.weights.get(one, 0)) for one in Measure},
        **{f"quality_{one}": float(scheme.quality.get(one, 0)) for one in Indicator},
        "kinds": list(scheme.kinds),
        "labour_hour": yuan(scheme.labour_hour_cents),
        "tax_rate": float(scheme.tax_rate * 100),
        **{name: getattr(scheme, name) for name in PLAIN},
        **{name: float(getattr(scheme, name)) for name in NUMBERS},
        "vendors": _cells(scheme),
    }


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same: "54,000" and "54,000.00" do, and kinds in any order."""
    if name in ("pool", "labour_hour") and one != other:
        try:
            return cents((one or "").strip() or "0") == cents((other or "").strip() or "0")
        except Refusal:
            return False
    return set(one) == set(other) if name == "kinds" else bool(one == other)


def _cells(scheme: Scheme) -> dict[str, dict[str, float]]:
    """By vendor what its row of the table holds; nothing for vendors without any."""
    found: dict[str, dict[str, float]] = {}
    for cell, name in MONEY_CELLS.items():
        for code, amount in getattr(scheme, name).items():
            found.setdefault(code, {})[cell] = amount / 100
    for code, share in scheme.agreed.items():
        found.setdefault(code, {})["agreed"] = float(share)
    return found


def asked(values: Values) -> Asked:
    """What the values ask for; WrongInput with the field for what cannot be read."""
    for name in ("starts_on", "ends_on"):
        if values[name] is None:
            raise WrongInput(mark("Please choose the first and the last day of the period."), field=name)
    entered = _pool(values["pool"]) if values["pool_from"] == ENTERED else None
    return Asked(
        starts_on=values["starts_on"], ends_on=values["ends_on"], scheme=scheme(values), pool_cents=entered
    )


def scheme(values: Values) -> Scheme:
    """The rules the values stand for; WrongInput with the field."""
    same: dict[str, Any] = {name: 0 if values[name] is None else values[name] for name in PLAIN}
    same |= {name: exact(values[name] or 0) for name in NUMBERS}
    same |= {name: _amounts(values["vendors"], cell) for cell, name in MONEY_CELLS.items()}
    return Scheme(
        weights={one: exact(share) for one in Measure if (share := values[f"weight_{one}"])},
        quality={one: exact(strength) for one in Indicator if (strength := values[f"quality_{one}"])},
        kinds=tuple(kind for kind in Kind if kind in values["kinds"]),
        labour_hour_cents=_money("labour_hour", values["labour_hour"]),
        tax_rate=exact(values["tax_rate"] or 0) / 100,
        agreed={
            code: exact(cells["agreed"]) for code, cells in values["vendors"].items() if cells.get("agreed")
        },
        **same,
    )


def exact(number: float) -> Decimal:
    """The number as it was typed, without noughts at its end."""
    found = Decimal(str(number))
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()


def _amounts(vendors: Mapping[str, Mapping[str, float]], cell: str) -> dict[str, int]:
    """Cents by vendor; an empty cell is none, and so is nought but for a cap, which then lets nothing through."""
    typed = {code: cells[cell] for code, cells in vendors.items() if cells.get(cell) is not None}
    return {
        code: _money(MONEY_CELLS[cell], f"{Decimal(str(amount)):f}")
        for code, amount in typed.items()
        if amount or cell == "cap"
    }


def _pool(typed: str | None) -> int:
    if not (typed or "").strip():
        raise WrongInput(mark("Please enter the pool."), field="pool")
    if (entered := _money("pool", typed)) <= 0:
        raise WrongInput(mark("The pool must be above 0."), field="pool")
    return entered


def _money(field: str, typed: str | None) -> int:
    try:
        return cents((typed or "").strip() or "0")
    except Refusal as refusal:
        raise WrongInput(refusal.message, field=field, **refusal.facts) from refusal
