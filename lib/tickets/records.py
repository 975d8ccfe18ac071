"""The SQL of tickets and their events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

import polars as pl

from lib.core.facts import dumps, loads
from lib.store.database import Reading, Row, Transaction
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Severity, Status

COLUMNS = tuple(field.name for field in fields(Ticket))
_NEVER_CHANGING = frozenset({"id", "number", "opened_at", "channel", "source", "foreign_number"})
_INSERT = f"INSERT INTO ticket ({', '.join(COLUMNS)}) VALUES ({', '.join('$' + name for name in COLUMNS)})"
_SET = ", ".join(f"{name} = ${name}" for name in COLUMNS if name not in _NEVER_CHANGING)
_UPDATE = f"UPDATE ticket SET {_SET} WHERE id = $id AND version = $seen RETURNING id"


def from_row(row: Row) -> Ticket:
    """A ticket from its columns."""
    codes = {"status": Status(row["status"]), "severity": Severity(row["severity"])}
    return Ticket(**{**row, **codes, "helpers": tuple(row["helpers"] or ())})


def to_row(ticket: Ticket) -> Row:
    """Its columns."""
    return {name: getattr(ticket, name) for name in COLUMNS} | {"helpers": list(ticket.helpers)}


def by_id(db: Reading, ticket_id: int) -> Ticket | None:
    """One ticket, or None."""
    row = db.row(f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE id = $id", id=ticket_id)
    return from_row(row) if row else None


def carrying(db: Reading, ticket_id: int) -> Ticket | None:
    """That ticket, or the one that carries it on: what it was merged into, however far that goes."""
    ticket = by_id(db, ticket_id)
    while ticket is not None and ticket.merged_into is not None:
        ticket = by_id(db, ticket.merged_into)
    return ticket


def version(db: Reading, ticket_id: int) -> int:
    """The number of its events; 0 for a ticket that is not there."""
    return int(db.value("SELECT version FROM ticket WHERE id = $id", id=ticket_id) or 0)


def by_ids(db: Reading, ticket_ids: Sequence[int]) -> list[Ticket]:
    """Those tickets, oldest first."""
    rows = db.rows(
        f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE id IN (SELECT unnest($ids)) ORDER BY id",
        ids=list(ticket_ids),
    )
    return [from_row(row) for row in rows]


def by_number(db: Reading, number: str) -> int | None:
    """The id of the ticket people call that, or None."""
    found: int | None = db.value("SELECT id FROM ticket WHERE number = $number", number=number)
    return found


def add(tx: Transaction, ticket: Ticket) -> None:
    """A new row."""
    tx.execute(_INSERT, **to_row(ticket))


def change(tx: Transaction, ticket: Ticket, *, seen: int) -> bool:
    """Writes the row if its version is still the one seen; whether it was."""
    values = {
        name: value for name, value in to_row(ticket).items() if name == "id" or name not in _NEVER_CHANGING
    }
    return len(tx.execute(_UPDATE, seen=seen, **values)) == 1


def add_event(tx: Transaction, event: Event) -> None:
    """One line of history."""
    tx.insert("ticket_event", event_row(event))


def event_row(event: Event) -> Row:
    """An event's columns."""
    return {
        "ticket_id": event.ticket_id,
        "seq": event.seq,
        "action": event.action.value,
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "subject_id": event.subject_id,
        "from_status": event.from_status.value if event.from_status else None,
        "to_status": event.to_status.value,
        "facts": dumps(event.facts),
    }


def event_from_row(row: Row) -> Event:
    """An event from its columns."""
    return Event(
        **{
            **row,
            "action": Action(row["action"]),
            "from_status": Status(row["from_status"]) if row["from_status"] else None,
            "to_status": Status(row["to_status"]),
            "facts": loads(row["facts"]),
        }
    )


