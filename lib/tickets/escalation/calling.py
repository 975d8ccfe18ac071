"""Which emergencies the desk has to phone for now."""

from __future__ import annotations

from lib.store.database import Database
from lib.tickets.escalation import records
from lib.tickets.escalation.reached import unaccepted_since
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity, Status


def to_be_phoned(db: Database, ticket: Ticket) -> bool:
    """Whether the desk was asked to phone whoever has the emergency now, and it is still not accepted."""
    if ticket.severity is not Severity.EMERGENCY or ticket.status is not Status.ASSIGNED:
        return False
    asked = db.derived("escalation_to_phone", ("escalation",), lambda: records.to_phone(db))
    return asked.get(ticket.id) == int(unaccepted_since(ticket).timestamp())
