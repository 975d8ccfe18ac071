"""The ticket's life: which action leads from where to where, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.tickets import conditions
from lib.tickets.changes import CHANGES, LATE, opened
from lib.tickets.ticket import OPEN, Act, Event, Ticket
from lib.tickets.words import ACTION_WORDS, STATUS_WORDS, Action, Status


class To(Enum):
    """Where an action leads when it is not always the same status."""

    UNCHANGED = "unchanged"
    WHERE_IT_STOOD = "where it stood"
    WHOEVER_IS_NAMED = "assigned, or new when nobody is named"
    BACK_ONCE = "new; the second time unchanged, for the dispatcher to decide"


_EVERY = frozenset(Status)

TRANSITIONS: Mapping[Action, tuple[frozenset[Status], Status | To]] = {
    Action.ANSWER: (frozenset({Status.NEW}), Status.CLOSED),
    Action.ASSIGN: (frozenset({Status.NEW}), Status.ASSIGNED),
    Action.REASSIGN: (
        frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD}),
        Status.ASSIGNED,
    ),
    Action.ACCEPT: (frozenset({Status.ASSIGNED}), Status.ACCEPTED),
    Action.RETURN: (frozenset({Status.ASSIGNED, Status.ACCEPTED}), To.BACK_ONCE),
    Action.ARRIVE: (frozenset({Status.ACCEPTED}), Status.IN_PROGRESS),
    Action.HOLD: (frozenset({Status.ACCEPTED, Status.IN_PROGRESS}), Status.ON_HOLD),
    Action.RESUME: (frozenset({Status.ON_HOLD}), To.WHERE_IT_STOOD),
    Action.COMPLETE: (frozenset({Status.ACCEPTED, Status.IN_PROGRESS}), Status.DONE),
    Action.CONFIRM: (frozenset({Status.DONE}), Status.CLOSED),
    Action.RATE: (frozenset({Status.DONE, Status.CLOSED}), Status.CLOSED),
    Action.CLOSE: (frozenset({Status.DONE}), Status.CLOSED),
    Action.REOPEN: (frozenset({Status.DONE, Status.CLOSED}), To.WHOEVER_IS_NAMED),
    Action.CANCEL: (frozenset({Status.NEW, Status.ASSIGNED}), Status.CANCELLED),
    Action.EDIT: (OPEN, To.UNCHANGED),
    Action.URGE: (OPEN, To.UNCHANGED),
    Action.COMMENT: (_EVERY, To.UNCHANGED),
    Action.MERGE: (frozenset({Status.NEW, Status.ASSIGNED, Status.ACCEPTED}), Status.MERGED),
    Action.SPLIT: (OPEN, To.UNCHANGED),
    Action.FOLLOW_ON: (OPEN, To.UNCHANGED),
    Action.HELP: (OPEN - {Status.NEW}, To.UNCHANGED),
    Action.WATCH: (OPEN, To.UNCHANGED),
    Action.ESCALATE: (OPEN, To.UNCHANGED),
    Action.CONFIRM_HOLD: (OPEN | {Status.DONE}, To.UNCHANGED),
}
"""Everything that can follow `open`."""


def can(status: Status, action: Action) -> bool:
    """Whether the action exists in that status at all."""
    return action in TRANSITIONS and status in TRANSITIONS[action][0]


def target(ticket: Ticket, act: Act) -> Status:
    """The status the act leads to; Refusal when it cannot start from where the ticket is."""
    if not can(ticket.status, act.action):
        raise Refusal(
            mark("“{action}” is not possible: the ticket is “{status}”."),
            action=ACTION_WORDS[act.action],
            status=STATUS_WORDS[ticket.status],
        )
    to = TRANSITIONS[act.action][1]
    match to:
        case To.UNCHANGED:
            return ticket.status
        case To.WHERE_IT_STOOD:
            return Status(ticket.hold_from)
        case To.WHOEVER_IS_NAMED:
            named = act.facts.get("assignee_id") or act.facts.get("team_id") or act.facts.get("vendor_id")
            return Status.ASSIGNED if named else Status.NEW
        case To.BACK_ONCE:
            return Status.NEW if ticket.returns == 0 else ticket.status
        case Status():
            return to


def apply(ticket: Ticket | None, act: Act) -> tuple[Ticket, Event]:
    """The ticket after the act, and the event that says so; Refusal when a rule forbids it.

    The act `open` takes no ticket; its facts hold id, number and everything asked for.
    """
    if ticket is None:
        conditions.check(None, act)
        event = _event(int(act.facts["id"]), 1, act, None, Status.NEW)
        return opened(event), event
    to = target(ticket, act)
    conditions.check(ticket, act)
    event = _event(ticket.id, ticket.version + 1, act, ticket.status, to)
    return evolve(ticket, event), event


def clamped(ticket: Ticket, happened_at: datetime, recorded_at: datetime) -> datetime:
    """When it happened, as the clock runs: not before the previous event, nor after it was written down."""
    return min(max(happened_at, ticket.changed_at), max(recorded_at, ticket.changed_at))


def evolve(ticket: Ticket | None, event: Event) -> Ticket:
    """The ticket after an event that already stands in the history; no rule is asked again."""
    if ticket is None:
        return opened(event)
    happened = clamped(ticket, event.happened_at, event.recorded_at)
    standing = {
        "version": event.seq,
        "status": event.to_status,
        "changed_at": happened,
        "proxied": ticket.proxied + (event.subject_id is not None),
        "late_recorded": ticket.late_recorded + (event.recorded_at - event.happened_at > LATE),
    }
    change = CHANGES.get(event.action)
    return ticket.after({**standing, **(change(ticket, event, happened) if change else {})})


def fold(events: Iterable[Event]) -> Ticket:
    """The ticket its events make, oldest first; at least the opening one."""
    ticket: Ticket | None = None
    for event in events:
        ticket = evolve(ticket, event)
    if ticket is None:
        raise ValueError("a ticket without events")
    return ticket


def _event(ticket_id: int, seq: int, act: Act, from_status: Status | None, to_status: Status) -> Event:
    return Event(
        ticket_id=ticket_id,
        seq=seq,
        action=act.action,
        actor_id=act.actor_id,
        actor_name=act.actor_name,
        subject_id=act.subject_id,
        happened_at=act.happened_at,
        recorded_at=act.recorded_at,
        from_status=from_status,
        to_status=to_status,
        facts=act.facts,
    )
