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
# A run is the work up to one completion: whether anybody came is decided in each of them apart.
_RUN = [_TICKET, "run"]
_HERE, _BEFORE = pl.col("to_status"), pl.col("to_status").shift().over(_TICKET)


def stretches(events: pl.DataFrame, now: datetime | pl.Expr) -> pl.DataFrame:
    """One row for each status a ticket was in: ticket_id, status, begins, ends, label, reason (of a hold).

    `events`: ticket_id, seq, happened_at, recorded_at, to_status, reason, untimed, sorted by ticket and seq. Clipped to
    the end of the work; nothing lies before the previous event nor after now (a column, where each ticket has its own).
    """
    present = now if isinstance(now, pl.Expr) else pl.lit(now)
    over = pl.col("status").is_in(list(OVER))
    return (
        events.lazy()
        .with_columns(at=pl.min_horizontal("happened_at", "recorded_at").cum_max().over(_TICKET))
        .filter((_HERE != _BEFORE) | _BEFORE.is_null())
        .with_columns(
            begins=pl.min_horizontal("at", present),
            status=pl.col("to_status"),
            unknown=pl.col("untimed") | pl.col("untimed").shift(-1).over(_TICKET).fill_null(value=False),
        )
        .with_columns(
            ends=pl.col("begins").shift(-1).over(_TICKET).fill_null(pl.max_horizontal("begins", present)),
            run=over.cum_sum().over(_TICKET),
            last=over.cum_sum(reverse=True).over(_TICKET) == 0,
            ending=(~over).cum_sum(reverse=True).over(_TICKET) == 0,
        )
        .with_columns(end=_end())
        .with_columns(came=(pl.col("status") == Status.IN_PROGRESS).any().over(_RUN) | pl.col("last"))
        .with_columns(label=_label())
        .filter(pl.col("begins") < pl.col("end"))
        .with_columns(ends=pl.min_horizontal("ends", "end"))
        .select(_TICKET, "status", "begins", "ends", "label", "reason")
        .collect()
    )


def _end() -> pl.Expr:
    """When the work ended: the last completion, the end without work, or now while it is open."""
    final = pl.col("status").last().over(_TICKET)
    finished = pl.when("ending").then("begins").min().over(_TICKET)
    return (
        pl.when(final.is_in(list(OVER)))
        .then(finished)
        .when(final.is_in(list(WITHOUT_WORK)))
        .then(pl.col("begins").last().over(_TICKET))
        .otherwise(pl.col("ends").last().over(_TICKET))
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
