"""Which permission each action needs, and what is possible for whom now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from lib.people.organisation import departments, teams
from lib.people.roles import Actor, Matter, Permission, Role, may
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.conditions import window_over
from lib.tickets.lifecycle import can
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Kind, Status

NEEDS: Mapping[Action, Permission] = {
    Action.OPEN: Permission.OPEN_TICKET,
    Action.ANSWER: Permission.ANSWER_TICKET,
    Action.ASSIGN: Permission.ASSIGN_TICKET,
    Action.REASSIGN: Permission.REASSIGN_TICKET,
    Action.ACCEPT: Permission.WORK_TICKET,
    Action.RETURN: Permission.WORK_TICKET,
    Action.ARRIVE: Permission.WORK_TICKET,
    Action.HOLD: Permission.WORK_TICKET,
    Action.RESUME: Permission.WORK_TICKET,
    Action.COMPLETE: Permission.WORK_TICKET,
    Action.CONFIRM: Permission.CONFIRM_TICKET,
    Action.RATE: Permission.RATE_TICKET,
    Action.CLOSE: Permission.CLOSE_TICKET,
    Action.REOPEN: Permission.REOPEN_TICKET,
    Action.CANCEL: Permission.CANCEL_TICKET,
    Action.EDIT: Permission.EDIT_TICKET,
    Action.URGE: Permission.URGE_TICKET,
    Action.COMMENT: Permission.COMMENT_TICKET,
    Action.MERGE: Permission.MERGE_TICKET,
    Action.SPLIT: Permission.SPLIT_TICKET,
    Action.FOLLOW_ON: Permission.FOLLOW_TICKET,
    Action.HELP: Permission.GIVE_HELPERS,
    Action.WATCH: Permission.WATCH_TICKET,
    Action.ESCALATE: Permission.ESCALATE_TICKET,
    Action.CONFIRM_HOLD: Permission.CONFIRM_HOLD,
}


NOT_FOR_HELPERS = frozenset({Permission.WORK_TICKET, Permission.GIVE_HELPERS})
"""What the lead of a job alone decides: its steps, and who comes along."""


def matter(db: Database, ticket: Ticket, permission: Permission | None = None) -> Matter:
    """The ticket in the terms of a scope; with the permission that is asked for, since helpers do not reach all."""
    return Matter(
        ticket_id=ticket.id,
        department_id=ticket.department_id,
        campus_id=campus_of(db, ticket.location_id, ticket.department_id),
        vendor_id=ticket.vendor_id,
        team_id=ticket.team_id,
        assignee_id=ticket.assignee_id,
        helpers=() if permission in NOT_FOR_HELPERS else ticket.helpers,
    )


def campus_of(db: Database, location_id: int | None, department_id: int | None) -> int | None:
    """The campus of the place; without a place that of the department."""
    if place := location(db, location_id):
        return place.campus_id
    department = departments(db).get(department_id) if department_id is not None else None
    return department.campus_id if department else None


def possible(db: Database, ticket: Ticket, actor: Actor, now: datetime) -> list[Action]:
    """The actions a page offers this person for this ticket now, in the order of the life."""
    over, alone = _over(db, ticket, now), matter(db, ticket, Permission.WORK_TICKET)
    about = replace(alone, helpers=ticket.helpers)
    return [
        action
        for action, permission in NEEDS.items()
        if can(ticket.status, action)
        and action not in over
        and may(actor, permission, alone if permission in NOT_FOR_HELPERS else about)
        and not _pointless(ticket, action, actor)
        and not (action is Action.ACCEPT and left_to_the_leader(db, ticket, actor))
    ]


def left_to_the_leader(db: Database, ticket: Ticket, actor: Actor) -> bool:
    """Whether it was given to a team in which the leader passes jobs on, and this person is neither leader nor desk."""
    team = teams(db).get(ticket.team_id or 0)
    if ticket.assignee_id is not None or team is None or team.takes or actor.system:
        return False
    about = matter(db, ticket)
    return not may(actor, Permission.REASSIGN_TICKET, about) and not may(
        actor, Permission.ACT_FOR_OTHERS, about
    )


def _over(db: Database, ticket: Ticket, now: datetime) -> set[Action]:
    """What the department may do for some days after the work only, where these have passed."""
    decided = rules(db)
    windows = {Action.RATE: decided.rating_window_days, Action.REOPEN: decided.reopen_window_days}
    return {action for action, days in windows.items() if window_over(ticket, days, now)}


def _pointless(ticket: Ticket, action: Action, actor: Actor) -> bool:
    """Would be refused whatever is typed: no button for it."""
    if action is Action.ANSWER:
        return ticket.kind != Kind.CONSULTATION
    workers = (ticket.done_by, ticket.assignee_id, *ticket.helpers)
    own_work = actor.account_id is not None and actor.account_id in workers
    if action in (Action.CONFIRM, Action.RATE, Action.REOPEN) and own_work:
        return ticket.completions > 0
    if action is Action.RATE:
        return ticket.rated >= ticket.completions
    if action is Action.CONFIRM_HOLD:
        return ticket.status is not Status.ON_HOLD
    if action is Action.CANCEL and actor.roles == {Role.REPORTER}:
        return ticket.status is not Status.NEW
    return False
