"""How much was reported, day by day, week by week or month by month, beside the year before."""

from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl

from lib.analytics.indicator import Span
from lib.analytics.questions.ground import jobs

Step = Literal["day", "week", "month"]
_TRUNCATED = {"day": "1d", "week": "1w", "month": "1mo"}
_SAME_WEEKDAY = "364d"
"""Days and weeks are held against those 52 weeks earlier: a Monday against a Monday."""


def volume(rows: pl.DataFrame, span: Span, step: Step) -> pl.DataFrame:
    """begins (the day, the Monday, the first of the month), n, last_year: the jobs reported in the part of each step
    that lies in the span, and 52 weeks (months: a year) earlier; null where nothing is known of that time.

    `rows`: tickets of all times.
    """
    every = _TRUNCATED[step]
    back = "1y" if step == "month" else _SAME_WEEKDAY
    # One row a day from here on: what follows costs the same however many tickets there are.
    days = rows.lazy().filter(jobs()).group_by("opened_on").agg(n=pl.len().cast(pl.Int64)).collect()
    now = _counted(days, span, every, "n")
    # The 29th of February has no day a year later; it counts with the 28th.
    past = _counted(days.with_columns(pl.col("opened_on").dt.offset_by(back)), span, every, "last_year")
    known = rows["opened_on"].min()
    steps = _steps(span, every)
    found = steps.join(now, on="begins", how="left").join(past, on="begins", how="left").sort("begins")
    told = _told_of(known, back)
    return found.with_columns(
        pl.col("n").fill_null(0),
        last_year=pl.when(told).then(pl.col("last_year").fill_null(0)),
    )


def _steps(span: Span, every: str) -> pl.DataFrame:
    days = pl.date_range(span.first, span.last, eager=True).alias("begins")
    return pl.DataFrame(days.dt.truncate(every).unique())


def _counted(days: pl.DataFrame, span: Span, every: str, name: str) -> pl.DataFrame:
    within = days.filter(pl.col("opened_on").is_between(span.first, span.last))
    return within.group_by(begins=pl.col("opened_on").dt.truncate(every)).agg(pl.col("n").sum().alias(name))


def _told_of(known: object, back: str) -> pl.Expr:
    """Whether the step a year earlier begins after the first report there is."""
    if not isinstance(known, date):
        return pl.lit(value=False)
    return pl.col("begins").dt.offset_by(f"-{back}") >= pl.lit(known)
