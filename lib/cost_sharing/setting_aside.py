"""Which tickets count, and for whom: the first reason against one decides; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from lib.cost_sharing.contract_value import in_grace
from lib.cost_sharing.measuring import Measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Aside


def apart(measured: Measured, scheme: Scheme) -> dict[str, Aside]:
    """The vendors that take no part, by code, and why. Participants are all others: not internal, with a contract in
    force in the period, out of their grace months, and the payee only where it shares. The product's rule."""
    found = {code: _why_apart(measured, scheme, code) for code in measured.vendors}
    return {code: why for code, why in found.items() if why}


def _why_apart(measured: Measured, scheme: Scheme, code: str) -> Aside | None:
    if code == scheme.payee and not scheme.payee_shares:
        return Aside.OWN_COMPANY
    if measured.vendors[code].internal:
        return Aside.INTERNAL
    if code not in measured.contract_values:
        return Aside.NO_CONTRACT
    in_grace_now = in_grace(measured.first_starts[code], scheme.grace_months, measured.starts_on)
    return Aside.GRACE if in_grace_now else None


def judged(
    measured: Measured,
    scheme: Scheme,
    *,
    held: Collection[int] = (),
    out: Collection[int] = (),
    moved: Mapping[int, str] | None = None,
) -> pl.DataFrame:
    """The period's tickets, each with `aside`: why it does not count, "" where it does.

    `held`, `out`: disputed tickets not decided, and decided against; `moved`: to which vendor (code) a decision gave
    one, for whom it then was not misdispatched. Reasons in the product's order: what was disputed, the ticket's own,
    its vendor's.
    """
    given = moved or {}
    tickets = measured.tickets if not given else measured.tickets.with_columns(*_given(given))
    return tickets.with_columns(_aside(measured, scheme, set(held), set(out)).alias("aside"))


def _given(moved: Mapping[int, str]) -> list[pl.Expr]:
    is_moved = pl.col("ticket_id").is_in(list(moved))
    vendor = pl.col("ticket_id").replace_strict(moved, default=pl.col("vendor"), return_dtype=pl.String)
    return [vendor.alias("vendor"), (pl.col("misdispatched") & ~is_moved).alias("misdispatched")]


def _aside(measured: Measured, scheme: Scheme, held: set[int], out: set[int]) -> pl.Expr:
    reasons: list[tuple[Aside, pl.Expr]] = [
        (Aside.OUT, pl.col("ticket_id").is_in(sorted(out))),
        (Aside.HELD, pl.col("ticket_id").is_in(sorted(held))),
        (Aside.KIND, ~pl.col("kind").is_in(list(scheme.kinds))),
    ]
    for aside, counts in _BY_SETTING.items():
        if not getattr(scheme, counts):
            reasons.append((aside, pl.col(counts)))
    found = pl.col("vendor").replace_strict(
        vendors_aside(measured, scheme), default="", return_dtype=pl.String
    )
    for aside, fits in reversed(reasons):
        found = pl.when(fits).then(pl.lit(aside.value)).otherwise(found)
    return found


_BY_SETTING: Mapping[Aside, str] = {
    Aside.MISDISPATCHED: "misdispatched",
    Aside.MERGED: "merged",
    Aside.DESK_MADE: "desk_made",
}
"""What a printed setting lets in; column and setting have the same name."""


def vendors_aside(measured: Measured, scheme: Scheme) -> dict[str, str]:
    """Whose work does not count, by code ("": nobody's), and why; the payee's may be left out though it takes part."""
    own = {} if scheme.own_company or not scheme.payee else {scheme.payee: Aside.OWN_COMPANY}
    reasons = {"": Aside.NO_VENDOR, **apart(measured, scheme), **own}
    return {code: why.value for code, why in reasons.items()}
