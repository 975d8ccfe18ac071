"""Where it breaks: faults by building and floor, and by asset and month (设备故障热力图)."""

from __future__ import annotations

import polars as pl

from lib.analytics.questions.ground import worked

MOST_ASSETS = 20


def places(rows: pl.DataFrame) -> pl.DataFrame:
    """building_id, floor_id (null: the building as a whole), n: jobs reported there, called off ones left out."""
    counted = rows.filter(worked() & pl.col("building_id").is_not_null()).group_by("building_id", "floor_id")
    return counted.agg(n=pl.len().cast(pl.Int64)).sort("building_id", "floor_id", nulls_last=True)


def assets(rows: pl.DataFrame, most: int = MOST_ASSETS) -> pl.DataFrame:
    """asset_id, month (its first day), n: of the assets with most jobs, those with most first."""
    own = rows.filter(worked() & pl.col("asset_id").is_not_null()).select("asset_id", month="opened_month")
    totals = own.group_by("asset_id").agg(total=pl.len())
    worst = totals.sort("total", "asset_id", descending=[True, False]).head(most)
    counted = own.group_by("asset_id", "month").agg(n=pl.len().cast(pl.Int64))
    found = counted.join(worst, on="asset_id", how="inner")
    return found.sort("total", "asset_id", "month", descending=[True, False, False]).drop("total")
