"""The few that make the many: faults by number, with the share they add up to (排列图)."""

from __future__ import annotations

import polars as pl

from lib.analytics.questions.ground import jobs

MOST = 20


def pareto(rows: pl.DataFrame, by: str = "service_code", most: int = MOST) -> pl.DataFrame:
    """by, n, share, cumulative, rest: the commonest first; what comes after the first so many is one last row, `rest`.
    Jobs without a value are a row of their own, with null."""
    counted = rows.filter(jobs()).group_by(by).agg(n=pl.len().cast(pl.Int64))
    ordered = counted.sort("n", by, descending=[True, False], nulls_last=True).with_columns(
        rest=pl.lit(value=False)
    )
    shown = ordered.head(most)
    if ordered.height > most:
        others = ordered.slice(most).select(
            pl.lit(None, ordered.schema[by]).alias(by), pl.col("n").sum(), rest=True
        )
        shown = pl.concat([shown, others])
    share = pl.col("n") / pl.col("n").sum()
    return shown.select(by, "n", share=share, cumulative=share.cum_sum(), rest="rest")
