"""The tickets that belong to one: the whole it was split from, its parts, the job before it and those after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.store.database import Database, Reading
from lib.tickets import records
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """`whole` is the ticket it was split from (what that was merged into), None for the whole itself. `parts` are the
    other parts of the same whole, oldest first. `first`: the job it follows; `next`: the jobs that follow it.
    `carried_by`: the ticket it was merged into."""

    whole: Ticket | None = None
    parts: Sequence[Ticket] = ()
    first: Ticket | None = None
    next: Sequence[Ticket] = ()
    carried_by: Ticket | None = None

    @property
    def all(self) -> Sequence[Ticket]:
        """Every one of them, once."""
        found = (self.whole, *self.parts, self.first, *self.next, self.carried_by)
        return list({one.id: one for one in found if one is not None}.values())


def related(db: Database) -> frozenset[int]:
    """Every ticket that has any of these, once per change: most have none, and need no further question."""
    sql = """
        SELECT id, parent_id, follows_id FROM ticket
        WHERE parent_id IS NOT NULL OR follows_id IS NOT NULL
    """

    def build() -> frozenset[int]:
        return frozenset(one for row in db.rows(sql) for one in row.values() if one is not None)

    return db.derived("related tickets", ("ticket",), build)


def family(db: Reading, ticket: Ticket) -> Family:
    """Everything that belongs to it; mostly nothing."""
    root = records.carrying(db, ticket.parent_id) if ticket.parent_id is not None else ticket
    return Family(
        whole=root if root is not None and root.id != ticket.id else None,
        parts=[one for one in parts(db, root.id if root else 0) if one.id != ticket.id],
        first=records.by_id(db, ticket.follows_id) if ticket.follows_id is not None else None,
        next=_where(db, "follows_id = $id", ticket.id),
        carried_by=records.carrying(db, ticket.merged_into) if ticket.merged_into is not None else None,
    )


def parts(db: Reading, ticket_id: int) -> list[Ticket]:
    """What was split from that ticket, or from one that was merged into it; oldest first."""
    merged = "parent_id IN (SELECT id FROM ticket WHERE merged_into = $id)"
    return _where(db, f"parent_id = $id OR {merged}", ticket_id)


def _where(db: Reading, condition: str, ticket_id: int) -> list[Ticket]:
    rows = db.rows(f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE {condition} ORDER BY id", id=ticket_id)
    return [from_row(row) for row in rows]
