"""Marks of a chart: what a bar or a cell stands for, said as text beside it, and the tickets behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import polars as pl

from lib.analytics.filter import DIMENSIONS, NONE, NUMBERED, Filter
from lib.analytics.indicator import Indicator, Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.questions.ground import finished, jobs, status_in, worked
from lib.analytics.segments import COLUMNS
from lib.tickets.ticket import OPEN

Mark = Mapping[str, str]
_OF = {column: name for name, column in DIMENSIONS.items()}
_NEWEST = pl.col("opened_at")
_COUNTED = {"worked": worked, "finished": finished}
"""Which tickets a question counts, where it is not every job."""


def written(by: str | None = None, key: Any = None, **parts: Any) -> str:
    """A mark as text: the value `key` of the column `by` of the facts, and other parts.

    Parts: names of DIMENSIONS; first, last (days of report, in place of the filter's); indicator; segment (a column of
    the time spent, of finished tickets); of ("worked" or "finished": only such tickets); hour, weekday, month
    ("2026-11"); age and younger (days, open tickets only).
    """
    said = {name: str(value) for name, value in parts.items() if value is not None}
    if by is not None:
        said[_OF.get(by, by)] = NONE if key is None or key == "" else str(key)
    return urlencode(sorted(said.items()))


def read(text: str) -> Mark:
    """The parts of a mark; what no chart ever wrote is left out."""
    return {name: value for name, value in parse_qsl(text[:500]) if name in DIMENSIONS or name in _PARTS}


def behind(rows: pl.DataFrame, filter: Filter, mark: Mark, now: datetime) -> list[int]:
    """Ids of the tickets a mark stands for, what one would ask about first: of minutes and segments the slowest, else
    the newest. `rows`: the tickets of all times somebody looks at."""
    within = _within(filter, mark)
    wanted = [_is(name, mark[name]) for name in DIMENSIONS if name in mark]
    times = (_TIMES[name](mark[name]) for name in _TIMES if name in mark)
    indicator = INDICATORS.get(mark.get("indicator", ""))
    return (
        rows.filter(
            pl.all_horizontal(pl.lit(value=True), *wanted, *(one for one in times if one is not None)),
            _among(mark, within, indicator, now),
        )
        .sort(_order(mark, indicator), descending=True, nulls_last=True)["id"]
        .to_list()
    )


def _among(mark: Mark, within: Filter, indicator: Indicator | None, now: datetime) -> pl.Expr:
    if indicator is not None:
        return indicator.behind(within)
    if "age" in mark:
        return _open_for(mark, now)
    segment = mark.get("segment", "")
    if segment in COLUMNS:
        return within.reported() & finished() & (pl.col(segment) > timedelta(0))
    return within.reported() & _COUNTED.get(mark.get("of", ""), jobs)()


def _order(mark: Mark, indicator: Indicator | None) -> pl.Expr:
    if mark.get("segment") in COLUMNS:
        return pl.col(mark["segment"])
    minutes = indicator is not None and indicator.unit is Unit.MINUTES
    return indicator.value if indicator is not None and minutes else _NEWEST


def _within(filter: Filter, mark: Mark) -> Filter:
    first, last = _day(mark.get("first", "")), _day(mark.get("last", ""))
    return replace(filter, first=first or filter.first, last=last or filter.last)


def _is(name: str, value: str) -> pl.Expr:
    column = pl.col(DIMENSIONS[name])
    if value == NONE:
        return column.is_null() if name in NUMBERED else column.is_null() | (column.cast(pl.String) == "")
    return column.cast(pl.String) == value


def _open_for(mark: Mark, now: datetime) -> pl.Expr:
    """Open now, and reported between so many and so many days ago."""
    since = now - timedelta(days=_number(mark.get("age", "")) or 0)
    younger = _number(mark.get("younger", ""))
    waiting = status_in(*OPEN) & (pl.col("opened_at") <= since)
    return waiting if younger is None else waiting & (pl.col("opened_at") > now - timedelta(days=younger))


def _hour(text: str) -> pl.Expr | None:
    hour = _number(text)
    return None if hour is None else pl.col("opened_hour") == hour


def _weekday(text: str) -> pl.Expr | None:
    day = _number(text)
    return None if day is None else pl.col("opened_weekday") == day


def _month(text: str) -> pl.Expr | None:
    first = _day(f"{text}-01")
    return None if first is None else pl.col("opened_month") == first


_TIMES = {"hour": _hour, "weekday": _weekday, "month": _month}
_PARTS = frozenset({"first", "last", "indicator", "segment", "of", "age", "younger", *_TIMES})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
