"""Tickets that move by time alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from lib.core.errors import Refusal
from lib.dispatch import automatic
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.tickets import call_backs, records
from lib.tickets.actions import closing, working
from lib.tickets.actions.escalating import job
from lib.tickets.actions.step import By
from lib.tickets.words import ClosedHow, Severity

FORM_KEYS_LAST = timedelta(days=30)


def wake(db: Database, now: datetime) -> int:
    """Held tickets whose time has come go on; how many."""
    return sum(_woken(db, ticket_id, now) for ticket_id in records.waking(db, now))


def _woken(db: Database, ticket_id: int, now: datetime) -> bool:
    try:
        working.resume(db, ticket_id=ticket_id, version=None, by=By(actor=SYSTEM, now=now))
    except Refusal:  # somebody resumed it a moment ago
        return False
    return True


def close_unanswered(db: Database, now: datetime) -> int:
    """Finished tickets whose department said nothing for the agreed working days are closed by time; an emergency
    is put on the call-back list instead. How many were closed."""
    return sum(
        _closed(db, ticket_id, now) for ticket_id in records.finished_before(db, now - timedelta(days=1))
    )


def _closed(db: Database, ticket_id: int, now: datetime) -> bool:
    ticket = records.by_id(db, ticket_id)
    if ticket is None:
        return False
    done_at = ticket.done_at or ticket.changed_at
    if not closing.overdue_for_a_word(db, done_at, now):
        return False
    if ticket.severity is Severity.EMERGENCY and not call_backs.answered(db, ticket.id, done_at):
        with db.transaction() as tx:
            call_backs.ask_for(tx, ticket.id, call_backs.EMERGENCY, now=now)
        return False
    by = By(actor=SYSTEM, now=now)
    try:
        closing.close(db, ticket_id=ticket.id, version=ticket.version, how=ClosedHow.TIMED_OUT, by=by)
    except Refusal:  # the department said its word a moment ago
        return False
    return True


def dispatch(db: Database, now: datetime) -> int:
    """What dispatches itself is given to somebody; how many tickets."""
    return automatic.assign_waiting(db, now)


def escalate(db: Database, now: datetime) -> int:
    """Whoever has to hear that a promise is about to be broken, or is, hears it; how many tickets it was about."""
    return job.run(db, now)


def forget_form_keys(db: Database, now: datetime) -> None:
    """Forms sent so long ago that nobody sends them again need not be recognised any more."""
    with db.transaction() as tx:
        tx.execute("DELETE FROM request_key WHERE created_at <= $before", before=now - FORM_KEYS_LAST)
