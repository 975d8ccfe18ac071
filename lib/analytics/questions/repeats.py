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
    # In any order that keeps a place together: that of the codes as numbers is the cheapest.
    own = own.sort(by, pl.col("service_code").to_physical(), "opened_at")
    place = pl.struct(key).rle_id()
    # Only where it happened often enough at all, whenever: that leaves few of a million. Sorted once, a pair of
    # reports so far apart is told by its row alone.
    near = pl.col("opened_at").shift(1 - least) - pl.col("opened_at") <= pl.duration(days=within_days)
    begins = own.with_columns(place=place).with_columns(
        often=near.fill_null(value=False) & (pl.col("place").shift(1 - least) == pl.col("place"))
    )
    often = begins.filter(pl.col("often")).select("place").unique()
    chosen = begins.join(often, on="place", how="semi", maintain_order="left").drop("often")
    days = pl.col("opened_at").diff().dt.total_microseconds() / 86_400e6
    told = chosen.with_columns(
        n=_until_the_window_ends(chosen, within_days),
        days=pl.when(pl.col("place") == pl.col("place").shift()).then(days),
    )
    found = told.group_by("place").agg(
        pl.col(key).first(),
        pl.col("n").max(),
        total=pl.len().cast(pl.Int64),
        first=pl.col("opened_at").first(),
        last=pl.col("opened_at").last(),
        median_days=pl.col("days").median(),
    )
    return found.drop("place").sort("n", "total", *key, descending=[True, True, False, False])


def _until_the_window_ends(chosen: pl.DataFrame, days: int) -> pl.Series:
    """Of each report, in order: how many of the same place lie from it to so many days later.

    One search over all of them at once, on a line where each place has a stretch of its own.
    """
    at = chosen["opened_at"].dt.epoch("ms")
    window = days * 86_400_000
    first, last = int(at.min() or 0), int(at.max() or 0)  # type: ignore[arg-type]
    line = chosen["place"].cast(pl.Int64) * (last - first + window + 1) + (at - first)
    ends = line.search_sorted(line + window, side="right")
    return ends.cast(pl.Int64) - pl.int_range(chosen.height, eager=True)
