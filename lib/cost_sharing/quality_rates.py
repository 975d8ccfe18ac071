"""How well each participant worked, from its counted tickets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from lib.cost_sharing.quality import Factor, Indicator, Rate, averages, factor
from lib.cost_sharing.scheme import Scheme

COLUMNS: Mapping[Indicator, str] = {
    Indicator.PROMISES: "kept",
    Indicator.REOPENED: "reopened",
    Indicator.SATISFACTION: "satisfied",
    Indicator.SPOT_CHECKS: "confirmed",
}
"""Where a ticket says it: true, false, or null where it was not judged."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What one participant's work was judged by, and the factor that came of it."""

    rates: Mapping[Indicator, Rate]
    factor: Factor


def qualities(counted: pl.DataFrame, participants: Collection[str], scheme: Scheme) -> dict[str, Quality]:
    """The quality of each participant, by code; none of them where the scheme weighs no indicator.

    Rates against the average of all participants' counted tickets. Source: the product's rule.
    """
    if not any(scheme.quality.values()):
        return {}
    by_vendor = rates(counted, participants)
    average = averages(by_vendor.values())
    strengths = {Indicator(name): strength for name, strength in scheme.quality.items()}
    bounds = {"lowest": scheme.lowest, "highest": scheme.highest}
    return {
        code: Quality(found, factor(found, average, strengths, **bounds, least_n=scheme.least_n))
        for code, found in by_vendor.items()
    }


def rates(counted: pl.DataFrame, participants: Collection[str]) -> dict[str, dict[Indicator, Rate]]:
    """Of each participant and indicator: how many cases, and how many of them the indicator counts."""
    sums = [
        expression
        for indicator, column in COLUMNS.items()
        for expression in (
            pl.col(column).sum().cast(pl.Int64).alias(f"{indicator}_good"),
            pl.col(column).count().cast(pl.Int64).alias(f"{indicator}_n"),
        )
    ]
    rows = {row["vendor"]: row for row in counted.group_by("vendor").agg(*sums).iter_rows(named=True)}
    return {
        code: {one: _rate(rows[code], one) for one in Indicator} if code in rows else {}
        for code in participants
    }


def _rate(row: Mapping[str, int], indicator: Indicator) -> Rate:
    return Rate(row[f"{indicator}_good"], row[f"{indicator}_n"])
