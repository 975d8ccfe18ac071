"""A leader's or dispatcher's word on a hold: only with it does a long one move what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.core.errors import NotAllowed, NotFound, Refusal
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.store.database import Database, Transaction
from lib.tickets import records
from lib.tickets.actions.pausing import dues_after, moved
from lib.tickets.actions.step import By, act, step
from lib.tickets.holds import held_by, hold_of, needs_a_word
from lib.tickets.life import Stretch
from lib.tickets.rules import rules
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Status


def confirm_hold(
    db: Database,
    *,
    ticket_id: int,
    version: int | None,
    hold_seq: int,
    confirmed: bool,
    note: str,
    by: By,
) -> Ticket:
    """The hold that began with the event `hold_seq` is accepted as a reason to wait, or not; also after it has ended,
    and again with another word. Due times move from its start, or back.

    NotAllowed for one's own hold; Refusal for one that needs no word (short, or stopping no promise), or the same word
    as before.
    """

    def said(ticket: Ticket) -> Mapping[str, Any]:
        history = records.events(db, ticket.id)
        hold = hold_of(history, hold_seq, by.now)
        _may_be_decided(db, hold, confirmed, by)
        facts: dict[str, Any] = {
            "hold_seq": hold_seq,
            "current_hold_seq": _current(ticket, history),
            "confirmed": confirmed,
            "note": note.strip(),
        }
        return facts | moved(ticket, dues_after(db, ticket, history, act(Action.CONFIRM_HOLD, by, facts)))

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        if ticket.assignee_id is not None:
            topic = "hold_confirmed" if confirmed else "hold_refused"
            facts = {"number": ticket.number, "note": note.strip()[:80]}
            outbox.tell(tx, [ticket.assignee_id], topic, ticket_id=ticket.id, now=by.now, facts=facts)

    return step(db, Action.CONFIRM_HOLD, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def _may_be_decided(db: Database, hold: Stretch | None, confirmed: bool, by: By) -> None:
    if hold is None:
        raise NotFound(mark("There is no such hold."))
    if by.actor.account_id is not None and by.actor.account_id == held_by(hold.by):
        raise NotAllowed(mark("Nobody confirms their own hold."))
    policy = rules(db).policy
    if not needs_a_word(hold, policy):
        message = mark("This hold needs no confirmation: it is short, or no promise waits for it.")
        raise Refusal(message)
    if hold.decided is confirmed:
        raise Refusal(mark("That has been said of this hold already."))


def _current(ticket: Ticket, history: list[Event]) -> int | None:
    """The hold the ticket is in now."""
    if ticket.status is not Status.ON_HOLD:
        return None
    return max(event.seq for event in history if event.action is Action.HOLD)
