"""Which kept files belong to which event of a ticket."""

from __future__ import annotations

from collections.abc import Sequence

from lib.store.database import Reading, Row, Transaction


def attach(tx: Transaction, ticket_id: int, event_seq: int, hashes: Sequence[str]) -> None:
    """Those files were added with that event."""
    for name in dict.fromkeys(hashes):
        tx.insert("attachment", {"ticket_id": ticket_id, "event_seq": event_seq, "hash": name})


def of_ticket(db: Reading, ticket_id: int) -> list[Row]:
    """event_seq, hash, media_type, width, height of each file, in the order they came."""
    return db.rows(
        """
        SELECT a.event_seq, f.hash, f.media_type, f.width, f.height
        FROM attachment a JOIN file f ON f.hash = a.hash WHERE a.ticket_id = $id ORDER BY a.event_seq, f.kept_at
        """,
        id=ticket_id,
    )


def holding(db: Reading, name: str) -> list[int]:
    """The tickets that hold the file of that hash."""
    rows = db.rows(
        "SELECT DISTINCT ticket_id FROM attachment WHERE hash = $hash ORDER BY ticket_id", hash=name
    )
    return [row["ticket_id"] for row in rows]
