"""The SQL of statements, their history, cost lines, shares, disputes and adjustments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from lib.core.facts import dumps, loads
from lib.cost_sharing import scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Answer, Decision, Status
from lib.store.database import Reading, Row, Transaction

COLUMNS = tuple(field.name for field in fields(Statement))
SELECT = f"SELECT {', '.join('s.' + name for name in COLUMNS)} FROM statement s"
_SET = ", ".join(f"{name} = ${name}" for name in COLUMNS if name != "id")
_UPDATE = f"UPDATE statement SET {_SET} WHERE id = $id AND version = $seen RETURNING id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act as it stands in the history of a statement; never changed."""

    statement_id: int
    seq: int
    action: Action
    actor_id: int | None
    actor_name: str
    happened_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One cost of the desk in the period of a statement."""

    id: int
    statement_id: int
    category: str
    words: str
    amount_cents: int
    spent_on: date | None
    document: str
    file_hash: str
    entered_by: int | None
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a vendor carries of a statement, what it said to that, and how it was settled; cents."""

    statement_id: int
    vendor_id: int
    cents: int
    adjustment_cents: int
    net_cents: int
    tax_cents: int
    total_cents: int
    answer: Answer = Answer.NONE
    answered_by: int | None = None
    answered_at: datetime | None = None
    words: str = ""
    settled_how: str = ""
    invoice_number: str = ""
    invoiced_on: date | None = None
    paid_on: date | None = None
    settled_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A ticket a vendor objects to."""

    id: int
    statement_id: int
    vendor_id: int
    ticket_id: int
    words: str
    raised_by: int | None
    raised_at: datetime
    withdrawn_at: datetime | None = None
    decision: Decision = Decision.NONE
    moved_to: int | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What a statement carries because an earlier one (`corrects_id`) would come out otherwise today."""

    id: int
    statement_id: int
    corrects_id: int
    vendor_id: int
    cents: int
    words: str
    made_by: int | None
    made_at: datetime


def from_row(row: Row) -> Statement:
    """A statement from its columns."""
    return Statement(**{**row, "status": Status(row["status"]), "scheme": scheme.read(row["scheme"])})


def to_row(statement: Statement) -> Row:
    """Its columns."""
    row = {name: getattr(statement, name) for name in COLUMNS}
    return row | {"status": statement.status.value, "scheme": scheme.written(statement.scheme)}


def by_id(db: Reading, statement_id: int) -> Statement | None:
    """One statement, or None."""
    row = db.row(f"{SELECT} WHERE s.id = $id", id=statement_id)
    return from_row(row) if row else None


def all_statements(db: Reading) -> list[Statement]:
    """Every statement, the newest period first; without their content, which may be long."""
    columns = ", ".join("'' AS content" if name == "content" else f"s.{name}" for name in COLUMNS)
    rows = db.rows(f"SELECT {columns} FROM statement s ORDER BY s.starts_on DESC, s.id DESC")
    return [from_row(row) for row in rows]


def add(tx: Transaction, statement: Statement) -> None:
    """A new row."""
    tx.insert("statement", to_row(statement))


def change(tx: Transaction, statement: Statement, *, seen: int) -> bool:
    """Writes the row if its version is still the one seen; whether it was."""
    return len(tx.execute(_UPDATE, seen=seen, **to_row(statement))) == 1


def add_event(tx: Transaction, event: Event) -> None:
    """One line of history."""
    row = {field.name: getattr(event, field.name) for field in fields(Event)}
    tx.insert("statement_event", row | {"action": event.action.value, "facts": dumps(event.facts)})


def events(db: Reading, statement_id: int) -> list[Event]:
    """A statement's history, oldest first."""
    rows = db.rows("SELECT * FROM statement_event WHERE statement_id = $id ORDER BY seq", id=statement_id)
    return [Event(**{**row, "action": Action(row["action"]), "facts": loads(row["facts"])}) for row in rows]


def cost_lines(db: Reading, statement_id: int) -> list[CostLine]:
    """Its cost lines, as entered."""
    return [
        CostLine(**row)
        for row in db.rows("SELECT * FROM cost_line WHERE statement_id = $id ORDER BY id", id=statement_id)
    ]


def cost_line(db: Reading, line_id: int) -> CostLine | None:
    """One cost line, or None."""
    row = db.row("SELECT * FROM cost_line WHERE id = $id", id=line_id)
    return CostLine(**row) if row else None


def shares(db: Reading, statement_id: int) -> dict[int, Share]:
    """What each vendor carries, by vendor."""
    rows = db.rows(
        "SELECT * FROM statement_share WHERE statement_id = $id ORDER BY vendor_id", id=statement_id
    )
    return {row["vendor_id"]: Share(**{**row, "answer": Answer(row["answer"])}) for row in rows}


def disputes(db: Reading, statement_id: int) -> list[Dispute]:
    """Its disputed tickets that were not withdrawn, as raised."""
    sql = "SELECT * FROM dispute WHERE statement_id = $id AND withdrawn_at IS NULL ORDER BY id"
    rows = db.rows(sql, id=statement_id)
    return [Dispute(**{**row, "decision": Decision(row["decision"])}) for row in rows]


def adjustments(db: Reading, statement_id: int) -> list[Adjustment]:
    """What it carries of earlier periods."""
    sql = "SELECT * FROM adjustment WHERE statement_id = $id ORDER BY corrects_id, vendor_id, id"
    return [Adjustment(**row) for row in db.rows(sql, id=statement_id)]


def pool(db: Reading, statement: Statement) -> int:
    """The cents to be shared: as entered, else what its cost lines add up to."""
    if statement.pool_cents is not None:
        return statement.pool_cents
    return pool_of_lines(db, statement.id)


def pool_of_lines(db: Reading, statement_id: int) -> int:
    """What its cost lines add up to, in cents, whether that is shared or not."""
    return int(
        db.value(
            "SELECT CAST(COALESCE(sum(amount_cents), 0) AS BIGINT) FROM cost_line WHERE statement_id = $id",
            id=statement_id,
        )
    )
