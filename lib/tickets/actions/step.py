"""The one way a ticket changes: permission, rule, the row if nobody was faster, and its event, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.core.clock import local
from lib.core.errors import NotAllowed, NotFound, TooLate, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import accounts
from lib.people.roles import Actor, Permission, may, require
from lib.store.database import Database, Transaction
from lib.tickets import lifecycle, records
from lib.tickets.by import By as By
from lib.tickets.by import as_of_now as as_of_now
from lib.tickets.history import unsigned
from lib.tickets.rights import NEEDS, matter
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import DONE_WORDS, Action

Also = Callable[[Transaction, Ticket, Event], None]
Facts = Mapping[str, Any] | Callable[[Ticket], Mapping[str, Any]]


def load(db: Database, ticket_id: int, actor: Actor) -> Ticket:
    """The ticket, for somebody who may see it."""
    ticket = records.by_id(db, ticket_id)
    if ticket is None:
        raise NotFound(mark("There is no such ticket."))
    require(actor, Permission.SEE_TICKET, matter(db, ticket))
    return ticket


def step(
    db: Database,
    action: Action,
    *,
    ticket_id: int,
    version: int | None,
    by: By,
    facts: Facts | None = None,
    also: Also | None = None,
    needs: Permission | None = None,
    asked: bool = False,
) -> Ticket:
    """The ticket after the action. `version` is the one the person saw (None: whichever there is now).

    NotAllowed, NotFound, WrongInput and other refusals as the rules say; TooLate when somebody was faster,
    with who did what. `also` writes what belongs to the event in the same transaction. `needs` stands for the
    usual permission of the action (a signature is collected by the technician). `asked`: who may was asked
    already, about something else than the ticket (a round).
    """
    with db.transaction() as tx:
        ticket = records.by_id(tx, ticket_id)
        if ticket is None:
            raise NotFound(mark("There is no such ticket."))
        if version is not None and version != ticket.version and not _only_escalated(tx, ticket, version):
            # Whoever lost a race for a job may not even see it any more, yet has to hear who was faster.
            _permitted(db, _as_seen(tx, ticket, version), needs or NEEDS[action], by)
            raise too_late(tx, ticket)
        if not asked:
            _permitted(db, ticket, needs or NEEDS[action], by)
        said = facts(ticket) if callable(facts) else (facts or {})
        after, event = lifecycle.apply(ticket, act(action, by, said))
        if not records.change(tx, after, seen=ticket.version):
            raise too_late(tx, ticket)
        records.add_event(tx, event)
        if also:
            also(tx, after, event)
    return after


def act(action: Action, by: By, facts: Mapping[str, Any]) -> Act:
    """The act as the lifecycle takes it; acting for oneself is no acting for another."""
    subject = by.subject_id if by.subject_id != by.actor.account_id else None
    reason = {"late_reason": seen(by.late_reason)} if seen(by.late_reason) else {}
    link = {"reporter_id": by.actor.reporter_id} if by.actor.reporter_id is not None else {}
    return Act(
        action=action,
        actor_id=by.actor.account_id,
        actor_name=by.actor.name,
        subject_id=subject,
        happened_at=by.happened_at or by.now,
        recorded_at=by.now,
        facts={**_seen(facts), **reason, **link},
    )


def _seen(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts, what was typed among them as people see it; an invisible word is none. Codes are no plain text."""
    return {name: seen(value) if type(value) is str else value for name, value in facts.items()}


def _only_escalated(tx: Transaction, ticket: Ticket, version: int) -> bool:
    """Whether nobody but the clock did anything since: whoever accepts a job in the second in which it is escalated
    must not be told that somebody was faster."""
    since = [event.action for event in records.events(tx, ticket.id) if event.seq > version]
    return bool(since) and all(action is Action.ESCALATE for action in since)


def _as_seen(tx: Transaction, ticket: Ticket, version: int) -> Ticket:
    """The ticket as it was when the person looked at it."""
    before = [event for event in records.events(tx, ticket.id) if event.seq <= version]
    return lifecycle.fold(before) if before else ticket


def too_late(tx: Transaction, ticket: Ticket) -> TooLate:
    """Tells who did what a moment ago."""
    last = records.last_event(tx, ticket.id)
    assert last is not None
    return TooLate(
        mark(
            "{number} was {what} by {who} at {time}; it has been refreshed for you. What you typed is still here."
        ),
        number=ticket.number,
        what=DONE_WORDS[last.action],
        who=last.actor_name or unsigned(last),
        time=f"{local(last.recorded_at):%H:%M}",
    )


def _permitted(db: Database, ticket: Ticket, needs: Permission, by: By) -> None:
    about, actor = matter(db, ticket, needs), as_of_now(db, by.actor)
    require(actor, needs, about)
    if by.subject_id is not None and by.subject_id != by.actor.account_id:
        require(actor, Permission.ACT_FOR_OTHERS, about)
        subject = accounts.actor(db, by.subject_id)
        if not may(subject, needs, about) or (
            needs is Permission.WORK_TICKET and not _theirs(subject, ticket)
        ):
            raise NotAllowed(mark("This job is not theirs: assign it to them first."))
    elif needs is Permission.WORK_TICKET and not actor.system and not _theirs(actor, ticket):
        raise WrongInput(mark("Please say for which technician you do this."), field="subject_id")


def _theirs(worker: Actor, ticket: Ticket) -> bool:
    if ticket.assignee_id is not None:
        return ticket.assignee_id == worker.account_id
    return worker.team_id is not None
