"""Closed tickets teach the suggester: what was reported, and which service it turned out to be."""

from __future__ import annotations

from datetime import UTC, datetime

from lib.catalog.services import UNKNOWN
from lib.catalog.suggesting import suggester
from lib.catalog.suggesting.teaching import Lesson, remember
from lib.store.database import Database, Transaction

MOST_AT_ONCE = 10_000
"""Tickets read in one go, the ones closed last; older ones of a long history teach nothing new."""


def learn(db: Database, now: datetime) -> int:
    """Reads the tickets closed since the last time, and those another system's history brought; how many.

    A ticket counts for the service it was closed with, more where a person had corrected that. What nobody
    classified and services no longer offered teach nothing. Afterwards the suggester is ready for the next question.
    """
    with db.transaction() as tx:
        since = tx.row("SELECT read_until, last_ticket FROM suggestion_progress")
        until, last = (
            (since["read_until"], since["last_ticket"]) if since else (datetime(1, 1, 1, tzinfo=UTC), 0)
        )
        lessons = _lessons(tx, until=until, last=last, now=now)
        if lessons:
            remember(tx, lessons)
        if lessons or since is None:
            _note(tx, now)
    suggester(db)
    return len(lessons)


def _lessons(tx: Transaction, *, until: datetime, last: int, now: datetime) -> list[Lesson]:
    rows = tx.rows(
        """
        SELECT t.description, t.service_code, c.recorded_at AS closed, EXISTS (
            SELECT 1 FROM ticket_event e
            WHERE e.ticket_id = t.id AND e.action = 'edit' AND e.facts LIKE '%"service_code"%') AS corrected
        FROM ticket t
        JOIN (
            SELECT ticket_id, MIN(recorded_at) AS recorded_at FROM ticket_event
            WHERE to_status = 'closed' GROUP BY ticket_id
        ) c ON c.ticket_id = t.id
        JOIN service s ON s.code = t.service_code AND s.active
        WHERE t.service_code <> $unknown AND t.description <> '' AND c.recorded_at <= $now
            AND (c.recorded_at > $until OR (t.source <> '' AND t.id > $last))
        ORDER BY c.recorded_at DESC, t.id DESC LIMIT $most
        """,
        unknown=UNKNOWN,
        now=now,
        until=until,
        last=last,
        most=MOST_AT_ONCE,
    )
    return [
        Lesson(row["description"], row["service_code"], corrected=row["corrected"], at=row["closed"])
        for row in rows
    ]


def _note(tx: Transaction, now: datetime) -> None:
    last = tx.value("SELECT COALESCE(MAX(id), 0) FROM ticket")
    tx.execute("DELETE FROM suggestion_progress")
    tx.insert("suggestion_progress", {"id": 1, "read_until": now, "last_ticket": last})
