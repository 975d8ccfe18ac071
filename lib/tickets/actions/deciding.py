"""What the desk decides about a job that does not move: whose it is after a second return, and who is reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.people import accounts, organisation
from lib.people.roles import Permission, require
from lib.store.database import Database, Transaction
from lib.tickets import records
from lib.tickets.actions.dispatching import concerned, leaders
from lib.tickets.actions.step import By, as_of_now, step
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Status

AGAIN_AFTER = timedelta(hours=1)
"""Nobody is reminded of the same hold twice within that time."""


def keep_where_it_is(db: Database, *, ticket_id: int, version: int | None, note: str, by: By) -> Ticket:
    """After a second return: the job stays with whom it was given to, who is told why. Giving it to somebody else is
    `reassign`. Dispatchers only; TooLate when it has been decided."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        require(as_of_now(db, by.actor), Permission.ASSIGN_TICKET, matter(db, ticket))
        return {"return_decided": "kept", "whom": _whose(db, ticket), "note": note.strip()}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        facts = {"number": ticket.number, "reason": note.strip()[:80]}
        outbox.tell(tx, concerned(db, ticket), "return_kept", ticket_id=ticket.id, now=by.now, facts=facts)

    needs = Permission.REASSIGN_TICKET
    return step(
        db, Action.COMMENT, ticket_id=ticket_id, version=version, by=by, facts=said, also=also, needs=needs
    )


def _whose(db: Database, ticket: Ticket) -> str:
    person = accounts.names(db).get(ticket.assignee_id or 0)
    team = organisation.teams(db).get(ticket.team_id or 0)
    vendor = organisation.vendors(db).get(ticket.vendor_id or 0)
    return person or (team.name if team else vendor.name if vendor else "")


def remind(db: Database, *, ticket_ids: Sequence[int], note: str, by: By) -> list[Ticket]:
    """Those who have the held jobs, and their leaders, are reminded; the tickets for which somebody was. One that is
    not on hold any more, or was reminded of within the hour, is passed over."""
    with db.transaction():
        return [
            done for one in dict.fromkeys(ticket_ids) if (done := _reminded(db, one, note, by)) is not None
        ]


def _reminded(db: Database, ticket_id: int, note: str, by: By) -> Ticket | None:
    ticket, last = records.by_id(db, ticket_id), records.last_event(db, ticket_id)
    fresh = last is not None and last.facts.get("reminded") and by.now - last.recorded_at < AGAIN_AFTER
    if ticket is None or ticket.status is not Status.ON_HOLD or fresh:
        return None
    to = sorted({*concerned(db, ticket), *leaders(db, ticket)} - {by.actor.account_id})
    if not to:
        raise Refusal(mark("{number} has nobody who could be reminded."), number=ticket.number)

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        facts = {"number": ticket.number, "reason": note.strip()[:80]}
        outbox.tell(tx, to, "hold_reminder", ticket_id=ticket.id, now=by.now, facts=facts)

    known = accounts.names(db)
    facts = {"reminded": ", ".join(known[who] for who in to), "note": note.strip()}
    needs = Permission.WATCH_TICKET
    return step(
        db, Action.COMMENT, ticket_id=ticket_id, version=None, by=by, facts=facts, also=also, needs=needs
    )
