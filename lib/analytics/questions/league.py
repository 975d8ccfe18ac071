"""Who is better and who only seems so: ordered by what can be believed, above a least number of cases."""

from __future__ import annotations

import polars as pl

from lib.analytics.indicator import Span, Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.questions.ground import share

LEAST = 20
"""Cases below which nobody is ranked."""


def league(
    rows: pl.DataFrame, span: Span, name: str = "satisfied", by: str = "vendor_id", least: int = LEAST
) -> pl.DataFrame:
    """by, n, hits, value, low, high (95 %, Wilson), ranked (n ≥ least): of an indicator that is a share. The best
    first, by the bound that is against them; then those with too few cases. ValueError for another kind of indicator.
    """
    indicator = INDICATORS[name]
    if indicator.unit is not Unit.SHARE:
        raise ValueError(f"{name} is no share")
    cases = indicator.cases(span)
    counted = [
        cases.sum().cast(pl.Int64).alias("n"),
        (cases & indicator.value).sum().cast(pl.Int64).alias("hits"),
    ]
    known = rows.lazy().filter(pl.col(by).is_not_null())
    found = known.group_by(by).agg(counted).filter(pl.col("n") > 0).collect()
    told = found.with_columns(*share("hits", "n", "value", "low", "high"), ranked=pl.col("n") >= least)
    bound, worst_first = ("low", True) if indicator.good > 0 else ("high", False)
    return told.sort("ranked", bound, "n", by, descending=[True, worst_first, True, False])
