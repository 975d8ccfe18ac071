"""Roles, permissions, and the one question everything asks: may this person do that, here?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lib.core.errors import NotAllowed
from lib.core.i18n import mark


class Role(StrEnum):
    REPORTER = "reporter"
    FOLLOWER = "follower"
    LIAISON = "liaison"
    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    LEADER = "leader"
    TECHNICIAN = "technician"
    INSPECTOR = "inspector"
    MANAGER = "manager"
    CONTRACT_OFFICER = "contract_officer"
    VENDOR = "vendor"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SCREEN = "screen"


ROLE_WORDS: Mapping[Role, str] = {
    Role.OPERATOR: mark("Desk operator"),
    Role.DISPATCHER: mark("Dispatcher"),
    Role.LEADER: mark("Team leader"),
    Role.TECHNICIAN: mark("Technician"),
    Role.LIAISON: mark("Ward liaison"),
    Role.REPORTER: mark("Reporter"),
    Role.FOLLOWER: mark("Follower"),
    Role.INSPECTOR: mark("Inspector"),
    Role.MANAGER: mark("Manager"),
    Role.CONTRACT_OFFICER: mark("Contract officer"),
    Role.VENDOR: mark("Vendor account"),
    Role.ANALYST: mark("Analyst"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.SCREEN: mark("Screen on the wall"),
}


class Permission(StrEnum):
    SEE_TICKET = "see_ticket"
    SEE_PERSONAL = "see_personal"
    OPEN_TICKET = "open_ticket"
    ANSWER_TICKET = "answer_ticket"
    EDIT_TICKET = "edit_ticket"
    ASSIGN_TICKET = "assign_ticket"
    REASSIGN_TICKET = "reassign_ticket"
    WORK_TICKET = "work_ticket"
    ACT_FOR_OTHERS = "act_for_others"
    URGE_TICKET = "urge_ticket"
    CONFIRM_TICKET = "confirm_ticket"
    RATE_TICKET = "rate_ticket"
    REOPEN_TICKET = "reopen_ticket"
    CANCEL_TICKET = "cancel_ticket"
    CLOSE_TICKET = "close_ticket"
    COMMENT_TICKET = "comment_ticket"
    MERGE_TICKET = "merge_ticket"
    SPLIT_TICKET = "split_ticket"
    FOLLOW_TICKET = "follow_ticket"
    GIVE_HELPERS = "give_helpers"
    WATCH_TICKET = "watch_ticket"
    ESCALATE_TICKET = "escalate_ticket"
    CONFIRM_HOLD = "confirm_hold"
    DECLARE_OUTAGE = "declare_outage"
    CALL_BACK = "call_back"
    SEE_BOARD = "see_board"
    SEE_OVERVIEW = "see_overview"
    SEE_MY_JOBS = "see_my_jobs"
    SEARCH = "search"
    SEE_PEOPLE = "see_people"
    BIND_PHONE = "bind_phone"
    SEE_PLACES = "see_places"
    SEE_CATALOG = "see_catalog"
    ANNOUNCE = "announce"
    ADMINISTER = "administer"
    HANG_LABELS = "hang_labels"
    SEE_DUTY = "see_duty"
    KEEP_DUTY = "keep_duty"
    HAND_OVER = "hand_over"
    SEE_PAPERS = "see_papers"
    KEEP_PAPERS = "keep_papers"
    OVERRIDE_PAPERS = "override_papers"
    SEE_ROUNDS = "see_rounds"
    DO_ROUNDS = "do_rounds"
    KEEP_ROUNDS = "keep_rounds"
    KEEP_PLANS = "keep_plans"
    SEE_ASSETS = "see_assets"
    KEEP_ASSETS = "keep_assets"
    SEE_SHARING = "see_sharing"
    KEEP_SHARING = "keep_sharing"
    CHECK_SHARING = "check_sharing"
    APPROVE_SHARING = "approve_sharing"
    SEE_STATEMENTS = "see_statements"
    ANSWER_STATEMENTS = "answer_statements"
    SCORE_TEAMS = "score_teams"
    SEE_REPORTS = "see_reports"
    KEEP_REPORTS = "keep_reports"
    SEE_ANALYTICS = "see_analytics"
    DOWNLOAD_DATA = "download_data"


class Scope(StrEnum):
    """How far a role reaches. OWN: jobs that are mine, or my team's while nobody has taken them."""

    EVERYWHERE = "everywhere"
    CAMPUS = "campus"
    DEPARTMENT = "department"
    VENDOR = "vendor"
    TEAM = "team"
    OWN = "own"
    TICKET = "ticket"


