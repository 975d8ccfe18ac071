"""Repeat offenders: places and assets where the same thing is reported again and again."""

from __future__ import annotations

from typing import Literal

import polars as pl

from lib.analytics.questions.ground import worked

LEAST, WITHIN_DAYS = 3, 30


def repeats(
    rows: pl.DataFrame,
    by: Literal["location_id", "asset_id"] = "location_id",
    least: int = LEAST,
    within_days: int = WITHIN_DAYS,
) -> pl.DataFrame:
    """by, service_code, n (most reports of the service there inside any so many days), total, first, last (instants),
    median_days (between one report and the next): where n ≥ least, the worst first."""
    key = [by, "service_code"]
    own = rows.filter(worked() & pl.col(by).is_not_null()).select(*key, "opened_at")
    often = own.group_by(key).agg(total=pl.len().cast(pl.Int64)).filter(pl.col("total") >= least)
    # Only where it happened often enough at all: that leaves few of a million.
    chosen = own.join(often.select(key), on=key, how="inner").sort(*key, "opened_at")
    windows = chosen.rolling("opened_at", period=f"{within_days}d", closed="both", group_by=key).agg(
        n=pl.len().cast(pl.Int64)
    )
    days = pl.col("opened_at").diff().dt.total_microseconds().median() / 86_400e6
    told = chosen.group_by(key).agg(
        first=pl.col("opened_at").min(), last=pl.col("opened_at").max(), median_days=days
    )
    found = windows.group_by(key).agg(pl.col("n").max()).join(often, on=key).join(told, on=key)
    ordered = found.filter(pl.col("n") >= least).select(*key, "n", "total", "first", "last", "median_days")
    return ordered.sort("n", "total", *key, descending=[True, True, False, False])
