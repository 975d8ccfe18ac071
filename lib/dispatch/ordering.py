"""What the board asks for: one order at a time, carried out once however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.actions import closing, dispatching, merging, talking, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action

SPOKEN = {Action.ACCEPT: working.accept, Action.ARRIVE: working.arrive, Action.RESUME: working.resume}
"""What a technician tells the desk on the phone, written down for them by dropping the card on that column."""
OFFERED = (
    *(Action.ASSIGN, Action.REASSIGN, Action.EDIT, Action.URGE, Action.COMMENT, Action.CANCEL),
    Action.MERGE,
    *SPOKEN,
)
"""What can be done from the board; everything else is on the ticket's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`version`: the one the person saw. `words`: note or reason. `service`: what the service is
    corrected to. `into`: the ticket that carries on.
    `override`: a dispatcher's reason to give the job to somebody who lacks a paper that allows exceptions.
    `key`: the same for the same click, however often it is sent."""

    action: str
    ticket_id: int
    version: int | None
    whom: Whom = field(default_factory=Whom)
    words: str = ""
    service: str = ""
    into: int | None = None
    override: str = ""
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
    about, version, words = order.ticket_id, order.version, order.words
    match order.action:
        case Action.ASSIGN | Action.REASSIGN:
            give = dispatching.assign if order.action == Action.ASSIGN else dispatching.reassign
            whom, override = order.whom, order.override
            return give(db, ticket_id=about, version=version, whom=whom, note=words, override=override, by=by)
        case Action.EDIT:
            changes = {"service_code": order.service}
            return dispatching.edit(db, ticket_id=about, version=version, changes=changes, by=by)
        case Action.CANCEL:
            return closing.cancel(db, ticket_id=about, version=version, reason=words, by=by)
        case Action.ACCEPT | Action.ARRIVE | Action.RESUME:
            spoken = SPOKEN[Action(order.action)]
            return spoken(db, ticket_id=about, version=version, by=_for_whom(db, order, by))
        case Action.MERGE:
            return _merged(db, order, by)
        case Action.URGE:
            return talking.urge(db, ticket_id=about, note=words, by=by)
    return talking.comment(db, ticket_id=about, note=words, by=by)


def _merged(db: Database, order: Order, by: By) -> Ticket:
    """The ticket that ended in the other one."""
    if order.into is None:
        raise WrongInput(mark("Please choose the ticket that carries on."), field="into_id")
    merging.merge(
        db, ticket_id=order.ticket_id, version=order.version, into_id=order.into, by=by, note=order.words
    )
    # Inside the transaction: outside of it the ticket is still as it was.
    with db.transaction() as tx:
        return _as_it_is(records.by_id(tx, order.ticket_id))


def _for_whom(db: Database, order: Order, by: By) -> By:
    """The technician whose job it is said it; WrongInput by the use case where nobody in person has it."""
    ticket = records.by_id(db, order.ticket_id)
    return replace(by, subject_id=ticket.assignee_id) if ticket else by
