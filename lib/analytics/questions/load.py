"""When work arrives, hour by hour of the week, and how many people are there for it."""

from __future__ import annotations

import polars as pl

from lib.analytics.indicator import Span
from lib.analytics.questions.ground import jobs

WEEKDAYS, HOURS = range(1, 8), range(24)


def load(rows: pl.DataFrame, span: Span, duty: pl.DataFrame | None = None) -> pl.DataFrame:
    """weekday (1 is Monday), hour, n, per_hour (jobs reported in one such hour of the span, on average), on_duty
    (people on duty then, on average; null where `duty` says nothing): all 168 hours of a week.

    `duty`: what `lib.analytics.duty_shifts.on_duty` gives.
    """
    counted = (
        rows.lazy()
        .filter(jobs() & pl.col("opened_on").is_between(span.first, span.last))
        .group_by(weekday="opened_weekday", hour="opened_hour")
        .agg(n=pl.len())
        .cast(pl.Int64)
        .collect()
    )
    week = pl.DataFrame({"weekday": list(WEEKDAYS)}).join(pl.DataFrame({"hour": list(HOURS)}), how="cross")
    found = week.join(counted, on=["weekday", "hour"], how="left").with_columns(pl.col("n").fill_null(0))
    found = found.join(_days(span), on="weekday", how="left")
    found = found.with_columns(per_hour=pl.when(pl.col("days") > 0).then(pl.col("n") / pl.col("days"))).drop(
        "days"
    )
    if duty is None:
        return found.with_columns(on_duty=pl.lit(None, pl.Float64)).sort("weekday", "hour")
    return found.join(duty, on=["weekday", "hour"], how="left").sort("weekday", "hour")


def _days(span: Span) -> pl.DataFrame:
    """How often each weekday lies in the span."""
    days = pl.DataFrame({"day": pl.date_range(span.first, span.last, eager=True)})
    return days.group_by(weekday=pl.col("day").dt.weekday().cast(pl.Int64)).agg(days=pl.len())
