"""Where the time went: the parts of every finished job's life, and the slowest of those somebody can shorten."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lib.analytics.questions.ground import finished, grouped, in_order
from lib.analytics.segments import COLUMNS

NOBODYS = ("in_outside", "in_between", "in_unknown")
"""Nights and weekends nothing was promised for, time between completion and reopening, and time nobody wrote down: no
step of the work."""
_HOUR = 3_600_000_000


def where_time_went(rows: pl.DataFrame, by: str | None = None) -> pl.DataFrame:
    """by, n (finished jobs), and under each column of `lib.analytics.segments.COLUMNS` the hours spent there in all."""
    chosen = rows.lazy().filter(finished()).select(*filter(None, [by]), *COLUMNS).collect()
    hours = [pl.col(name).dt.total_microseconds().sum().fill_null(0) / _HOUR for name in COLUMNS]
    return in_order(grouped(chosen, by, [pl.len().cast(pl.Int64).alias("n"), *hours]), by)


def slowest(hours: Mapping[str, float]) -> str | None:
    """The step most hours went into, by column; None where none took any time. What lies outside the service hours is
    told beside, never as a step."""
    steps = {name: spent for name in COLUMNS if name not in NOBODYS and (spent := hours.get(name) or 0.0) > 0}
    return max(steps, key=steps.__getitem__) if steps else None
