"""Where the time of a month's tickets went, the slowest step first."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lib.analytics.report.month import Month
from lib.analytics.report.shape import Step
from lib.tickets.timeline import LABEL_WORDS, Label

COLUMNS: Mapping[str, str] = {
    "in_dispatch": Label.DISPATCH,
    "in_acceptance": Label.ACCEPTANCE,
    "in_travel": Label.TRAVELLING,
    "in_work": Label.WORKING,
    "in_hold": Label.HELD,
    "in_outside": Label.OUTSIDE,
    "in_between": Label.BETWEEN,
    "in_unknown": Label.UNKNOWN,
}
"""The columns of the facts that add up to a ticket's life."""
STEP_WORDS: Mapping[str, str] = {column: LABEL_WORDS[label] for column, label in COLUMNS.items()}


def steps(facts: pl.DataFrame, month: Month) -> list[Step]:
    """The parts of the time between reporting and completion, of tickets opened in the month and finished since; those
    nobody spent a minute in are left out."""
    now, before = _spent(facts, month), _spent(facts, month.before)
    total, total_before = (sum(hours for hours, *_ in one.values()) for one in (now, before))
    found: list[Step] = [
        {
            "name": name,
            "hours": round(hours, 3),
            "share": round(hours / total, 6),
            "share_before": round(before[name][0] / total_before, 6) if total_before else None,
            "median": None if median is None else round(median, 3),
            "n": n,
        }
        for name, (hours, median, n) in now.items()
        if hours
    ]
    return sorted(found, key=lambda step: -step["hours"])


def lived(month: Month) -> pl.Expr:
    """The tickets whose time is looked at."""
    finished = (pl.col("completions") > 0) & pl.col("status").is_in(["done", "closed"])
    return (pl.col("opened_month") == month.first) & finished


def _spent(facts: pl.DataFrame, month: Month) -> dict[str, tuple[float, float | None, int]]:
    """Hours in all, median minutes and number of the tickets that had any, by column."""
    counted = [
        expression
        for name in COLUMNS
        for minutes in [pl.col(name).dt.total_microseconds() / 60_000_000]
        for expression in (
            (minutes.sum() / 60).alias(f"{name}_hours"),
            minutes.filter(minutes > 0).median().alias(f"{name}_median"),
            (minutes > 0).sum().alias(f"{name}_n"),
        )
    ]
    row = facts.filter(lived(month)).select(counted).row(0, named=True)
    return {
        name: (row[f"{name}_hours"] or 0.0, row[f"{name}_median"], row[f"{name}_n"] or 0) for name in COLUMNS
    }
