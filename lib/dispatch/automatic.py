"""Services that dispatch themselves: to the usual team, or to whom the plan for everything that waits gives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lib.catalog.services import Automatic, service
from lib.core.errors import Refusal
from lib.dispatch.planning import BEFORE_AN_APPOINTMENT, plan
from lib.dispatch.proposing import Line
from lib.people.organisation import teams
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.jobs import unfinished
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status


def assign_waiting(db: Database, now: datetime) -> int:
    """Everything new that dispatches itself is given to somebody, those returned excepted, which a person decides on.
    How many were."""
    waiting = list(_waiting(db, now))
    if not waiting:
        return 0
    lines = {line.ticket_id: line for line in plan(db, actor=SYSTEM, now=now).lines}
    return sum(_given(db, ticket, lines.get(ticket.id), now) for ticket in waiting)


def _waiting(db: Database, now: datetime) -> Iterator[Ticket]:
    for ticket in unfinished(db):
        found = service(db, ticket.service_code)
        later = ticket.appointment_at is not None and ticket.appointment_at - now > BEFORE_AN_APPOINTMENT
        if ticket.status is Status.NEW and not ticket.returns and not later and found and found.automatic:
            yield ticket


def _given(db: Database, ticket: Ticket, line: Line | None, now: datetime) -> bool:
    whom = _whom(db, ticket, line)
    if whom is None:
        return False
    by = By(actor=SYSTEM, now=now)
    try:
        dispatching.assign(db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=by)
    except Refusal:  # somebody was faster, or a paper lapsed a moment ago: the desk sees it waiting
        return False
    return True


def _whom(db: Database, ticket: Ticket, line: Line | None) -> Whom | None:
    """The person the plan names, where the service wants a person and one can; else the usual team."""
    found = service(db, ticket.service_code)
    if found is None:
        return None
    if found.automatic == Automatic.PERSON and line is not None:
        return line.whom
    team = teams(db).get(found.team_id) if found.team_id is not None else None
    return Whom(team_id=team.id) if team is not None and team.active else None
