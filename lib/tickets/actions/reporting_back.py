"""What those who reported a ticket are told while it goes on, by their phone."""

from __future__ import annotations

from collections.abc import Mapping

from lib.core.i18n import Language
from lib.notifications import outbox
from lib.people import accounts
from lib.store.database import Database, Transaction
from lib.tickets.actions.step import Also
from lib.tickets.telling import polite
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import HOLD_WORDS, Action

TOPICS: Mapping[Action, str] = {
    Action.ACCEPT: "reporter_accepted",
    Action.HOLD: "reporter_held",
    Action.COMPLETE: "reporter_done",
}


def told(db: Database) -> Also:
    """Writes the message that belongs to the event: who comes, why it waits and until when, or that it is finished."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        name = accounts.names(db).get(ticket.assignee_id, "") if ticket.assignee_id is not None else ""
        facts = {
            "number": ticket.number,
            # Reporters are written to in Chinese: nobody asked them for another language.
            "who": polite(name, Language.ZH),
            "reason": HOLD_WORDS.get(ticket.hold_reason, ""),
            "until": ticket.hold_until,
        }
        topic = TOPICS[event.action]
        outbox.tell_reporters(tx, topic, ticket_id=ticket.id, now=event.recorded_at, facts=facts)

    return also
