"""What an inspection does to the ticket of what it found: a note on it, its word that it is good, or that it is not.

The round and the re-check ask who may; here nobody is asked again, since a person may inspect what others repair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.store.database import Database, Transaction
from lib.tickets import attachments
from lib.tickets.actions.closing import sent_back, tell_cancelled, tell_sent_back
from lib.tickets.actions.step import By, step
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, ClosedHow


def note(
    db: Database, *, ticket_id: int, words: str, facts: Mapping[str, Any], by: By, photos: Sequence[str] = ()
) -> Ticket:
    """What was seen meanwhile, written on the ticket."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, photos)

    said = {"note": words, **facts}
    return step(
        db, Action.COMMENT, ticket_id=ticket_id, version=None, by=by, facts=said, also=also, asked=True
    )


def confirm(
    db: Database, *, ticket_id: int, facts: Mapping[str, Any], by: By, photos: Sequence[str] = ()
) -> Ticket:
    """Seen to be good again: a finished ticket is closed by that, counted apart from the department's own word.
    NotAllowed for one's own work."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, photos)

    said = {"how": ClosedHow.RECHECK, **facts}
    return step(
        db, Action.CONFIRM, ticket_id=ticket_id, version=None, by=by, facts=said, also=also, asked=True
    )


def reopen(
    db: Database, *, ticket_id: int, reason: str, facts: Mapping[str, Any], by: By, photos: Sequence[str] = ()
) -> Ticket:
    """Not good: back to whoever the ordinary sending back gives it to, inside the same window (TooLate after it)."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return {**sent_back(db, ticket, reason, by), **facts}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, photos)
        tell_sent_back(db, tx, ticket, reason, by)

    return step(
        db, Action.REOPEN, ticket_id=ticket_id, version=None, by=by, facts=said, also=also, asked=True
    )


def withdraw(db: Database, *, ticket_id: int, reason: str, facts: Mapping[str, Any], by: By) -> Ticket:
    """Cancelled: what had been written down was a mistake. The caller sees that nobody has it yet."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        tell_cancelled(db, tx, ticket, by)

    said = {**facts, "reason": reason}
    return step(
        db, Action.CANCEL, ticket_id=ticket_id, version=None, by=by, facts=said, also=also, asked=True
    )
