"""Tickets somebody should phone about: low ratings, emergencies nobody confirmed, and those drawn by lot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lib.core.i18n import mark
from lib.store.database import Reading, Row, Transaction

LOW_RATING, EMERGENCY, SAMPLED = "low_rating", "emergency", "sampled"
WITHIN, SAMPLED_WITHIN = timedelta(hours=24), timedelta(days=7)
REASON_WORDS: Mapping[str, str] = {
    LOW_RATING: mark("Low rating"),
    EMERGENCY: mark("Emergency, unconfirmed"),
    SAMPLED: mark("Spot check"),
}
RESULT_WORDS: Mapping[str, str] = {
    "satisfied": mark("Satisfied now"),
    "not_fixed": mark("Not fixed"),
    "unreachable": mark("Not reached"),
}


def ask_for(
    tx: Transaction, ticket_id: int, reason: str, *, now: datetime, within: timedelta = WITHIN
) -> None:
    """Puts the ticket on the list, once while it stands there; a spot check gives way to a graver reason."""
    sql = "SELECT id, reason FROM call_back WHERE ticket_id = $id AND answered_at IS NULL"
    standing = tx.row(sql, id=ticket_id)
    asked = {"reason": reason, "due_at": now + within}
    if standing is None:
        row = {"id": tx.next_id("call_back_id"), "ticket_id": ticket_id, "opened_at": now}
        tx.insert("call_back", row | asked)
    elif standing["reason"] == SAMPLED != reason:
        tx.update("call_back", {"id": standing["id"]} | asked)


def waiting(db: Reading) -> list[Row]:
    """The list, longest waiting first: id, ticket_id, number, description, reason, opened_at, due_at, name, phone."""
    return db.rows(
        """
        SELECT c.id, c.ticket_id, t.number, t.description, c.reason, c.opened_at, c.due_at,
               (SELECT arg_min(r.name, r.id) FROM reporter r WHERE r.ticket_id = t.id) AS name,
               (SELECT arg_min(r.phone, r.id) FROM reporter r WHERE r.ticket_id = t.id) AS phone
        FROM call_back c JOIN ticket t ON t.id = c.ticket_id WHERE c.answered_at IS NULL ORDER BY c.opened_at
        """
    )


def answered(db: Reading, ticket_id: int, since: datetime) -> bool:
    """Whether somebody of this ticket was reached after that time."""
    return _count(db, ticket_id, since, ["satisfied", "not_fixed"]) > 0


def satisfied(db: Reading, ticket_id: int, since: datetime) -> bool:
    """Whether somebody of this ticket said after that time that it is good."""
    return _count(db, ticket_id, since, ["satisfied"]) > 0


def _count(db: Reading, ticket_id: int, since: datetime, results: list[str]) -> int:
    sql = """
        SELECT count(*) FROM call_back
        WHERE ticket_id = $id AND answered_at >= $since AND result IN (SELECT unnest($results))
    """
    return int(db.value(sql, id=ticket_id, since=since, results=results))