_P = Permission
_DESK = frozenset({
    _P.SEE_TICKET, _P.SEE_PERSONAL, _P.OPEN_TICKET, _P.ANSWER_TICKET, _P.EDIT_TICKET,
    _P.ACT_FOR_OTHERS, _P.WORK_TICKET, _P.URGE_TICKET, _P.RATE_TICKET, _P.REOPEN_TICKET,
    _P.CANCEL_TICKET, _P.COMMENT_TICKET, _P.CALL_BACK, _P.SEE_BOARD, _P.SEE_OVERVIEW, _P.SEARCH,
    _P.SEE_PLACES, _P.SEE_CATALOG, _P.ASSIGN_TICKET, _P.BIND_PHONE, _P.SEE_PEOPLE,
    _P.MERGE_TICKET, _P.SPLIT_TICKET, _P.FOLLOW_TICKET, _P.GIVE_HELPERS, _P.SEE_DUTY, _P.HAND_OVER,
    _P.SEE_PAPERS, _P.DECLARE_OUTAGE, _P.SEE_ROUNDS, _P.SEE_ASSETS,
})  # fmt: skip

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.REPORTER: frozenset({
        _P.SEE_TICKET, _P.URGE_TICKET, _P.CONFIRM_TICKET, _P.RATE_TICKET, _P.REOPEN_TICKET,
        _P.CANCEL_TICKET, _P.COMMENT_TICKET,
    }),
    Role.FOLLOWER: frozenset({_P.SEE_TICKET, _P.URGE_TICKET, _P.COMMENT_TICKET}),
    Role.LIAISON: frozenset({
        _P.SEE_TICKET, _P.SEE_PERSONAL, _P.OPEN_TICKET, _P.URGE_TICKET, _P.CONFIRM_TICKET,
        _P.RATE_TICKET, _P.REOPEN_TICKET, _P.COMMENT_TICKET, _P.SEE_OVERVIEW, _P.SEARCH, _P.SCORE_TEAMS,
    }),
    Role.OPERATOR: _DESK,
    Role.DISPATCHER: _DESK | {
        _P.REASSIGN_TICKET, _P.CLOSE_TICKET, _P.ANNOUNCE, _P.WATCH_TICKET, _P.ESCALATE_TICKET, _P.CONFIRM_HOLD,
        _P.KEEP_DUTY, _P.OVERRIDE_PAPERS, _P.KEEP_ROUNDS, _P.KEEP_PLANS, _P.KEEP_ASSETS,
        _P.SEE_REPORTS, _P.SEE_ANALYTICS,
    },
    Role.LEADER: frozenset({
        _P.SEE_TICKET, _P.SEE_PERSONAL, _P.REASSIGN_TICKET, _P.WORK_TICKET,
        _P.ACT_FOR_OTHERS, _P.COMMENT_TICKET, _P.SEE_BOARD, _P.SEE_OVERVIEW, _P.SEE_MY_JOBS,
        _P.SEARCH, _P.BIND_PHONE, _P.SEE_PEOPLE, _P.HANG_LABELS, _P.SPLIT_TICKET, _P.FOLLOW_TICKET,
        _P.GIVE_HELPERS, _P.CONFIRM_HOLD, _P.SEE_DUTY, _P.KEEP_DUTY, _P.HAND_OVER, _P.SEE_PAPERS,
        _P.SEE_ROUNDS, _P.DO_ROUNDS, _P.KEEP_ROUNDS, _P.SEE_ASSETS,
    }),
    Role.TECHNICIAN: frozenset({
        _P.SEE_TICKET, _P.SEE_PERSONAL, _P.WORK_TICKET, _P.COMMENT_TICKET, _P.SEE_MY_JOBS, _P.HANG_LABELS,
        _P.FOLLOW_TICKET, _P.GIVE_HELPERS, _P.SEE_DUTY, _P.HAND_OVER, _P.SEE_ROUNDS, _P.DO_ROUNDS, _P.SEE_ASSETS,
    }),
    Role.INSPECTOR: frozenset({
        _P.SEE_TICKET, _P.OPEN_TICKET, _P.COMMENT_TICKET, _P.SEARCH, _P.SEE_PLACES, _P.HANG_LABELS,
        _P.SEE_ROUNDS, _P.DO_ROUNDS, _P.SEE_ASSETS,
    }),
    Role.MANAGER: frozenset({
        _P.SEE_TICKET, _P.SEE_PERSONAL, _P.COMMENT_TICKET, _P.SEE_BOARD, _P.SEE_OVERVIEW,
        _P.SEARCH, _P.SEE_PEOPLE, _P.SEE_PLACES, _P.SEE_CATALOG, _P.ANNOUNCE, _P.WATCH_TICKET,
        _P.SEE_DUTY, _P.SEE_PAPERS, _P.SEE_ROUNDS, _P.KEEP_ROUNDS, _P.KEEP_PLANS, _P.SEE_ASSETS,
        _P.SEE_SHARING, _P.CHECK_SHARING, _P.APPROVE_SHARING, _P.SEE_STATEMENTS,
        _P.SEE_REPORTS, _P.KEEP_REPORTS, _P.SEE_ANALYTICS, _P.DOWNLOAD_DATA,
    }),
    Role.CONTRACT_OFFICER: frozenset({
        _P.SEE_TICKET, _P.SEE_OVERVIEW, _P.SEARCH, _P.SEE_PEOPLE, _P.SEE_PAPERS, _P.KEEP_PAPERS,
        _P.SEE_ROUNDS, _P.SEE_ASSETS,
        _P.SEE_SHARING, _P.KEEP_SHARING, _P.CHECK_SHARING, _P.SEE_STATEMENTS,
        _P.SEE_REPORTS, _P.SEE_ANALYTICS, _P.DOWNLOAD_DATA,
    }),
    Role.VENDOR: frozenset({
        _P.SEE_TICKET, _P.SEE_OVERVIEW, _P.SEARCH, _P.COMMENT_TICKET, _P.SEE_DUTY, _P.SEE_PAPERS,
        _P.SEE_ROUNDS, _P.SEE_ASSETS, _P.SEE_STATEMENTS, _P.ANSWER_STATEMENTS,
    }),
    Role.ANALYST: frozenset({
        _P.SEE_TICKET, _P.SEE_OVERVIEW, _P.SEARCH, _P.SEE_ROUNDS, _P.SEE_ASSETS,
        _P.SEE_REPORTS, _P.SEE_ANALYTICS, _P.DOWNLOAD_DATA,
    }),
    Role.ADMINISTRATOR: frozenset({
        _P.SEE_TICKET, _P.SEE_OVERVIEW, _P.SEARCH, _P.SEE_PEOPLE, _P.BIND_PHONE,
        _P.SEE_PLACES, _P.SEE_CATALOG, _P.ANNOUNCE, _P.ADMINISTER, _P.HANG_LABELS,
        _P.SEE_DUTY, _P.KEEP_DUTY, _P.SEE_PAPERS, _P.KEEP_PAPERS,
        _P.SEE_ROUNDS, _P.KEEP_ROUNDS, _P.KEEP_PLANS, _P.SEE_ASSETS, _P.KEEP_ASSETS,
        _P.SEE_REPORTS, _P.SEE_ANALYTICS, _P.DOWNLOAD_DATA,
    }),
    Role.SCREEN: frozenset({_P.SEE_BOARD}),
}  # fmt: skip

SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.REPORTER: frozenset({Scope.TICKET}),
    Role.FOLLOWER: frozenset({Scope.TICKET}),
    Role.LIAISON: frozenset({Scope.DEPARTMENT}),
    Role.OPERATOR: frozenset({Scope.EVERYWHERE, Scope.CAMPUS}),
    Role.DISPATCHER: frozenset({Scope.EVERYWHERE, Scope.CAMPUS}),
    Role.LEADER: frozenset({Scope.TEAM, Scope.VENDOR}),
    Role.TECHNICIAN: frozenset({Scope.OWN}),
    Role.INSPECTOR: frozenset({Scope.EVERYWHERE, Scope.CAMPUS}),
    Role.MANAGER: frozenset({Scope.EVERYWHERE, Scope.CAMPUS}),
    Role.CONTRACT_OFFICER: frozenset({Scope.EVERYWHERE}),
    Role.VENDOR: frozenset({Scope.VENDOR}),
    Role.ANALYST: frozenset({Scope.EVERYWHERE, Scope.CAMPUS}),
    Role.ADMINISTRATOR: frozenset({Scope.EVERYWHERE}),
    Role.SCREEN: frozenset({Scope.EVERYWHERE, Scope.CAMPUS}),
}

BY_LINK = frozenset({Role.REPORTER, Role.FOLLOWER})
"""Held by whoever has a tracking link, never by an account: the first who reported, and those who joined."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somebody holds, and how far it reaches there."""

    role: Role
    scope: Scope
    scope_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a question is about, in the terms a scope can be compared with."""

    ticket_id: int | None = None
    department_id: int | None = None
    campus_id: int | None = None
    vendor_id: int | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    helpers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: an account with its grants, one of a ticket's reporters by a link, or the product itself."""

    account_id: int | None
    name: str
    grants: frozenset[Grant] = field(default_factory=frozenset)
    team_id: int | None = None
    reporter_id: int | None = None
    system: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


