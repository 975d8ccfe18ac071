"""What the questions have in common: which tickets are jobs, shares with their intervals, order."""

from __future__ import annotations

import polars as pl

from lib.analytics.intervals import wilson_of_column

FINISHED = ("done", "closed")


def status_in(*statuses: str) -> pl.Expr:
    """Compared as categories: no ticket's status is written out for it."""
    return pl.col("status").is_in([str(one) for one in statuses])


def jobs() -> pl.Expr:
    """What was reported, one job once: merged ones are one with the ticket that carries on."""
    return ~status_in("merged")


def worked() -> pl.Expr:
    """Jobs that were not called off."""
    return ~status_in("merged", "cancelled")


def finished() -> pl.Expr:
    """Jobs finished by work and not sent back since."""
    return status_in(*FINISHED) & (pl.col("completions") > 0)


def grouped(rows: pl.DataFrame, by: str | None, wanted: list[pl.Expr]) -> pl.DataFrame:
    """One row for each value of the column (null a group of its own), or one row for everything."""
    if by is None:
        return rows.select(wanted)
    return rows.group_by(by).agg(wanted)


def in_order(found: pl.DataFrame, by: str | None, most: str = "n") -> pl.DataFrame:
    """The largest groups first; equal ones by their key, nobody last."""
    if by is None:
        return found
    return found.sort(most, by, descending=[True, False], nulls_last=True)


def share(hits: str, n: str, name: str, low: str = "", high: str = "") -> list[pl.Expr]:
    """`name` and its 95 % Wilson interval, as `low` and `high` (else name_low, name_high); null where n = 0."""
    p = pl.when(pl.col(n) > 0).then(pl.col(hits) / pl.col(n))
    below, above = wilson_of_column(p, pl.col(n))
    return [p.alias(name), below.alias(low or f"{name}_low"), above.alias(high or f"{name}_high")]