def events(db: Reading, ticket_id: int) -> list[Event]:
    """A ticket's history, oldest first."""
    rows = db.rows("SELECT * FROM ticket_event WHERE ticket_id = $id ORDER BY seq", id=ticket_id)
    return [event_from_row(row) for row in rows]


def last_event(db: Reading, ticket_id: int) -> Event | None:
    """What happened to it last."""
    row = db.row("SELECT * FROM ticket_event WHERE ticket_id = $id ORDER BY seq DESC LIMIT 1", id=ticket_id)
    return event_from_row(row) if row else None


def next_number(tx: Transaction, day: date) -> str:
    """The next ticket number of a hospital day, such as 20261122-0042."""
    # An upsert would say it in one statement and cost a millisecond more on every report.
    sql = "UPDATE ticket_number SET last = last + 1 WHERE day = $day RETURNING last"
    counted = tx.execute(sql, day=day)
    if not counted:
        tx.insert("ticket_number", {"day": day, "last": 1})
    return f"{day:%Y%m%d}-{counted[0]['last'] if counted else 1:04d}"


def append_history(tx: Transaction, tickets: Sequence[Ticket], history: Sequence[Event]) -> None:
    """Many finished histories at once: what imports and the demonstration write."""
    tx.append("ticket", ticket_frame(tickets))
    tx.append("ticket_event", event_frame(history))


def ticket_frame(tickets: Sequence[Ticket]) -> pl.DataFrame:
    """Their rows as a frame."""
    columns: dict[str, list[Any]] = {name: [getattr(ticket, name) for ticket in tickets] for name in COLUMNS}
    columns["helpers"] = [list(ticket.helpers) for ticket in tickets]
    return pl.DataFrame(columns, schema=_TICKET_TYPES)


def event_frame(history: Sequence[Event]) -> pl.DataFrame:
    """Their rows as a frame."""
    rows = [event_row(event) for event in history]
    return pl.DataFrame({name: [row[name] for row in rows] for name in _EVENT_TYPES}, schema=_EVENT_TYPES)


_TYPES: Mapping[Any, Any] = {
    int: pl.Int64,
    bool: pl.Boolean,
    datetime: pl.Datetime("us", "UTC"),
    tuple[int, ...]: pl.List(pl.Int64),
}


def _types(of: type) -> dict[str, Any]:
    """The columns of a frame of them; codes are texts. Said and not guessed: a column may hold only None, and the first
    code would be taken for the only kind of code."""
    return {name: _type(hint) for name, hint in get_type_hints(of).items()}


def _type(hint: Any) -> Any:
    # Of "datetime | None" the first counts.
    return _TYPES.get(hint) or _TYPES.get((get_args(hint) or (hint,))[0], pl.String)


_TICKET_TYPES, _EVENT_TYPES = _types(Ticket), _types(Event)


def same_fault(db: Reading, *, location_id: int, service_code: str) -> list[Row]:
    """Open tickets of that service at that place, newest first: id, number, status, description, opened_at, urges."""
    return db.rows(
        """
        SELECT id, number, status, description, opened_at, urges FROM ticket
        WHERE location_id = $location AND service_code = $service
          AND status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold') ORDER BY id DESC
        """,
        location=location_id,
        service=service_code,
    )


def waking(db: Reading, now: datetime) -> list[int]:
    """Held tickets whose expected time to go on has come."""
    return _ids(
        db, "SELECT id FROM ticket WHERE status = 'on_hold' AND hold_until <= $now ORDER BY id", now=now
    )


def finished_before(db: Reading, instant: datetime) -> list[int]:
    """Tickets that have waited for the department's word since before that instant; where another system did not
    say when the work was done, since the last that is known of them."""
    sql = "SELECT id FROM ticket WHERE status = 'done' AND coalesce(done_at, changed_at) <= $instant ORDER BY id"
    return _ids(db, sql, instant=instant)


def _ids(db: Reading, sql: str, **values: Any) -> list[int]:
    return [row["id"] for row in db.rows(sql, **values)]
