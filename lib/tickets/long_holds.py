"""Jobs on hold for more than three days, and jobs under watch: each with its story, for the weekly talk about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.people.roles import Actor, Permission
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.seeing import visible
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

LONG = timedelta(days=3)
"""The product's rule: what is held longer stands on the weekly list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LongHold:
    """A held ticket and what happened since it was put on hold, oldest first. `reminded_at`: when somebody last was."""

    ticket: Ticket
    since: datetime
    story: Sequence[Event]
    reminded_at: datetime | None

    def days(self, now: datetime) -> int:
        """Whole days so far."""
        return (now - self.since).days


def long_holds(db: Database, actor: Actor, now: datetime) -> list[LongHold]:
    """Those the person sees, by reason, team, then the longest."""
    sight = visible(actor, Permission.SEE_TICKET)
    columns = ", ".join(f"t.{name}" for name in COLUMNS)
    rows = db.rows(
        f"""
        SELECT {columns} FROM ticket t
        WHERE ({sight.sql}) AND t.status = 'on_hold' AND t.hold_since < $long_ago
        ORDER BY t.hold_reason, t.vendor_id, t.team_id, t.hold_since, t.id
        """,
        long_ago=now - LONG,
        **sight.values,
    )
    return [_told(db, from_row(row)) for row in rows]


def _told(db: Database, ticket: Ticket) -> LongHold:
    history = records.events(db, ticket.id)
    held = max((n for n, event in enumerate(history) if event.action is Action.HOLD), default=0)
    story = history[held:]
    reminders = [event.recorded_at for event in story if event.facts.get("reminded")]
    return LongHold(
        ticket=ticket,
        since=ticket.hold_since or ticket.changed_at,
        story=story,
        reminded_at=max(reminders, default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A ticket under watch: since when, by whom and why; its deadline stands on the ticket."""

    ticket: Ticket
    since: datetime
    set_by: str
    why: str


def watched(db: Database, actor: Actor) -> list[Watched]:
    """Open tickets under watch the person sees, the first deadline first, so those that have passed it lead."""
    sight = visible(actor, Permission.SEE_TICKET)
    columns = ", ".join(f"t.{name}" for name in COLUMNS)
    rows = db.rows(
        f"""
        SELECT {columns} FROM ticket t WHERE ({sight.sql}) AND t.watched
        AND t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')
        ORDER BY t.watched_until, t.id
        """,
        **sight.values,
    )
    return [_watched(db, from_row(row)) for row in rows]


def _watched(db: Database, ticket: Ticket) -> Watched:
    history = records.events(db, ticket.id)
    put = next(event for event in reversed(history) if event.action is Action.WATCH and event.facts.get("on"))
    return Watched(
        ticket=ticket, since=put.happened_at, set_by=put.actor_name, why=str(put.facts.get("note", ""))
    )
