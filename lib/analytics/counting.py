"""Indicators counted over a frame of facts: of some days, or of each vendor, department or place in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from lib.analytics.indicator import Figure, Indicator, Span, Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.intervals import wilson, wilson_of_mean


def figures(facts: pl.DataFrame, span: Span, names: Sequence[str]) -> dict[str, Figure]:
    """Each of those indicators of the days, by name."""
    return _figures(facts.select(_wanted(span, names)).row(0, named=True), names)


def by(facts: pl.DataFrame, column: str, span: Span, names: Sequence[str]) -> dict[Any, dict[str, Figure]]:
    """The same for each value of that column, tickets without one left out."""
    known = facts.lazy().filter(pl.col(column).is_not_null())
    groups = known.group_by(column).agg(_wanted(span, names)).collect()
    return {row[column]: _figures(row, names) for row in groups.iter_rows(named=True)}


def share(hits: int, n: int) -> Figure:
    """A share with its interval."""
    if not n:
        return {"value": None, "n": 0, "hits": 0, "low": None, "high": None}
    low, high = wilson(hits, n)
    return {"value": _rounded(hits / n), "n": n, "hits": hits, "low": _rounded(low), "high": _rounded(high)}


def _wanted(span: Span, names: Sequence[str]) -> list[pl.Expr]:
    return [expression for name in names for expression in _of(name, INDICATORS[name], span)]


def _of(name: str, measure: Indicator, span: Span) -> list[pl.Expr]:
    cases = measure.cases(span)
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
