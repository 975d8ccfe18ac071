"""How many people were on duty, by hour of the week: the roster as a frame."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import polars as pl

from lib.analytics.indicator import Span
from lib.core.clock import zone
from lib.people import roster
from lib.people.posts import all_posts
from lib.store.database import Database

_HOUR = pl.duration(hours=1)
_AT = pl.Datetime("us", "UTC")
_SHIFT = pl.Schema({"since": _AT, "until": _AT, "people": pl.Int64()})


def on_duty(db: Database, span: Span, teams: Collection[int] | None = None) -> pl.DataFrame:
    """weekday (1 is Monday), hour, on_duty: people at their posts in one such hour of the days that have a roster, on
    average; whoever is only on call at home is left out. No rows where nothing was rostered.

    `teams`: only posts of these teams (the desk's own belong to none).
    """
    posts = {id: post for id, post in all_posts(db).items() if not post.standby}
    if teams is not None:
        posts = {id: post for id, post in posts.items() if post.team_id in teams}
    # A night that began on the day before reaches into the first day.
    held = roster.cells(db, span.first - timedelta(days=1), span.last, post_ids=list(posts))
    shifts = [(*posts[id].span(day), len(people)) for (id, day), people in held.items()]
    hours = _hours(pl.DataFrame(shifts, _SHIFT, orient="row"))
    within = hours.filter(pl.col("day").is_between(span.first, span.last))
    days = within.group_by(weekday=_weekday()).agg(days=pl.col("day").n_unique())
    found = within.group_by(weekday=_weekday(), hour=pl.col("hour")).agg(minutes=pl.col("minutes").sum())
    return (
        found.join(days, on="weekday")
        .select("weekday", "hour", on_duty=pl.col("minutes") / 60 / pl.col("days"))
        .sort("weekday", "hour")
    )


def _weekday() -> pl.Expr:
    return pl.col("day").dt.weekday().cast(pl.Int64)


def _hours(shifts: pl.DataFrame) -> pl.DataFrame:
    """day, hour, minutes: each hour a shift touches, with the minutes people were there in it."""
    here = pl.col("since", "until").dt.convert_time_zone(str(zone()))
    wall = shifts.with_columns(here).with_columns(
        begins=pl.datetime_ranges(pl.col("since").dt.truncate("1h"), "until", "1h", closed="left")
    )
    spread = wall.explode("begins").filter(pl.col("begins").is_not_null())
    lasts = pl.min_horizontal("until", pl.col("begins") + _HOUR) - pl.max_horizontal("since", "begins")
    return spread.select(
        day=pl.col("begins").dt.date(),
        hour=pl.col("begins").dt.hour().cast(pl.Int64),
        minutes=lasts.dt.total_minutes() * pl.col("people"),
    )
