"""The SQL of escalations: the tickets that may have reached a level, and what was reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from lib.store.database import Reading, Transaction
from lib.tickets.escalation.reached import PHONE, Mark
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.ticket import Ticket

_OPEN = "('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"
_MARK = "ticket_id, level, stage, round, due_at"


def in_question(db: Reading, *, due_before: datetime, now: datetime) -> list[Ticket]:
    """Open tickets that may have reached something: a stage due before that instant, an emergency nobody accepted, a
    watch that is over."""
    rows = db.rows(
        f"""
        SELECT {", ".join(COLUMNS)} FROM ticket WHERE status IN {_OPEN} AND (
          complete_due <= $due OR watched_until <= $now OR (severity = 'emergency' AND status IN ('new', 'assigned'))
          OR (reopens = 0 AND accepted_at IS NULL AND respond_due <= $due)
          OR (reopens = 0 AND arrived_at IS NULL AND arrive_due <= $due)) ORDER BY id
        """,
        due=due_before,
        now=now,
    )
    return [from_row(row) for row in rows]


def marks_by_ticket(db: Reading, ticket_ids: Sequence[int]) -> Mapping[int, Sequence[Mark]]:
    """What those tickets have reached."""
    found: dict[int, list[Mark]] = defaultdict(list)
    sql = f"SELECT {_MARK} FROM escalation WHERE ticket_id IN (SELECT unnest($ids::BIGINT[]))"
    for row in db.rows(sql, ids=list(ticket_ids)):
        found[row["ticket_id"]].append(Mark(**row))
    return found


def marks_of(db: Reading, ticket_id: int) -> list[Mark]:
    """What one ticket has reached."""
    return [
        Mark(**row) for row in db.rows(f"SELECT {_MARK} FROM escalation WHERE ticket_id = $id", id=ticket_id)
    ]


def add(tx: Transaction, marks: Sequence[Mark], *, at: datetime, event_seq: int | None) -> None:
    """Writes down that they were reached; without an event: passed over."""
    if not marks:
        return
    lists = {name: [getattr(mark, name) for mark in marks] for name in Mark.__slots__}
    # One statement for all of them: after a standstill there are thousands.
    tx.execute(
        f"""
        INSERT INTO escalation ({_MARK}, reached_at, event_seq)
        SELECT unnest($ticket_id::BIGINT[]), unnest($level::VARCHAR[]), unnest($stage::VARCHAR[]),
               unnest($round::BIGINT[]), unnest($due_at::TIMESTAMPTZ[]), $at, $seq
        """,
        **lists,
        at=at,
        seq=event_seq,
    )


def to_phone(db: Reading) -> Mapping[int, int]:
    """Emergencies the desk is asked to phone for, by ticket: since when (seconds) the newest assignment waited."""
    sql = f"SELECT ticket_id, max(round) AS since FROM escalation WHERE level = '{PHONE}' GROUP BY ticket_id"
    return {row["ticket_id"]: row["since"] for row in db.rows(sql)}


def last_watcher(db: Reading, ticket_id: int) -> int | None:
    """Who put the ticket under watch last."""
    found: int | None = db.value(
        "SELECT actor_id FROM ticket_event WHERE ticket_id = $id AND action = 'watch' ORDER BY seq DESC LIMIT 1",
        id=ticket_id,
    )
    return found
