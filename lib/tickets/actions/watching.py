"""Watch 督办: a leader's flag with a deadline of its own; what was promised does not change by it."""

from __future__ import annotations

from datetime import datetime

from lib.notifications import outbox
from lib.store.database import Database, Transaction
from lib.tickets.actions.dispatching import concerned, leaders
from lib.tickets.actions.step import By, step
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action


def watch(
    db: Database, *, ticket_id: int, version: int | None, until: datetime | None, reason: str, by: By
) -> Ticket:
    """From now on it is watched, and has to be settled by then; the one who has the job and its leader are told."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        facts = {"number": ticket.number, "reason": reason.strip()[:80]}
        to = {*concerned(db, ticket), *leaders(db, ticket)} - {by.actor.account_id}
        outbox.tell(tx, to, "watched", ticket_id=ticket.id, now=by.now, facts=facts)

    facts = {"on": True, "until": until, "note": reason.strip()}
    return step(db, Action.WATCH, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def release(db: Database, *, ticket_id: int, version: int | None, by: By, note: str = "") -> Ticket:
    """Watched no longer."""
    facts = {"on": False, "until": None, "note": note.strip()}
    return step(db, Action.WATCH, ticket_id=ticket_id, version=version, by=by, facts=facts)
