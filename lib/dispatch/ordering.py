"""What the board asks for: one order at a time, carried out once however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.actions import closing, dispatching, talking
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action

OFFERED = (Action.ASSIGN, Action.REASSIGN, Action.EDIT, Action.URGE, Action.COMMENT, Action.CANCEL)
"""What can be done from the board; everything else is on the ticket's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`version`: the one the person saw. `words`: note or reason. `service`: what the service is
    corrected to.
    `key`: the same for the same click, however often it is sent."""

    action: str
    ticket_id: int
    version: int | None
    whom: Whom = field(default_factory=Whom)
    words: str = ""
    service: str = ""
    key: str = ""


def carry_out(db: Database, order: Order, *, by: By) -> Ticket:
    """The ticket after the order; a repeated key does nothing more. Refusals as the use cases say."""
    if order.action not in OFFERED:
        raise WrongInput(mark("This cannot be done from the board."))
    key = f"board:{by.actor.account_id}:{order.key}"
    with db.transaction() as tx:
        if order.key and tx.value("SELECT 1 FROM request_key WHERE key = $key", key=key):
            return _as_it_is(records.by_id(tx, order.ticket_id))
        ticket = _done(db, order, by)
        if order.key:
            tx.insert("request_key", {"key": key, "answer": "", "created_at": by.now})
    return ticket


def _as_it_is(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise NotFound(mark("There is no such ticket."))
    return ticket


def _done(db: Database, order: Order, by: By) -> Ticket:
    which = {"ticket_id": order.ticket_id, "version": order.version}
    match order.action:
        case Action.ASSIGN:
            return dispatching.assign(db, **which, whom=order.whom, by=by, note=order.words)  # type: ignore[arg-type]
        case Action.REASSIGN:
            return dispatching.reassign(db, **which, whom=order.whom, by=by, note=order.words)  # type: ignore[arg-type]
        case Action.EDIT:
            return dispatching.edit(db, **which, changes={"service_code": order.service}, by=by)  # type: ignore[arg-type]
        case Action.CANCEL:
            return closing.cancel(db, **which, reason=order.words, by=by)  # type: ignore[arg-type]
        case Action.URGE:
            return talking.urge(db, ticket_id=order.ticket_id, note=order.words, by=by)
    return talking.comment(db, ticket_id=order.ticket_id, note=order.words, by=by)