SYSTEM = Actor(account_id=None, name="", system=True)


def by_link(ticket_id: int, name: str, *, first: bool = True, reporter_id: int | None = None) -> Actor:
    """Whoever holds a tracking link of one ticket: the first who reported it decides about it, others follow it."""
    grant = Grant(Role.REPORTER if first else Role.FOLLOWER, Scope.TICKET, ticket_id)
    return Actor(account_id=None, name=name, grants=frozenset({grant}), reporter_id=reporter_id)


def may(actor: Actor, permission: Permission, matter: Matter | None = None) -> bool:
    """Whether one of the actor's grants gives the permission and reaches the matter (None: anywhere at all)."""
    if actor.system:
        return True
    return any(
        permission in GRANTS[grant.role] and (matter is None or _reaches(grant, actor, matter))
        for grant in actor.grants
    )


def require(actor: Actor, permission: Permission, matter: Matter | None = None) -> None:
    """NotAllowed unless `may`."""
    if not may(actor, permission, matter):
        raise NotAllowed(mark("You are not allowed to do this here."))


def _reaches(grant: Grant, actor: Actor, matter: Matter) -> bool:
    match grant.scope:
        case Scope.EVERYWHERE:
            return True
        case Scope.CAMPUS:
            return matter.campus_id == grant.scope_id
        case Scope.DEPARTMENT:
            return matter.department_id == grant.scope_id
        case Scope.VENDOR:
            return matter.vendor_id == grant.scope_id
        case Scope.TEAM:
            return matter.team_id == grant.scope_id
        case Scope.TICKET:
            return matter.ticket_id == grant.scope_id
        case Scope.OWN:
            mine = actor.account_id is not None and actor.account_id in (matter.assignee_id, *matter.helpers)
            return mine or (
                matter.assignee_id is None and matter.team_id is not None and matter.team_id == actor.team_id
            )
