"""What is not finished: how old it is, and how much of it there was day by day."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from lib.analytics.indicator import Span
from lib.analytics.questions.ground import status_in, worked
from lib.core.clock import zone
from lib.tickets.ticket import OPEN

AGES = (0, 1, 3, 7, 30)
"""Days from which each band of age begins; the last has no end."""


def backlog(rows: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """age (days from which the band begins, one of AGES), status, n: jobs that are open now, by how long ago they were
    reported. `rows`: tickets of all times."""
    waiting = rows.lazy().filter(status_in(*OPEN)).select("status", "opened_at").collect()
    days = (pl.lit(now) - pl.col("opened_at")).dt.total_microseconds() / 86_400e6
    band = pl.lit(AGES[0])
    for begins in AGES[1:]:
        band = pl.when(days >= begins).then(begins).otherwise(band)
    found = waiting.group_by(age=band.cast(pl.Int64), status=pl.col("status").cast(pl.String))
    return found.agg(n=pl.len().cast(pl.Int64)).sort("age", "status")


def open_by_day(rows: pl.DataFrame, span: Span) -> pl.DataFrame:
    """day, open: jobs reported until the end of each day and not finished then. `rows`: tickets of all times."""
    chosen = rows.lazy().filter(worked())
    came, went = _by_day(chosen, pl.col("opened_on"), "came"), _by_day(_over(chosen), pl.col("day"), "went")
    days = pl.DataFrame({"day": pl.date_range(span.first, span.last, eager=True)})
    before = pl.col("day") < span.first
    since = int(came.filter(before)["came"].sum()) - int(went.filter(before)["went"].sum())
    found = days.join(came, on="day", how="left").join(went, on="day", how="left").sort("day")
    change = pl.col("came").fill_null(0) - pl.col("went").fill_null(0)
    return found.select("day", open=since + change.cum_sum())


def _over(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The day each was over: finished, or closed without having been."""
    # Few are closed without: only for these the day has to be worked out from the instant.
    rest = rows.filter(pl.col("done_at").is_null() & pl.col("closed_at").is_not_null())
    closed_on = pl.col("closed_at").dt.convert_time_zone(str(zone())).dt.date()
    done = rows.filter(pl.col("done_on").is_not_null()).select(day="done_on")
    return pl.concat([done, rest.select(day=closed_on)])


def _by_day(rows: pl.LazyFrame, day: pl.Expr, name: str) -> pl.DataFrame:
    return rows.group_by(day=day).agg(pl.len().cast(pl.Int64).alias(name)).collect()
