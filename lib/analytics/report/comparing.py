"""A month's indicators beside those of the month before and of the same month a year earlier."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lib.analytics.counting import figures
from lib.analytics.indicator import Figure
from lib.analytics.report.month import Month
from lib.analytics.report.shape import Compared


def compared(facts: pl.DataFrame, month: Month, names: Sequence[str]) -> list[Compared]:
    """The month beside the one before and the same one of last year, where anything was reported in them."""
    now = figures(facts, month, names)
    before, last_year = (_known(facts, one, names) for one in (month.before, month.year_before))
    return [compare(one, now[one], before.get(one), last_year.get(one)) for one in names]


def compare(name: str, now: Figure, before: Figure | None, year_before: Figure | None) -> Compared:
    """One line of a comparison."""
    return {"name": name, "now": now, "before": before, "year_before": year_before}


def _known(facts: pl.DataFrame, month: Month, names: Sequence[str]) -> dict[str, Figure]:
    """Empty for a month in which nobody reported anything: it is not a month of nought."""
    if not facts.select((pl.col("opened_month") == month.first).any()).item():
        return {}
    return figures(facts, month, names)
