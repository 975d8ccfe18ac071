"""The urge that is one too many goes to those above."""

from __future__ import annotations

from datetime import datetime

from lib.store.database import Database, Transaction
from lib.tickets.actions.dispatching import leaders
from lib.tickets.actions.escalating import whom
from lib.tickets.actions.escalating.firing import Notice, fire
from lib.tickets.escalation import records
from lib.tickets.escalation.reached import URGED, Mark
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket


def after_urge(db: Database, tx: Transaction, ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after it was urged so often that leader, dispatchers and managers hear of it, once in each completion;
    as it was where this urge was none of that kind (the product's rule: the third urge escalates). Part of the urge's
    own transaction."""
    limit = rules(db).escalating_urge
    if not limit or ticket.urges < limit:
        return ticket
    mark = Mark(ticket.id, URGED, URGED, ticket.reopens, None)
    if mark.key in {one.key for one in records.marks_of(tx, ticket.id)}:
        return ticket
    ids = [*leaders(db, ticket), *whom.dispatchers(db, ticket, now), *whom.managers(db, ticket)]
    notice = Notice(
        ticket_id=ticket.id,
        marks=[mark],
        topic="urged_again",
        told=whom.named(db, ids),
        facts={"urges": ticket.urges},
    )
    return fire(db, notice, now) or ticket
