"""What the desk writes down in one go: an answer given on the phone, work that was phoned through first (直派补录)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.store.database import Database
from lib.tickets.actions import closing, dispatching, opening, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Opened, Wish
from lib.tickets.actions.step import By
from lib.tickets.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoned:
    """Who was phoned and when; `accepted_at` is None where that person has not said yes. `override`: a
    dispatcher's reason where that person lacks a paper that allows exceptions."""

    technician_id: int | None
    phoned_at: datetime
    accepted_at: datetime | None
    override: str = ""


def answer_in_place(db: Database, wish: Wish, *, note: str, by: By) -> Opened:
    """A consultation, whatever about, opened, answered and closed; nothing is written when one step is refused."""
    with db.transaction():
        opened = opening.open_ticket(db, replace(wish, kind=Kind.CONSULTATION), by=by)
        if opened.again:
            return opened
        ticket = closing.answer(
            db, ticket_id=opened.ticket.id, version=opened.ticket.version, note=note, by=by
        )
    return replace(opened, ticket=ticket)


def write_down_after(db: Database, wish: Wish, phoned: Phoned, *, by: By) -> Opened:
    """Opened, assigned and, if the technician said yes, accepted, each at the time it really happened.

    `by.happened_at` is when the department called. All of it or nothing: a refusal (times in the wrong order, more
    than 24 hours ago without a reason, somebody who takes no jobs) leaves no half ticket behind.
    """
    _in_order(phoned, by)
    if phoned.technician_id is None:
        raise WrongInput(mark("Please say who was phoned."), field="technician")
    with db.transaction():
        opened = opening.open_ticket(db, wish, by=by)
        if opened.again:
            return opened
        then = replace(by, happened_at=phoned.phoned_at)
        whom = Whom(assignee_id=phoned.technician_id)
        ticket = dispatching.assign(
            db,
            ticket_id=opened.ticket.id,
            version=opened.ticket.version,
            whom=whom,
            by=then,
            override=phoned.override,
        )
        if phoned.accepted_at is not None:
            said = replace(by, happened_at=phoned.accepted_at, subject_id=phoned.technician_id)
            ticket = working.accept(db, ticket_id=ticket.id, version=ticket.version, by=said)
    return replace(opened, ticket=ticket)


def _in_order(phoned: Phoned, by: By) -> None:
    called = by.happened_at or by.now
    if not called <= phoned.phoned_at <= (phoned.accepted_at or phoned.phoned_at):
        raise WrongInput(
            mark("First the call, then the phoning, then the yes: please check the times."), field="phoned_at"
        )
