"""How fast: response, arrival, completion, and the share of promises kept; how much of it was written down later."""

from __future__ import annotations

import polars as pl

from lib.analytics.questions.ground import grouped, in_order, share, worked
from lib.catalog.promises import STAGES

DURATIONS = ("response", "arrival", "completion")
NINETIETH = 0.9


def speed(rows: pl.DataFrame, by: str | None = None) -> pl.DataFrame:
    """by, n; for response, arrival, completion: {s}_n, {s}_mean, {s}_median, {s}_p90 in minutes; for respond, arrive,
    complete: {p}_kept_n, {p}_kept_hits, {p}_kept, {p}_kept_low, {p}_kept_high; proxied, late_recorded: the share of
    tickets in which a step was taken for another, or written down later."""
    needed = [f"{name}_minutes" for name in DURATIONS] + [f"{stage}_kept" for stage in STAGES]
    chosen = rows.lazy().filter(worked()).select(*filter(None, [by]), *needed, "proxied", "late_recorded")
    found = grouped(chosen.collect(), by, [pl.len().alias("n"), *_times(), *_promises(), *_written_later()])
    return in_order(found.with_columns(*_shares()), by)


def _times() -> list[pl.Expr]:
    return [
        expression.alias(f"{name}_{what}")
        for name in DURATIONS
        for column in [pl.col(f"{name}_minutes")]
        for what, expression in (
            ("n", column.count()),
            ("mean", column.mean()),
            ("median", column.median()),
            ("p90", column.quantile(NINETIETH, "linear")),
        )
    ]


def _promises() -> list[pl.Expr]:
    return [
        expression
        for stage in STAGES
        for column in [pl.col(f"{stage}_kept")]
        for expression in (
            column.count().alias(f"{stage}_kept_n"),
            column.sum().cast(pl.Int64).alias(f"{stage}_kept_hits"),
        )
    ]


def _written_later() -> list[pl.Expr]:
    return [(pl.col(name) > 0).mean().alias(name) for name in ("proxied", "late_recorded")]


def _shares() -> list[pl.Expr]:
    return [
        expression
        for stage in STAGES
        for expression in share(f"{stage}_kept_hits", f"{stage}_kept_n", f"{stage}_kept")
    ]
