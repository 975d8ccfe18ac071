"""What became of messages: counted; dead ones sent again or put away; old ones forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.facts import loads
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading, Row

SENT_LAST, OTHERS_LAST = timedelta(days=30), timedelta(days=90)


def counts(db: Reading) -> Mapping[int, Mapping[str, int]]:
    """How many deliveries of each channel are in each state: {channel id: {state: n}}."""
    found: dict[int, dict[str, int]] = {}
    for row in db.rows("SELECT channel_id, state, count(*) AS n FROM delivery GROUP BY ALL"):
        found.setdefault(row["channel_id"], {})[row["state"]] = row["n"]
    return found


def dead(db: Reading, limit: int = 200) -> list[Row]:
    """What could not be delivered, newest first: id, channel_id, topic, ticket_id, number, account_id, reporter (name),
    attempts, last_error (message and facts), changed_at."""
    rows = db.rows(
        """
        SELECT d.id, d.channel_id, o.topic, o.ticket_id, t.number, o.account_id, r.name AS reporter, d.attempts,
               d.last_error, d.changed_at
        FROM delivery d JOIN outbox o ON o.id = d.outbox_id LEFT JOIN ticket t ON t.id = o.ticket_id
        LEFT JOIN reporter r ON r.id = o.reporter_id
        WHERE d.state = 'dead' ORDER BY d.changed_at DESC, d.id DESC LIMIT $most
        """,
        most=limit,
    )
    return [{**row, "last_error": loads(row["last_error"])} for row in rows]


def send_again(db: Database, *, actor: Actor, ids: Collection[int], now: datetime) -> int:
    """Dead messages of active channels are tried once more from the beginning, each under its old key; how many."""
    require(actor, Permission.ADMINISTER)
    return _bring_out(
        db,
        """
        UPDATE delivery SET state = 'waiting', attempts = 0, next_at = $now, changed_at = $now
        WHERE state = 'dead' AND id IN (SELECT unnest($ids::BIGINT[]))
          AND channel_id IN (SELECT id FROM channel WHERE active) RETURNING id
        """,
        "messages_sent_again",
        actor,
        ids,
        now,
    )


def put_away(db: Database, *, actor: Actor, ids: Collection[int], now: datetime) -> int:
    """Dead messages nobody needs any more are gone; how many."""
    require(actor, Permission.ADMINISTER)
    sql = "DELETE FROM delivery WHERE state = 'dead' AND id IN (SELECT unnest($ids::BIGINT[])) RETURNING id"
    return _bring_out(db, sql, "messages_put_away", actor, ids, now)


def _bring_out(db: Database, sql: str, act: str, actor: Actor, ids: Collection[int], now: datetime) -> int:
    with db.transaction() as tx:
        values: dict[str, Any] = {"ids": list(ids), **({"now": now} if "$now" in sql else {})}
        found = len(tx.execute(sql, **values))
        if found:
            audit.write(tx, actor, act, str(found), now=now)
    return found


def forget(db: Database, now: datetime) -> None:
    """Messages delivered a month ago, everything else three months old."""
    with db.transaction() as tx:
        tx.execute(
            """
            DELETE FROM delivery WHERE changed_at < (CASE WHEN state = 'sent' THEN $sent ELSE $others END)
            """,
            sent=now - SENT_LAST,
            others=now - OTHERS_LAST,
        )
        tx.execute(
            """
            DELETE FROM outbox WHERE NOT outgoing AND id NOT IN (SELECT outbox_id FROM delivery)
              AND created_at < (CASE WHEN account_id IS NULL THEN $sent ELSE $others END)
            """,
            sent=now - SENT_LAST,
            others=now - OTHERS_LAST,
        )
