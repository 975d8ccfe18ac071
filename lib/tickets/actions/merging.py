"""One cause, many reporters: a repeated ticket ends in the one that carries on, and nobody who reported is lost."""

from __future__ import annotations

from typing import Any

from lib.catalog.suggesting.severity import graver
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.notifications import outbox
from lib.people.roles import Permission, require
from lib.store.database import Database, Transaction
from lib.tickets import duplicates, records, reporters
from lib.tickets.actions import dispatching
from lib.tickets.actions.step import By, as_of_now, step
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Severity


def merge(
    db: Database, *, ticket_id: int, version: int | None, into_id: int, by: By, note: str = ""
) -> Ticket:
    """The ticket ends and points to the one that carries on, which is given back: urged once more by it, and as grave
    as the graver of the two.

    Its reporters follow the other ticket by the link they have and are told so once; whoever had the job hears that it
    is gone. WrongInput where the two are neither alike nor near and no note says why they are one, Refusal where the
    other one is finished, NotFound where it is none.
    """
    # Understood first: what words mean is asked of the catalogue, and while the transaction is open nobody else writes.
    explained = bool(seen(note)) or _alike(db, ticket_id, into_id)
    with db.transaction() as tx:
        into = records.carrying(tx, into_id)
        if into is None or into.id == ticket_id:
            raise NotFound(mark("Please choose another open ticket to merge into."))
        require(as_of_now(db, by.actor), Permission.MERGE_TICKET, matter(db, into))
        if not into.is_open:
            raise Refusal(mark("{number} is finished already; send it back instead."), number=into.number)
        if not explained:
            message = mark(
                "{number} is elsewhere or about something else: please say why they are one fault."
            )
            raise WrongInput(message, field="note", number=into.number)
        ended = _ended(db, ticket_id, version, into, by, note)
        return _carried_on(db, tx, into, ended, by)


def _alike(db: Database, ticket_id: int, into_id: int) -> bool:
    ticket, into = records.by_id(db, ticket_id), records.carrying(db, into_id)
    return ticket is not None and into is not None and duplicates.one_fault(db, ticket, into)


def _ended(db: Database, ticket_id: int, version: int | None, into: Ticket, by: By, note: str) -> Ticket:
    before = records.by_id(db, ticket_id)
    had_it = dispatching.concerned(db, before) if before and before.assigned_at else []

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        said: dict[str, Any] = {"number": ticket.number, "into": into.number}
        outbox.tell(tx, had_it, "merged", ticket_id=ticket.id, now=by.now, facts=said)
        outbox.tell_reporters(tx, "reporter_merged", ticket_id=ticket.id, now=by.now, facts=said)

    facts = {"into_id": into.id, "into": into.number, "note": note}
    return step(db, Action.MERGE, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def _carried_on(db: Database, tx: Transaction, into: Ticket, ended: Ticket, by: By) -> Ticket:
    """A repeated report is an urge of the ticket that is there."""
    others = len(reporters.of_ticket(tx, ended.id))
    # What they said may hold the danger the first report did not name.
    facts = {
        "merged": ended.number,
        "merged_id": ended.id,
        "reporters": others,
        "words": ended.description,
    }
    needs = Permission.MERGE_TICKET
    ticket = step(db, Action.URGE, ticket_id=into.id, version=None, by=by, facts=facts, needs=needs)
    gravest = graver(into.severity, ended.severity)
    if gravest == into.severity:
        return ticket
    changes = {"severity": Severity(gravest)}
    return dispatching.edit(db, ticket_id=into.id, version=ticket.version, changes=changes, by=by)
