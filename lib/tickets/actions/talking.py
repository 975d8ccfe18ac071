"""Urging, "me too", and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.notifications import outbox
from lib.store.database import Database, Transaction
from lib.tickets import attachments, reporters
from lib.tickets.actions.dispatching import concerned, leaders, tell_dispatchers
from lib.tickets.actions.escalating.urging import after_urge
from lib.tickets.actions.step import By, load, step
from lib.tickets.reporters import Caller, Reporter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

TELLS_DISPATCHERS = 2


def urge(db: Database, *, ticket_id: int, by: By, note: str = "") -> Ticket:
    """One more urge: technician and leader are told, from the second on the dispatchers too; the third escalates."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        _tell_those_who_can_hurry(db, tx, ticket, by)

    facts = {"note": note.strip()}
    with db.transaction() as tx:
        ticket = step(db, Action.URGE, ticket_id=ticket_id, version=None, by=by, facts=facts, also=also)
        return after_urge(db, tx, ticket, by.now)


def join(
    db: Database,
    *,
    ticket_id: int,
    caller: Caller,
    channel: str,
    by: By,
    key: str = "",
    message: str = "",
    more: Mapping[str, Any] | None = None,
    urges: bool = True,
) -> tuple[Ticket, Reporter]:
    """Somebody else reports the same fault: they follow the ticket that is there, and it counts as an urge, unless
    what is out is known and they only learn of it. Sent twice with the same key it is one. `message`: the whole text
    they wrote, kept with the event, as `more` is."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        if urges:
            _tell_those_who_can_hurry(db, tx, ticket, by)

    with db.transaction() as tx:
        if earlier := reporters.by_key(tx, key):
            return load(db, earlier.ticket_id, by.actor), earlier
        keys = [key] if key else []
        joined = reporters.join(tx, ticket_id, caller, channel=channel, now=by.now, keys=keys)
        facts = {
            "joined": caller.name or True,
            "joined_id": joined.id,
            "channel": channel,
            **({"message": message} if message else {}),
            **(more or {}),
        }
        action = Action.URGE if urges else Action.COMMENT
        ticket = step(db, action, ticket_id=ticket_id, version=None, by=by, facts=facts, also=also)
        if urges:
            ticket = after_urge(db, tx, ticket, by.now)
    return ticket, joined


def comment(db: Database, *, ticket_id: int, note: str, by: By, photos: Sequence[str] = ()) -> Ticket:
    """A note for everybody who sees the ticket."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, photos)

    return step(
        db, Action.COMMENT, ticket_id=ticket_id, version=None, by=by, facts={"note": note.strip()}, also=also
    )


def _tell_those_who_can_hurry(db: Database, tx: Transaction, ticket: Ticket, by: By) -> None:
    to = {*concerned(db, ticket), *leaders(db, ticket)}
    facts = {"number": ticket.number, "urges": ticket.urges}
    outbox.tell(tx, to, "urged", ticket_id=ticket.id, now=by.now, facts=facts)
    if ticket.urges >= TELLS_DISPATCHERS:
        tell_dispatchers(db, tx, ticket, "urged", by.now)
