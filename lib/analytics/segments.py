"""Where the time of many tickets went: the segments of `lib.tickets.timeline`, for all of them at once.

The rules stand there and in `lib.tickets.life`; here they are said again over columns, and tests hold both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from lib.analytics.working_time import WorkedBefore
from lib.catalog.working_calendar import WorkingCalendar
from lib.tickets.life import OVER, WITHOUT_WORK
from lib.tickets.timeline import Label
from lib.tickets.words import Status

COLUMNS: Mapping[str, Label] = {
    "in_dispatch": Label.DISPATCH,
    "in_acceptance": Label.ACCEPTANCE,
    "in_travel": Label.TRAVELLING,
    "in_work": Label.WORKING,
    "in_hold": Label.HELD,
    "in_outside": Label.OUTSIDE,
    "in_between": Label.BETWEEN,
    "in_unknown": Label.UNKNOWN,
}
_BY_STATUS = {
    Status.NEW: Label.DISPATCH,
    Status.ASSIGNED: Label.ACCEPTANCE,
    Status.ACCEPTED: Label.TRAVELLING,
    Status.IN_PROGRESS: Label.WORKING,
    Status.ON_HOLD: Label.HELD,
}
_UNCUT = [Label.BETWEEN, Label.UNKNOWN]
_TICKET = "ticket_id"


def stretches(events: pl.DataFrame, now: datetime | pl.Expr) -> pl.DataFrame:
    """One row for each status a ticket was in: ticket_id, status, begins, ends, label, reason (of a hold).

    `events`: what `clamped` gives, with reason and untimed. Clipped to the end of the work; nothing lies after now (a
    column, where each ticket has its own).
    """
    present = now if isinstance(now, pl.Expr) else pl.lit(now)
    return (
        events.lazy()
        .filter(pl.col("first") | (pl.col("to_status") != pl.col("to_status").shift()))
        .with_columns(
            begins=pl.min_horizontal("at", present),
            status=pl.col("to_status"),
            over=pl.col("to_status").is_in(list(OVER)),
            final=pl.col("first").shift(-1, fill_value=True),
        )
        .with_columns(*_neighbours(present))
        .with_columns(last=_none_left("over"), ending=_none_left(~pl.col("over")))
        .with_columns(end=_end(), came=_in_run(pl.col("status") == Status.IN_PROGRESS) | pl.col("last"))
        .with_columns(label=_label())
        .filter(pl.col("begins") < pl.col("end"))
        .with_columns(ends=pl.min_horizontal("ends", "end"))
        .select(_TICKET, "status", "begins", "ends", "label", "reason")
        .collect()
    )


def clamped(events: pl.DataFrame) -> pl.DataFrame:
    """With `first` of each ticket, and `at`: not before the previous event of the ticket. `events`: ticket_id,
    happened_at, recorded_at, sorted by ticket and seq."""
    first = pl.col(_TICKET).ne_missing(pl.col(_TICKET).shift())
    found = events.with_columns(first=first, at=pl.min_horizontal("happened_at", "recorded_at"))
    before = pl.when("first").then(None).otherwise(pl.col("at").shift())
    # Few events lie before another: once or twice over all is much cheaper than a running maximum in each ticket.
    while found.select((pl.col("at") < before).any()).item():
        found = found.with_columns(at=pl.max_horizontal("at", before))
    return found


# Rows of a ticket lie together and in order: what a window over each ticket would say is said by the rows beside it,
# at a tenth of the price.
def _neighbours(present: pl.Expr) -> tuple[pl.Expr, ...]:
    following = pl.col("untimed").shift(-1, fill_value=False) & ~pl.col("final")
    still = pl.max_horizontal("begins", present)
    return (
        (pl.col("untimed") | following).alias("unknown"),
        pl.when("final").then(still).otherwise(pl.col("begins").shift(-1)).alias("ends"),
        (pl.col("over") | pl.col("first")).cum_sum().alias("run"),
    )


def _at_end(value: str | pl.Expr) -> pl.Expr:
    """What the last row of the ticket says."""
    return pl.when("final").then(value).backward_fill()


def _none_left(what: str | pl.Expr) -> pl.Expr:
    """Whether no row of the ticket from here on is that."""
    place = pl.int_range(pl.len())
    return (pl.when(what).then(place).backward_fill() > _at_end(place)).fill_null(value=True)


def _in_run(what: pl.Expr) -> pl.Expr:
    """Whether any row of the run is that: the nearest one before or after lies in the same run. A run is the work up to
    one completion: whether anybody came is decided in each of them apart."""
    run = pl.when(what).then("run")
    same = [near == pl.col("run") for near in (run.forward_fill(), run.backward_fill())]
    return pl.any_horizontal(one.fill_null(value=False) for one in same)


def _end() -> pl.Expr:
    """When the work ended: the last completion, the end without work, or now while it is open."""
    final = _at_end("status")
    begun = pl.col("ending") & (pl.col("first") | ~pl.col("ending").shift(fill_value=False))
    mark = pl.when(begun).then("begins")
    finished = pl.when("ending").then(mark.forward_fill()).otherwise(mark.backward_fill())
    return (
        pl.when(final.is_in(list(OVER)))
        .then(finished)
        .when(final.is_in(list(WITHOUT_WORK)))
        .then(_at_end("begins"))
        .otherwise(_at_end("ends"))
    )


def _label() -> pl.Expr:
    by_status = pl.col("status").replace_strict(_BY_STATUS, default=Label.BETWEEN, return_dtype=pl.String)
    working = (pl.col("status") == Status.ACCEPTED) & ~pl.col("came")
    return (
        pl.when("unknown")
        .then(pl.lit(Label.UNKNOWN.value))
        .when(working)
        .then(pl.lit(Label.WORKING.value))
        .otherwise(by_status)
    )


def sums(cut: pl.DataFrame, hours: Mapping[int, WorkingCalendar], promise_of: pl.DataFrame) -> pl.DataFrame:
    """One row a ticket: ticket_id and, as Duration, the time under each label; those columns of `COLUMNS` add up to
    the time from report to the end of the work.

    `cut`: what `stretches` gives; `hours`: the calendar of the promise to complete, by promise; `promise_of`: the
    promise_id of each ticket_id. A promise without a calendar there runs round the clock.
    """
    measured = _inside(cut.join(promise_of, on=_TICKET, how="left"), hours)
    wall = (pl.col("ends") - pl.col("begins")).dt.total_microseconds()
    inside = pl.when(pl.col("label").is_in(_UNCUT)).then(wall).otherwise(pl.coalesce("inside", wall))
    found = measured.lazy().with_columns(inside=inside, outside=wall - inside)
    return found.group_by(_TICKET).agg(_sum(name, label) for name, label in COLUMNS.items()).collect()


def _sum(name: str, label: Label) -> pl.Expr:
    if label is Label.OUTSIDE:
        return pl.col("outside").sum().cast(pl.Duration("us")).alias(name)
    return pl.col("inside").filter(pl.col("label") == label).sum().cast(pl.Duration("us")).alias(name)


def _inside(cut: pl.DataFrame, hours: Mapping[int, WorkingCalendar]) -> pl.DataFrame:
    """With `inside`: working microseconds of each stretch; null where every minute counts."""
    limited = {promise: one for promise, one in hours.items() if not one.always}
    chosen = pl.col("promise_id").is_in(list(limited)).fill_null(value=False)
    parts = [cut.filter(~chosen).with_columns(inside=pl.lit(None, pl.Int64))]
    for (promise,), rows in cut.filter(chosen).group_by("promise_id"):
        worked = WorkedBefore(limited[promise], rows["begins"].min(), rows["ends"].max())  # type: ignore[arg-type]
        parts.append(rows.with_columns(inside=worked(rows["ends"]) - worked(rows["begins"])))
    return pl.concat(parts)
