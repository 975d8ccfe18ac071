"""Notices to single people; how they travel further is added beside this one queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lib.core.facts import dumps, loads
from lib.core.i18n import mark
from lib.store.database import Database, Row, Transaction

TOPIC_WORDS: Mapping[str, str] = {
    "assigned": mark("New job {number}: {description}"),
    "urged": mark("{number} was urged ({urges})"),
    "reopened": mark("{number} came back: {reason}"),
    "returned_twice": mark("{number} was returned a second time; please decide"),
    "cancelled": mark("{number} was cancelled"),
    "woken": mark("{number} goes on: the hold is over"),
}


def tell(
    tx: Transaction,
    account_ids: Iterable[int],
    topic: str,
    *,
    ticket_id: int,
    now: datetime,
    facts: Mapping[str, Any],
) -> None:
    """One notice for each of them."""
    assert topic in TOPIC_WORDS, topic
    for account_id in sorted(set(account_ids)):
        row = {
            "id": tx.next_id("outbox_id"),
            "account_id": account_id,
            "ticket_id": ticket_id,
            "topic": topic,
        }
        tx.insert("outbox", {**row, "facts": dumps(facts), "created_at": now})


def unseen(db: Database, account_id: int, limit: int = 20) -> list[Row]:
    """Notices not looked at yet, newest first: id, ticket_id, topic, facts (dict), created_at."""
    rows = db.rows(
        """
        SELECT id, ticket_id, topic, facts, created_at FROM outbox
        WHERE account_id = $account AND seen_at IS NULL ORDER BY id DESC LIMIT $most
        """,
        account=account_id,
        most=limit,
    )
    return [{**row, "facts": loads(row["facts"])} for row in rows]


def seen(db: Database, account_id: int, now: datetime) -> None:
    """Everything was looked at."""
    with db.transaction() as tx:
        tx.execute(
            "UPDATE outbox SET seen_at = $now WHERE account_id = $id AND seen_at IS NULL",
            id=account_id,
            now=now,
        )
