"""A finding: an item that was not in order, until somebody sees it good again; its rows and those of its re-checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.inspections.plans import Stop
from lib.store.database import Reading, Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row. `round_id`, `position`: where it was found first; `ticket_id`: the last ticket opened for it.
    `mistaken`: a slip of the hand that was put right at once; it is resolved and counts nowhere."""

    id: int
    round_id: int
    position: int
    item_id: int
    checklist_id: int
    checklist_version: int
    asset_id: int | None
    location_id: int | None
    ticket_id: int | None
    found_at: datetime
    found_by: int | None
    resolved_at: datetime | None
    mistaken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """One look at a finding after the work: whether it was good, what was measured and said, and at which ticket."""

    finding_id: int
    seq: int
    passed: bool
    number: Decimal | None
    words: str
    photos: tuple[str, ...]
    ticket_id: int | None
    checked_by: int | None
    checked_at: datetime


COLUMNS = tuple(field.name for field in fields(Finding))
_SELECT = f"SELECT {', '.join('f.' + name for name in COLUMNS)} FROM finding f"


def by_id(db: Reading, finding_id: int) -> Finding:
    """One; NotFound when there is none."""
    row = db.row(f"{_SELECT} WHERE f.id = $id", id=finding_id)
    if row is None:
        raise NotFound(mark("There is no such finding."))
    return Finding(**row)


def by_ids(db: Reading, finding_ids: Sequence[int]) -> list[Finding]:
    """Those, oldest first."""
    sql = f"{_SELECT} WHERE f.id IN (SELECT unnest($ids::BIGINT[])) ORDER BY f.id"
    return [Finding(**row) for row in db.rows(sql, ids=list(finding_ids))]


def open_at(db: Reading, stop: Stop, item_ids: Sequence[int], at: datetime) -> dict[int, Finding]:
    """What was not in order at that instant at the asset of the stop (at its place, where it has no asset), by item."""
    there = (
        "f.asset_id = $there"
        if stop.asset_id is not None
        else "f.asset_id IS NULL AND f.location_id = $there"
    )
    sql = f"""{_SELECT} WHERE {there}
              AND (f.resolved_at IS NULL OR (f.found_at <= $at AND f.resolved_at > $at AND NOT f.mistaken))
              AND f.item_id IN (SELECT unnest($items::BIGINT[])) ORDER BY f.resolved_at IS NULL, f.id"""
    where = stop.asset_id if stop.asset_id is not None else stop.location_id
    rows = db.rows(sql, there=where, items=list(item_ids), at=at)
    return {row["item_id"]: Finding(**row) for row in rows}


def still_open(db: Reading, item_ids: Sequence[int]) -> list[tuple[Finding, str]]:
    """What nobody has seen good again of those items, anywhere, with the number of its ticket ("" without one)."""
    sql = f"""SELECT {", ".join("f." + name for name in COLUMNS)}, coalesce(t.number, '') AS number
              FROM finding f LEFT JOIN ticket t ON t.id = f.ticket_id
              WHERE f.resolved_at IS NULL AND f.item_id IN (SELECT unnest($items::BIGINT[])) ORDER BY f.id"""
    rows = db.rows(sql, items=list(item_ids))
    return [(Finding(**{name: row[name] for name in COLUMNS}), row["number"]) for row in rows]


def of_ticket(db: Reading, ticket_id: int) -> list[Finding]:
    """What that ticket was opened for, also before it was merged into what it is now, or is the re-opened work of."""
    sql = f"""
        WITH RECURSIVE carried (id) AS (
            SELECT $ticket::BIGINT UNION ALL SELECT t.id FROM ticket t JOIN carried ON t.merged_into = carried.id)
        {_SELECT} WHERE f.ticket_id IN (SELECT id FROM carried)
            OR EXISTS (SELECT 1 FROM recheck c WHERE c.finding_id = f.id AND c.ticket_id IN (SELECT id FROM carried))
        ORDER BY f.id"""
    return [Finding(**row) for row in db.rows(sql, ticket=ticket_id)]


def of_round(db: Reading, round_id: int) -> list[Finding]:
    """What that round found or found again."""
    sql = f"""{_SELECT} WHERE f.round_id = $round
              OR f.id IN (SELECT a.finding_id FROM answer a WHERE a.round_id = $round) ORDER BY f.id"""
    return [Finding(**row) for row in db.rows(sql, round=round_id)]


def first_answer(db: Reading, finding: Finding) -> Row | None:
    """What was written down when it was found: number, words, photos; None for one nobody has kept."""
    return db.row(
        """
        SELECT number, words, photos FROM answer
        WHERE finding_id = $id AND round_id = $round AND position = $position AND verdict = 'failed'
        ORDER BY seq LIMIT 1
        """,
        id=finding.id,
        round=finding.round_id,
        position=finding.position,
    )


def add(tx: Transaction, finding: Finding) -> None:
    """A new row."""
    tx.insert("finding", {name: getattr(finding, name) for name in COLUMNS})


def now_with_ticket(tx: Transaction, finding_id: int, ticket_id: int) -> None:
    """Its work goes on in another ticket."""
    tx.update("finding", {"id": finding_id, "ticket_id": ticket_id})


def resolved(tx: Transaction, finding_id: int, at: datetime) -> None:
    """It was seen to be good."""
    tx.update("finding", {"id": finding_id, "resolved_at": at})


def mistaken(tx: Transaction, finding_id: int, at: datetime) -> None:
    """It never was: what had been written down was put right."""
    tx.update("finding", {"id": finding_id, "resolved_at": at, "mistaken": True})


def rechecks(db: Reading, finding_id: int) -> list[Recheck]:
    """Who looked again and what they saw, oldest first."""
    rows = db.rows("SELECT * FROM recheck WHERE finding_id = $id ORDER BY seq", id=finding_id)
    return [_recheck(row) for row in rows]


def last_recheck(db: Reading, finding_id: int) -> Recheck | None:
    """The latest of them."""
    found = rechecks(db, finding_id)
    return found[-1] if found else None


def _recheck(row: Row) -> Recheck:
    return Recheck(**{**row, "photos": tuple(row["photos"])})


def add_recheck(tx: Transaction, recheck: Recheck) -> None:
    """One more row."""
    row = {field.name: getattr(recheck, field.name) for field in fields(Recheck)}
    tx.insert("recheck", row | {"photos": list(recheck.photos)})
