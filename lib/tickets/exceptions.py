"""Exceptions dispatchers made lately: who gave a job to somebody whose papers did not suffice, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.core.facts import loads
from lib.people import accounts
from lib.people.papers import Hindrance, hindrance_of
from lib.people.roles import Actor, Permission
from lib.store.database import Database, Row
from lib.tickets.seeing import visible

LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """One exception: the ticket, when, who decided it for whom, which paper lacked, and the reason."""

    ticket_id: int
    number: str
    at: datetime
    by: str
    whom: str
    lacking: Hindrance
    reason: str


def recent(db: Database, *, actor: Actor, now: datetime) -> Sequence[Exempted]:
    """The exceptions of the last seven days on tickets the person may see, the newest first."""
    sight = visible(actor, Permission.SEE_TICKET)
    # The word stands in the facts of no other event; JSON is looked into only where it does.
    rows = db.rows(
        f"""
        SELECT t.id, t.number, e.recorded_at, e.actor_name, e.facts
        FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
        WHERE e.recorded_at >= $since AND e.action IN ('assign', 'reassign', 'help')
          AND e.facts LIKE '%"override_of":%' AND ({sight.sql}) ORDER BY e.recorded_at DESC, t.id DESC
        """,
        since=now - LOOKED_BACK,
        **sight.values,
    )
    names = accounts.names(db)
    return [_exempted(row, names) for row in rows]


def _exempted(row: Row, names: Mapping[int, str]) -> Exempted:
    facts = loads(row["facts"])
    helping = " · ".join(names.get(who, "") for who in facts.get("add", ()))
    return Exempted(
        ticket_id=row["id"],
        number=row["number"],
        at=row["recorded_at"],
        by=row["actor_name"],
        whom=facts.get("whom") or helping,
        lacking=hindrance_of(facts["override_of"]),
        reason=facts.get("override", ""),
    )
