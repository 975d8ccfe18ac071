"""Everything one page tells about a ticket, read in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.people.roles import Actor
from lib.store.database import Database, Row
from lib.tickets import attachments, records, reporters, rights
from lib.tickets.actions.step import load
from lib.tickets.reporters import Reporter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A ticket with its history and all that hangs on it.

    `materials`: name, unit, quantity, unit_cents, event_seq. `labour`: account_id, minutes. `files`: event_seq, hash,
    media_type, width, height. `ratings`: completion, speed, quality, attitude, words, how, rated_at. `call_back`: the
    one still to be made, if any. `possible`: what this person can do with it now.
    """

    ticket: Ticket
    events: Sequence[Event]
    reporters: Sequence[Reporter]
    materials: Sequence[Row]
    labour: Sequence[Row]
    files: Sequence[Row]
    ratings: Sequence[Row]
    call_back: Row | None
    possible: Sequence[Action]

    @property
    def cost_cents(self) -> int:
        """Materials at the price they had, to the cent."""
        return round(sum(row["quantity"] * row["unit_cents"] for row in self.materials))

    @property
    def labour_minutes(self) -> int:
        """Minutes of everybody who worked on it."""
        return sum(row["minutes"] for row in self.labour)


def dossier(db: Database, number: str, actor: Actor, now: datetime) -> Dossier:
    """The ticket of that number for somebody who may see it; NotFound, NotAllowed."""
    ticket_id = records.by_number(db, number.strip())
    if ticket_id is None:
        raise NotFound(mark("There is no ticket “{number}”."), number=number)
    ticket = load(db, ticket_id, actor)
    return Dossier(
        ticket=ticket,
        events=records.events(db, ticket_id),
        reporters=reporters.of_ticket(db, ticket_id),
        materials=_of(db, "ticket_material", "event_seq, name", ticket_id),
        labour=_of(db, "ticket_labour", "event_seq, account_id", ticket_id),
        files=attachments.of_ticket(db, ticket_id),
        ratings=_of(db, "rating", "completion", ticket_id),
        call_back=_standing_call(db, ticket_id),
        possible=rights.possible(db, ticket, actor, now),
    )


def _of(db: Database, table: str, order: str, ticket_id: int) -> list[Row]:
    return db.rows(f"SELECT * FROM {table} WHERE ticket_id = $id ORDER BY {order}", id=ticket_id)


def _standing_call(db: Database, ticket_id: int) -> Row | None:
    sql = "SELECT id, reason, opened_at, due_at FROM call_back WHERE ticket_id = $id AND answered_at IS NULL"
    return db.row(sql, id=ticket_id)
