"""The tickets and rounds of a period as they stand in the database: one row each, nothing judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

import polars as pl

from lib.core.clock import midnight, zone
from lib.cost_sharing.words import Closing
from lib.store.database import Reading
from lib.tickets.call_backs import SAMPLED
from lib.tickets.lifecycle import evolve
from lib.tickets.records import event_from_row
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Channel, ClosedHow, Outcome

TABLES = ("ticket", "ticket_labour", "ticket_material", "rating", "call_back", "round", "team", "vendor")
"""What tickets and rounds are read from; every event of a ticket changes its row."""
HOW: Mapping[str, str] = {
    **dict.fromkeys(
        (ClosedHow.LINK, ClosedHow.CODE, ClosedHow.SIGNATURE, ClosedHow.LIAISON, ClosedHow.RECHECK),
        Closing.CONFIRMED.value,
    ),
    ClosedHow.RATED: Closing.RATED.value,
    ClosedHow.CALL_BACK: Closing.CALL_BACK.value,
    ClosedHow.ANSWERED: Closing.ANSWERED.value,
    ClosedHow.TIMED_OUT: Closing.TIMED_OUT.value,
    ClosedHow.IMPORTED: Closing.IMPORTED.value,
}
"""How a ticket was closed, as far as sharing tells it apart."""

# A merged ticket was never closed: it is listed by the day it was merged.
PERIOD = """(t.first_closed_at >= $since AND t.first_closed_at < $until
    OR t.status = 'merged' AND t.first_closed_at IS NULL AND t.closed_at >= $since AND t.closed_at < $until)"""
_TICKETS = f"""
    SELECT t.id AS ticket_id, t.number, coalesce(t.first_closed_at, t.closed_at) AS closed_at, t.closed_how,
           t.kind, t.service_code, t.vendor_id, t.team_id, t.outcome, t.done_at, t.complete_due,
           CAST(2147483647 AS INTEGER) AS seq, t.reopens > 0 AS reopened, t.first_closed_at IS NULL AS merged,
           t.channel = '{Channel.VISIT}' AS desk_made,
           (SELECT r.quality >= 4 FROM rating r WHERE r.ticket_id = t.id AND r.completion = 1) AS satisfied,
           (SELECT arg_max(c.result = 'satisfied', c.answered_at) FROM call_back c WHERE c.ticket_id = t.id
               AND c.reason = '{SAMPLED}' AND c.result IN ('satisfied', 'not_fixed')) AS confirmed
    FROM ticket t WHERE {PERIOD} ORDER BY closed_at, t.id
    """
_LABOUR = f"""
    SELECT w.ticket_id, w.event_seq, CAST(sum(w.minutes) AS BIGINT) AS amount
    FROM ticket_labour w JOIN ticket t ON t.id = w.ticket_id WHERE {PERIOD} GROUP BY ALL
    """
_MATERIALS = f"""
    SELECT m.ticket_id, m.event_seq,
           CAST(sum(CAST(m.quantity * 1000 AS HUGEINT) * m.unit_cents) AS DECIMAL(38, 0)) AS amount
    FROM ticket_material m JOIN ticket t ON t.id = m.ticket_id WHERE {PERIOD} GROUP BY ALL
    """
_EVENTS = f"""
    SELECT e.* FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
    WHERE t.reopens > 0 AND t.first_closed_at IS NOT NULL AND {PERIOD} ORDER BY e.ticket_id, e.seq
    """
_ROUNDS = """
    SELECT r.id AS round_id, coalesce(r.vendor_id, m.vendor_id) AS vendor_id, r.ended_at, r.begun_at, r.minutes
    FROM round r LEFT JOIN team m ON m.id = r.team_id
    WHERE r.status IN ('done', 'partial') AND r.ended_at >= $since AND r.ended_at < $until ORDER BY r.ended_at, r.id
    """
WIDE = pl.Int128
"""Money in so fine a unit runs over 64 bits at the dearest prices people may type, without a word."""


@dataclass(frozen=True, slots=True)
class FirstClosing:
    """A ticket as it stood when it was closed for the first time, by event `seq`."""

    ticket_id: int
    seq: int
    vendor_id: int | None
    team_id: int | None
    closed_how: str
    outcome: str
    done_at: datetime | None
    complete_due: datetime | None


def first_closing(events: Iterable[Event]) -> FirstClosing | None:
    """How those events, oldest first, came to their first closing; None where they did not."""
    ticket: Ticket | None = None
    for event in events:
        ticket = evolve(ticket, event)
        if ticket.first_closed_at is not None:
            return FirstClosing(
                ticket.id,
                event.seq,
                ticket.vendor_id,
                ticket.team_id,
                ticket.closed_how,
                ticket.outcome,
                ticket.done_at,
                ticket.complete_due,
            )
    return None


def tickets(
    db: Reading, starts_on: date, ends_on: date, codes: Mapping[int, str], of_team: Mapping[int, int | None]
) -> pl.DataFrame:
    """One row for each ticket first closed (or merged) on a day of the period, both ends inclusive, oldest first:
    ticket_id, number, closed_at, closed_on, how, kind, service_code, vendor (code, "" for none), minutes, materials
    (thousandths of a cent), misdispatched, merged, desk_made, and of its quality kept, reopened, satisfied, confirmed
    (null: not judged).

    Vendor, labour and materials are those of the first closing: what rework did later moves nothing. Kind and service
    are as corrected since. The product's rule. `codes`: of vendors; `of_team`: the vendor of each team.
    """
    bounds = instants(starts_on, ends_on)
    found = _as_first_closed(db.frame(_TICKETS, **bounds), _first_closings(db, bounds))
    for name, sql, kind in (("minutes", _LABOUR, pl.Int64), ("materials", _MATERIALS, WIDE)):
        found = _with_amount(found, db.frame(sql, **bounds), name, kind)
    return found.select(
        *("ticket_id", "number", "closed_at"),
        _day("closed_at"),
        pl.col("closed_how").replace_strict(HOW, default="", return_dtype=pl.String).alias("how"),
        *("kind", "service_code"),
        _vendor(codes, of_team),
        *("minutes", "materials"),
        (pl.col("outcome") == Outcome.PASSED_ON.value).alias("misdispatched"),
        *("merged", "desk_made"),
        (pl.col("done_at") <= pl.col("complete_due")).alias("kept"),
        *("reopened", "satisfied", "confirmed"),
    )


def rounds(db: Reading, starts_on: date, ends_on: date, codes: Mapping[int, str]) -> pl.DataFrame:
    """One row for each inspection round done, or done in part, on a day of the period: round_id, vendor (code, ""),
    ended_at, minutes (from its beginning to its end, at most twice as planned)."""
    took = (pl.col("ended_at") - pl.col("begun_at")).dt.total_minutes().fill_null(0)
    return db.frame(_ROUNDS, **instants(starts_on, ends_on)).select(
        "round_id",
        _code(pl.col("vendor_id"), codes),
        "ended_at",
        pl.min_horizontal(took, pl.col("minutes").cast(pl.Int64) * 2).clip(0).alias("minutes"),
    )


def instants(starts_on: date, ends_on: date) -> dict[str, datetime]:
    """`since` and `until` of PERIOD: from the midnight the period begins with to the one it ends with."""
    return {"since": midnight(starts_on), "until": midnight(ends_on + timedelta(days=1))}


def _first_closings(db: Reading, bounds: Mapping[str, datetime]) -> Iterator[FirstClosing]:
    """Of the tickets that came back: their rows tell of the last time, their events of the first."""
    events = (event_from_row(row) for row in db.rows(_EVENTS, **bounds))
    for _, story in groupby(events, attrgetter("ticket_id")):
        if closing := first_closing(story):
            yield closing


def _as_first_closed(rows: pl.DataFrame, closings: Iterable[FirstClosing]) -> pl.DataFrame:
    told = [asdict(one) for one in closings]
    if not told:
        return rows
    schema = {name: rows.schema[name] for name in told[0]}
    return rows.update(
        pl.DataFrame(told, schema=schema), on="ticket_id", include_nulls=True, maintain_order="left"
    )


def _with_amount(
    rows: pl.DataFrame, amounts: pl.DataFrame, name: str, kind: type[pl.DataType]
) -> pl.DataFrame:
    """What was written down up to the first closing, added up; 0 for nothing."""
    until = rows.select("ticket_id", "seq")
    summed = (
        amounts.join(until, on="ticket_id")
        .filter(pl.col("event_seq") <= pl.col("seq"))
        .group_by("ticket_id")
        .agg(pl.col("amount").cast(kind).sum().alias(name))
    )
    return rows.join(summed, on="ticket_id", how="left", maintain_order="left").with_columns(
        pl.col(name).fill_null(0)
    )


def _vendor(codes: Mapping[int, str], of_team: Mapping[int, int | None]) -> pl.Expr:
    """The ticket's own vendor, else that of its team."""
    by_team = pl.col("team_id").replace_strict(of_team, default=None, return_dtype=pl.Int64)
    return _code(pl.coalesce("vendor_id", by_team), codes)


def _code(vendor_id: pl.Expr, codes: Mapping[int, str]) -> pl.Expr:
    return vendor_id.replace_strict(codes, default="", return_dtype=pl.String).fill_null("").alias("vendor")


def _day(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone(zone().key).dt.date().alias("closed_on")
