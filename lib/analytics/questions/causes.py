"""Why things broke: the causes technicians recorded, under their services (因果分析)."""

from __future__ import annotations

import polars as pl

from lib.analytics.questions.ground import finished, share


def causes(rows: pl.DataFrame) -> pl.DataFrame:
    """service_group, service_code, cause (null: not recorded), n, share (of all finished jobs): the commonest first."""
    named = pl.when(pl.col("cause") != "").then("cause").alias("cause")
    counted = rows.filter(finished()).group_by("service_group", "service_code", named)
    found = counted.agg(n=pl.len().cast(pl.Int64)).with_columns(share=pl.col("n") / pl.col("n").sum())
    return found.sort(
        "n", "service_group", "service_code", "cause", descending=[True, False, False, False], nulls_last=True
    )


def recorded(rows: pl.DataFrame) -> pl.DataFrame:
    """n, hits, share, low, high: of how many finished jobs a cause was recorded; one row."""
    counted = rows.filter(finished()).select(
        n=pl.len().cast(pl.Int64), hits=(pl.col("cause") != "").sum().cast(pl.Int64)
    )
    return counted.with_columns(*share("hits", "n", "share", "low", "high"))
