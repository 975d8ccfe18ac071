"""Each participant's volume in every measure, exact, from the tickets that count for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

import polars as pl

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing.counted import WIDE
from lib.cost_sharing.measuring import ORDINARY, Measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.words import Measure

Volumes = Mapping[Measure, Mapping[str, Fraction]]
"""By measure, in its own unit (tickets, hours, points, cents, cents, as agreed), and by vendor code."""
VALUE_UNIT = 3000
"""Values are kept in 1/3000 cents: minutes are sixtieths of an hour, quantities have thousandths."""


MOST = 2**63 // VALUE_UNIT
"""Cents; no ticket is worth thirty million million yuan."""


def valued(tickets: pl.DataFrame, measured: Measured, scheme: Scheme) -> pl.DataFrame:
    """The tickets with `points` (thousandths, by the weight of their service) and `value` (labour and materials, in
    1/3000 cents). WrongInput for one whose value is a slip of the hand."""
    weights = pl.col("service_code").replace_strict(measured.weights, default=ORDINARY, return_dtype=pl.Int64)
    value = _work(scheme) + pl.col("materials").cast(WIDE) * (VALUE_UNIT // 1000)
    found = tickets.with_columns(weights.alias("points"), value.alias("value"))
    slips = found.filter(pl.col("value") > MOST * VALUE_UNIT)["number"].to_list()
    if slips:
        message = mark("The materials of ticket {number} cost more than can be; please check its prices.")
        raise WrongInput(message, field="pool", number=slips[0])
    return found.with_columns(pl.col("value").cast(pl.Int64))


def _work(scheme: Scheme) -> pl.Expr:
    return pl.col("minutes").cast(WIDE) * (scheme.labour_hour_cents * VALUE_UNIT // 60)


def volumes(
    counted: pl.DataFrame,
    rounds: pl.DataFrame,
    measured: Measured,
    scheme: Scheme,
    participants: Collection[str],
) -> dict[Measure, dict[str, Fraction]]:
    """What each participant did, in every measure, also those without weight; 0 for nothing.

    A round counts as one ticket with its minutes as hours and value, and the scheme's points.
    """
    done = _sums(counted, len=pl.len(), minutes="minutes", points="points", value="value")
    rounds = rounds.with_columns(_work(scheme).alias("value"))
    seen = _sums(rounds, len=pl.len(), minutes="minutes", value="value")
    found: dict[Measure, dict[str, Fraction]] = {measure: {} for measure in Measure}
    for code in participants:
        one, other = done.get(code, {}), seen.get(code, {})
        found[Measure.TICKETS][code] = _both(one, other, "len", 1)
        found[Measure.HOURS][code] = _both(one, other, "minutes", 60)
        points = Fraction(scheme.round_points) * other.get("len", 0)
        found[Measure.POINTS][code] = Fraction(one.get("points", 0), 1000) + points
        found[Measure.VALUE][code] = _both(one, other, "value", VALUE_UNIT)
        found[Measure.CONTRACT][code] = measured.contract_values.get(code, Fraction())
        found[Measure.AGREED][code] = Fraction(scheme.agreed.get(code, 0))
    return found


def _sums(frame: pl.DataFrame, **wanted: str | pl.Expr) -> dict[str, dict[str, int]]:
    """By vendor, each wanted column added up."""
    sums = [
        (one if isinstance(one, pl.Expr) else pl.col(one).cast(WIDE).sum()).alias(name)
        for name, one in wanted.items()
    ]
    return {row.pop("vendor"): row for row in frame.group_by("vendor").agg(*sums).iter_rows(named=True)}


def _both(one: Mapping[str, int], other: Mapping[str, int], name: str, unit: int) -> Fraction:
    return Fraction(one.get(name, 0) + other.get(name, 0), unit)
