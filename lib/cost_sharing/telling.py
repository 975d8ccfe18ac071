"""Who hears of a step of a statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lib.cost_sharing import hands, records
from lib.cost_sharing.statement import Statement
from lib.notifications import outbox
from lib.store.database import Database, Reading, Transaction


def tell(
    tx: Transaction,
    account_ids: Iterable[int | None],
    topic: str,
    statement: Statement,
    now: datetime,
    **facts: Any,
) -> None:
    """One notice for each of them; facts every one has: statement (its number), statement_id."""
    told = {"statement": statement.number, "statement_id": statement.id, **facts}
    outbox.tell(tx, (one for one in account_ids if one), topic, ticket_id=None, now=now, facts=told)


def tell_once(
    tx: Transaction,
    account_ids: Iterable[int],
    topic: str,
    statement: Statement,
    now: datetime,
    **facts: Any,
) -> int:
    """The same for those who have not been told since the statement was sent; how many that were."""
    sql = """
        SELECT account_id FROM outbox
        WHERE topic = $topic AND created_at >= $sent_at AND facts LIKE '%"statement":"' || $number || '"%'
    """
    rows = tx.rows(sql, topic=topic, sent_at=statement.sent_at, number=statement.number)
    new = set(account_ids) - {row["account_id"] for row in rows}
    tell(tx, new, topic, statement, now, **facts)
    return len(new)


def vendor_accounts(db: Database, reading: Reading, statement: Statement) -> list[int]:
    """Accounts that answer for the vendors that carry something of it."""
    return [
        account for vendor in records.shares(reading, statement.id) for account in hands.of_vendor(db, vendor)
    ]
