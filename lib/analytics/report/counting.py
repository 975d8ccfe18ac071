"""Measures counted over a frame of facts: of a whole month, or of each vendor, department or place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from lib.analytics.indicator import Indicator, Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.intervals import wilson, wilson_of_mean
from lib.analytics.report.month import Month
from lib.analytics.report.shape import Compared, Figure


def figures(facts: pl.DataFrame, month: Month, names: Sequence[str]) -> dict[str, Figure]:
    """Each of those measures of the month, by name."""
    return _figures(facts.select(_wanted(month, names)).row(0, named=True), names)


def by(facts: pl.DataFrame, column: str, month: Month, names: Sequence[str]) -> dict[Any, dict[str, Figure]]:
    """The same for each value of that column, tickets without one left out."""
    groups = facts.filter(pl.col(column).is_not_null()).group_by(column).agg(_wanted(month, names))
    return {row[column]: _figures(row, names) for row in groups.iter_rows(named=True)}


def compared(facts: pl.DataFrame, month: Month, names: Sequence[str]) -> list[Compared]:
    """The month beside the one before and the same one of last year, where anything was reported in them."""
    now = figures(facts, month, names)
    before, last_year = (_known(facts, one, names) for one in (month.before, month.year_before))
    return [compare(one, now[one], before.get(one), last_year.get(one)) for one in names]


def compare(name: str, now: Figure, before: Figure | None, year_before: Figure | None) -> Compared:
    """One line of a comparison."""
    return {"name": name, "now": now, "before": before, "year_before": year_before}


def share(hits: int, n: int) -> Figure:
    """A share with its interval."""
    if not n:
        return {"value": None, "n": 0, "hits": 0, "low": None, "high": None}
    low, high = wilson(hits, n)
    return {"value": _rounded(hits / n), "n": n, "hits": hits, "low": _rounded(low), "high": _rounded(high)}


def _known(facts: pl.DataFrame, month: Month, names: Sequence[str]) -> dict[str, Figure]:
    """Empty for a month in which nobody reported anything: it is not a month of nought."""
    if not facts.select((pl.col("opened_month") == month.first).any()).item():
        return {}
    return figures(facts, month, names)


def _wanted(month: Month, names: Sequence[str]) -> list[pl.Expr]:
    return [expression for name in names for expression in _of(name, INDICATORS[name], month)]


def _of(name: str, measure: Indicator, month: Month) -> list[pl.Expr]:
    cases = measure.cases(month)
    values = measure.value.filter(cases)
    n = cases.sum().alias(f"{name}_n")
    match measure.unit:
        case Unit.MINUTES:
            return [n, values.median().alias(f"{name}_value")]
        case Unit.SCORE:
            return [n, values.mean().alias(f"{name}_value")]
        case Unit.SHARE:
            return [n, (cases & measure.value).sum().alias(f"{name}_value")]
        case Unit.COUNT:
            return [n]


def _figures(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Figure]:
    return {
        name: _figure(INDICATORS[name].unit, row[f"{name}_n"] or 0, row.get(f"{name}_value"))
        for name in names
    }


def _figure(unit: Unit, n: int, value: Any) -> Figure:
    if unit is Unit.SHARE:
        return share(int(value or 0), n)
    if unit is Unit.COUNT:
        return {"value": n, "n": n, "hits": None, "low": None, "high": None}
    low, high = wilson_of_mean(value, n) if unit is Unit.SCORE and n else (None, None)
    return {"value": _rounded(value), "n": n, "hits": None, "low": _rounded(low), "high": _rounded(high)}


def _rounded(number: float | None) -> float | None:
    """To six digits: the same figure is the same text on every machine."""
    return None if number is None else round(number, 6)
