"""The SQL of rounds and their events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from lib.core.facts import dumps, loads
from lib.inspections.round import Round
from lib.inspections.words import Action, Status
from lib.store.database import Reading, Row, Transaction

COLUMNS = tuple(field.name for field in fields(Round))
SELECT = f"SELECT {', '.join('r.' + name for name in COLUMNS)} FROM round r"
_NEVER_CHANGING = frozenset({"id", "plan_id", "occurs_on", "slot", "part", "follows_id"})
_SET = ", ".join(f"{name} = ${name}" for name in COLUMNS if name not in _NEVER_CHANGING)
_UPDATE = f"UPDATE round SET {_SET} WHERE id = $id AND version = $seen RETURNING id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act as it stands in the history of a round; never changed."""

    round_id: int
    seq: int
    action: Action
    actor_id: int | None
    actor_name: str
    happened_at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any]


def from_row(row: Row) -> Round:
    """A round from its columns."""
    positions = row["positions"]
    plain = {
        "status": Status(row["status"]),
        "positions": tuple(positions) if positions is not None else None,
    }
    return Round(**{**row, **plain})


def to_row(round: Round) -> Row:
    """Its columns."""
    row = {name: getattr(round, name) for name in COLUMNS}
    return row | {
        "status": round.status.value,
        "positions": list(round.positions) if round.positions is not None else None,
    }


def by_id(db: Reading, round_id: int) -> Round | None:
    """One round, or None."""
    row = db.row(f"{SELECT} WHERE r.id = $id", id=round_id)
    return from_row(row) if row else None


def by_ids(db: Reading, round_ids: Sequence[int]) -> list[Round]:
    """Those rounds, by the time they are planned for."""
    sql = f"{SELECT} WHERE r.id IN (SELECT unnest($ids)) ORDER BY r.planned_at, r.id"
    return [from_row(row) for row in db.rows(sql, ids=list(round_ids))]


def add(tx: Transaction, round: Round) -> None:
    """A new row."""
    tx.insert("round", to_row(round))


def change(tx: Transaction, round: Round, *, seen: int) -> bool:
    """Writes the row if its version is still the one seen; whether it was."""
    values = {
        name: value for name, value in to_row(round).items() if name == "id" or name not in _NEVER_CHANGING
    }
    return len(tx.execute(_UPDATE, seen=seen, **values)) == 1


def add_event(tx: Transaction, event: Event) -> None:
    """One line of history."""
    row = {field.name: getattr(event, field.name) for field in fields(Event)}
    tx.insert("round_event", row | {"action": event.action.value, "facts": dumps(event.facts)})


def events(db: Reading, round_id: int) -> list[Event]:
    """A round's history, oldest first."""
    rows = db.rows("SELECT * FROM round_event WHERE round_id = $id ORDER BY seq", id=round_id)
    return [Event(**{**row, "action": Action(row["action"]), "facts": loads(row["facts"])}) for row in rows]


def last_event(db: Reading, round_id: int) -> Event | None:
    """What happened to it last."""
    found = events(db, round_id)
    return found[-1] if found else None
