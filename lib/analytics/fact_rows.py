"""What the database says of tickets, read in bulk: rows, events, holds, ratings, work and materials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from lib.analytics import segments
from lib.catalog.promises import all_promises, terms
from lib.catalog.working_calendar import WorkingCalendar
from lib.store.database import Database
from lib.tickets.life import OVER
from lib.tickets.promised import REACHED
from lib.tickets.ticket import OPEN
from lib.tickets.words import Status

OPEN_SQL = "(" + ", ".join(f"'{status}'" for status in sorted(OPEN)) + ")"
CHUNK = 500_000
"""Tickets whose events are looked at together: what bounds the memory of a cold start."""
_COLUMNS = """id, number, version, status, kind, channel, severity, service_code, department_id, location_id, asset_id,
    team_id, vendor_id, assignee_id, promise_id, source, opened_at, appointment_at, accepted_at, arrived_at, done_at,
    closed_at, first_closed_at, respond_due, arrive_due, complete_due, closed_how, outcome, cause, hold_reason,
    hold_since, hold_confirmed, reopens, returns, urges, escalations, completions, proxied, late_recorded, rated,
    verified_on_site, watched, closed_how = 'imported' OR source <> '' AS imported"""
_CODES = (
    "status",
    "kind",
    "channel",
    "severity",
    "service_code",
    "source",
    "closed_how",
    "outcome",
    "cause",
    "hold_reason",
)
_IDS = ("department_id", "location_id", "asset_id", "team_id", "vendor_id", "assignee_id", "promise_id")
_COUNTS = ("reopens", "returns", "urges", "escalations", "completions", "proxied", "late_recorded", "rated")
ANSWERED = ("respond", "arrive")
"""Stages that are reached once: a completion sent back is awaited again."""
_NAMED = "(SELECT unnest($ids))"


def read(db: Database, now: datetime, *, ids: Sequence[int] | None = None) -> pl.DataFrame:
    """One row for each ticket, or each of `ids`, by id, with everything a ticket says by itself."""
    rows = _tickets(db, ids)
    parts = [_part(db, now, rows.slice(at, CHUNK), ids) for at in range(0, max(rows.height, 1), CHUNK)]
    return pl.concat(parts, how="vertical_relaxed")


def _part(db: Database, now: datetime, rows: pl.DataFrame, ids: Sequence[int] | None) -> pl.DataFrame:
    which = _Which(rows["id"].to_list()) if ids is not None else _between(rows["id"])
    found = rows
    for beside in (
        _times(db, now, rows, which),
        _ratings(db, which),
        _work(db, which),
        _foreign(db, which),
    ):
        found = found.join(beside, left_on="id", right_on="ticket_id", how="left", maintain_order="left")
    return found.with_columns(
        pl.col("holds", "labour_minutes", "material_cents").fill_null(0),
        pl.col(f"{stage}_reached" for stage in ANSWERED).fill_null(value=False),
    )


def _tickets(db: Database, ids: Sequence[int] | None) -> pl.DataFrame:
    where = "" if ids is None else f"WHERE id IN {_NAMED}"
    values = {} if ids is None else {"ids": list(ids)}
    rows = db.frame(f"SELECT {_COLUMNS} FROM ticket {where} ORDER BY id", **values)
    return rows.with_columns(
        pl.col(_CODES).cast(pl.Categorical), pl.col(_IDS).cast(pl.Int32), pl.col(_COUNTS).cast(pl.Int16)
    )


@dataclass(frozen=True, slots=True)
class _Which:
    """Some tickets by id, or all between two ids."""

    ids: Sequence[int]
    between: bool = False

    def ask(self, db: Database, sql: str, rest: str = "") -> pl.DataFrame:
        """A query that ends in WHERE or AND, about them: `ticket_id` is its column."""
        if self.between:
            first, last = self.ids
            return db.frame(f"{sql} ticket_id BETWEEN $first AND $last {rest}", first=first, last=last)
        return db.frame(f"{sql} ticket_id IN {_NAMED} {rest}", ids=self.ids)


def _between(ids: pl.Series) -> _Which:
    """All of a stretch of ids in order: said by its ends, since a list of half a million costs more than the rows."""
    return _Which([ids[0], ids[-1]] if len(ids) else [0, 0], between=True)


def _times(db: Database, now: datetime, rows: pl.DataFrame, which: _Which) -> pl.DataFrame:
    """From the events: where the time went, how often it was held, whether anybody accepted and came."""
    events = which.ask(
        db,
        """
        SELECT ticket_id, seq, happened_at, recorded_at, to_status,
               facts LIKE '%"time_unknown":true%' OR facts LIKE '%"out_of_order":true%' AS untimed,
               CASE WHEN to_status = 'on_hold' THEN CAST(facts AS JSON) ->> 'reason' END AS reason
        FROM ticket_event WHERE
        """,
        rest="ORDER BY ticket_id, seq",
    )
    events = segments.clamped(events)
    cut = segments.stretches(events, now)
    promise_of = rows.select(pl.col("id").alias("ticket_id"), "promise_id")
    sums = segments.sums(cut, _hours(db), promise_of)
    found = _holds(events).join(sums, on="ticket_id", how="left")
    for stage in ANSWERED:
        found = found.join(_reached(events, stage), on="ticket_id", how="left")
    return found


def _holds(events: pl.DataFrame) -> pl.DataFrame:
    begun = (pl.col("to_status") == Status.ON_HOLD) & (pl.col("to_status").shift() != Status.ON_HOLD)
    # Said row by row first: sums of columns are many times cheaper than expressions inside each ticket.
    said = events.select("ticket_id", holds=begun & ~pl.col("first"))
    return said.group_by("ticket_id").agg(pl.col("holds").sum().cast(pl.Int16))


def _reached(events: pl.DataFrame, stage: str) -> pl.DataFrame:
    """Where the stage was first reached or ended with the work, as `lib.tickets.promised` has it; the time is null
    where another system did not time it."""
    wanted = events.filter(pl.col("to_status").is_in(list(REACHED[stage] | OVER)))
    return wanted.filter(pl.col("ticket_id").ne_missing(pl.col("ticket_id").shift())).select(
        "ticket_id",
        pl.lit(value=True).alias(f"{stage}_reached"),
        pl.when(~pl.col("untimed")).then("at").alias(f"{stage}_reached_at"),
    )


def _hours(db: Database) -> dict[int, WorkingCalendar]:
    return {id: said["complete"].hours for id in all_promises(db) if (said := terms(db, id))}


def _ratings(db: Database, which: _Which) -> pl.DataFrame:
    """The rating of the last completion each ticket has."""
    sql = """
        SELECT r.ticket_id, r.speed, r.quality, r.attitude, r.how AS rated_how FROM rating r
        JOIN ticket t ON t.id = r.ticket_id AND t.completions = r.completion WHERE
    """
    rows = which.ask(db, sql)
    marks = ("speed", "quality", "attitude")
    return rows.with_columns(
        pl.col(marks).cast(pl.Int8),
        score=pl.sum_horizontal(marks) / 3.0,
        spoken=pl.col("rated_how") == "spoken",
        rated_how=pl.col("rated_how").cast(pl.Categorical),
    )


def _work(db: Database, which: _Which) -> pl.DataFrame:
    labour = which.ask(
        db,
        "SELECT ticket_id, CAST(sum(minutes) AS INTEGER) AS labour_minutes FROM ticket_labour WHERE",
        rest="GROUP BY ticket_id",
    )
    materials = which.ask(
        db,
        """
        SELECT ticket_id, CAST(round(sum(quantity * unit_cents)) AS BIGINT) AS material_cents
        FROM ticket_material WHERE
        """,
        rest="GROUP BY ticket_id",
    )
    return labour.join(materials, on="ticket_id", how="full", coalesce=True)


def _foreign(db: Database, which: _Which) -> pl.DataFrame:
    """What another system said of its own promise, as it was imported."""
    return which.ask(
        db,
        """
        SELECT ticket_id, CAST(facts AS JSON) ->> 'promise_kept' = 'true' AS imported_promise
        FROM ticket_event WHERE seq = 1 AND facts LIKE '%"promise_kept"%' AND
        """,
    )
