"""What is on its way: one row for each message and channel, waiting, sent or dead, and when it is tried next."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import polars as pl

from lib.core.errors import Refusal
from lib.core.facts import dumps, loads
from lib.notifications.channels import Channel, all_channels
from lib.notifications.receivers import Receivers
from lib.store.database import Database, Reading, Row, Transaction


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


PAUSES = tuple(timedelta(seconds=s) for s in (10, 30, 120, 600, 1800, 3600, 7200))
"""How long after each failure the next attempt waits; after the last one it is dead: some four hours in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way through one channel, with what it tells."""

    id: int
    channel_id: int
    key: str
    attempts: int
    topic: str
    facts: Mapping[str, Any]
    ticket_id: int | None
    number: str
    account_id: int | None
    reporter_id: int | None


def deal_out(db: Database, now: datetime) -> int:
    """Every message still to leave becomes one delivery for each channel that takes it; how many deliveries.

    A group gets an event once, however many people it was written for; a person once, however often they were named.
    """
    if db.value("SELECT 1 FROM outbox WHERE outgoing LIMIT 1") is None:
        return 0
    with db.transaction() as tx:
        told = tx.execute(
            """
            UPDATE outbox SET outgoing = FALSE WHERE outgoing
            RETURNING id, account_id, reporter_id, ticket_id, topic, facts, created_at
            """
        )
        receivers = Receivers(db, tx, told)
        active = [one for one in all_channels(db).values() if one.active]
        pairs = [(row["id"], one.id) for one in active for row in _for(one, told, receivers)]
        _write(tx, pairs, now)
    return len(pairs)


def keep_inside(db: Database) -> None:
    """What was to leave stays in the product, for good."""
    if db.value("SELECT 1 FROM outbox WHERE outgoing LIMIT 1") is not None:
        with db.transaction() as tx:
            tx.execute("UPDATE outbox SET outgoing = FALSE WHERE outgoing")


def _for(channel: Channel, told: Sequence[Row], receivers: Receivers) -> list[Row]:
    chosen: dict[tuple[Any, ...], Row] = {}
    for row in sorted(told, key=lambda row: row["id"]):
        if row["topic"] not in channel.topics:
            continue
        if channel.team_id is not None and receivers.team(row) != channel.team_id:
            continue
        to = receivers.address(row, channel.kind) if channel.personal else channel.name
        if to:
            # What tells of no ticket is told apart by what it says.
            about = row["facts"] if row["ticket_id"] is None else row["ticket_id"]
            chosen.setdefault((about, row["topic"], row["created_at"], to), row)
    return list(chosen.values())


def _write(tx: Transaction, pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    frame = pl.DataFrame(
        {
            "id": tx.next_ids("delivery_id", len(pairs)),
            "outbox_id": [outbox_id for outbox_id, _ in pairs],
            "channel_id": [channel_id for _, channel_id in pairs],
            "key": [secrets.token_hex(16) for _ in pairs],
        }
    ).with_columns(
        state=pl.lit(State.WAITING.value),
        attempts=pl.lit(0),
        next_at=pl.lit(now),
        last_error=pl.lit(""),
        created_at=pl.lit(now),
        changed_at=pl.lit(now),
    )
    tx.append("delivery", frame)


def channels_due(db: Reading, now: datetime) -> list[int]:
    """Channels with something to send now."""
    sql = "SELECT DISTINCT channel_id AS id FROM delivery WHERE state = 'waiting' AND next_at <= $now ORDER BY 1"
    return [row["id"] for row in db.rows(sql, now=now)]


def next_due(db: Reading, channel_id: int, now: datetime) -> Delivery | None:
    """What that channel sends next, the longest due first."""
    row = db.row(
        """
        SELECT d.id, d.channel_id, d.key, d.attempts, o.topic, o.facts, o.ticket_id, coalesce(t.number, '') AS number,
               o.account_id, o.reporter_id
        FROM delivery d JOIN outbox o ON o.id = d.outbox_id LEFT JOIN ticket t ON t.id = o.ticket_id
        WHERE d.channel_id = $channel AND d.state = 'waiting' AND d.next_at <= $now ORDER BY d.next_at, d.id LIMIT 1
        """,
        channel=channel_id,
        now=now,
    )
    return Delivery(**{**row, "facts": loads(row["facts"])}) if row else None


def mark_sent(db: Database, delivery: Delivery, now: datetime) -> None:
    """The other side took it."""
    with db.transaction() as tx:
        sql = """
            UPDATE delivery SET state = 'sent', attempts = attempts + 1, last_error = '', changed_at = $now
            WHERE id = $id AND state = 'waiting'
        """
        tx.execute(sql, id=delivery.id, now=now)


def mark_failed(db: Database, delivery: Delivery, why: Refusal, now: datetime) -> None:
    """Tried again after a while; dead after the last attempt."""
    again = PAUSES[delivery.attempts] if delivery.attempts < len(PAUSES) else None
    with db.transaction() as tx:
        sql = """
            UPDATE delivery SET state = $state, attempts = attempts + 1, next_at = $next, last_error = $why,
                                changed_at = $now
            WHERE id = $id AND state = 'waiting'
        """
        state, at = (State.WAITING, now + again) if again else (State.DEAD, now)
        said = dumps({"message": why.message, **why.facts})
        tx.execute(sql, id=delivery.id, state=state.value, next=at, why=said, now=now)
