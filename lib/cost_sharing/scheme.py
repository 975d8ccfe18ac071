"""How a hospital shares the cost: method, weights, bounds, and what counts. Kept with each statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from lib.core.facts import dumps, loads
from lib.cost_sharing.words import Measure
from lib.tickets.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The rules of one statement. Vendors stand under their codes; amounts are cents.

    `weights`: percent of each measure, together 100. `kinds` of tickets that count; `misdispatched`, `merged`,
    `desk_made` and `own_company` tickets count only where said. `rounds`: finished inspection rounds are business too,
    each one ticket and `round_points` points. A vendor pays nothing while it is in its first `grace_months`.
    `labour_hour_cents`: what an hour counts in the value of work. `agreed`: shares by agreement, in any unit.
    `fixed`, `floors`, `caps`: parts and bounds in cents. `quality`: strength of each indicator (0: it counts nothing),
    the factor staying between `lowest` and `highest`, from `least_n` judged tickets on. `payee`: who runs the desk;
    `payee_shares`: whether it carries its part like the others. `tax_rate` 0.06 means 6 %; `tax_included`: the pool
    has the tax in it. Vendors answer within `answer_days` working days."""

    weights: Mapping[Measure, Decimal] = field(
        default_factory=lambda: {Measure.CONTRACT: Decimal(50), Measure.POINTS: Decimal(50)}
    )
    kinds: tuple[str, ...] = (Kind.REPAIR, Kind.REQUEST, Kind.HAZARD)
    misdispatched: bool = False
    merged: bool = False
    desk_made: bool = True
    own_company: bool = True
    rounds: bool = False
    round_points: Decimal = Decimal(1)
    grace_months: int = 0
    labour_hour_cents: int = 6000
    agreed: Mapping[str, Decimal] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    quality: Mapping[str, Decimal] = field(default_factory=dict)
    lowest: Decimal = Decimal("0.9")
    highest: Decimal = Decimal("1.1")
    least_n: int = 10
    payee: str = ""
    payee_shares: bool = True
    tax_rate: Decimal = Decimal("0.06")
    tax_included: bool = True
    answer_days: int = 5


def written(scheme: Scheme) -> str:
    """The scheme as the text a statement keeps."""
    return dumps({one.name: getattr(scheme, one.name) for one in fields(Scheme)})


def read(text: str) -> Scheme:
    """The scheme of that text; what it does not say is as by default."""
    said = loads(text)
    return Scheme(
        **{one.name: _READ.get(one.name, _same)(said[one.name]) for one in fields(Scheme) if one.name in said}
    )


def _same(value: Any) -> Any:
    return value


def _decimals(value: Mapping[str, Any]) -> Mapping[str, Decimal]:
    return {name: Decimal(one) for name, one in value.items()}


_READ: Mapping[str, Any] = {
    "weights": lambda value: {Measure(name): Decimal(one) for name, one in value.items()},
    "kinds": tuple,
    "agreed": _decimals,
    "quality": _decimals,
    **dict.fromkeys(("round_points", "lowest", "highest", "tax_rate"), Decimal),
}
