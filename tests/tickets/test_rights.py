"""Who may do what, literally: permissions of roles, reaches of scopes, and what a page offers to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed
from lib.people import accounts
from lib.people.roles import (
    GRANTS,
    SCOPES,
    SYSTEM,
    Actor,
    Grant,
    Matter,
    Permission,
    Role,
    Scope,
    by_link,
    may,
    require,
)
from lib.tickets.actions import working
from lib.tickets.rights import NEEDS, matter, possible
from lib.tickets.words import Action, Severity, Status

# Columns: reporter, follower, liaison, operator, dispatcher, leader, technician, inspector, manager, contract officer,
# vendor, analyst, administrator, screen.
PERMISSIONS = """
                 rep fol lia ope dis lea tec ins man con ven ana adm scr
see_ticket        x   x   x   x   x   x   x   x   x   x   x   x   x   .
see_personal      .   .   x   x   x   x   x   .   x   .   .   .   .   .
open_ticket       .   .   x   x   x   .   .   x   .   .   .   .   .   .
answer_ticket     .   .   .   x   x   .   .   .   .   .   .   .   .   .
edit_ticket       .   .   .   x   x   .   .   .   .   .   .   .   .   .
assign_ticket     .   .   .   x   x   .   .   .   .   .   .   .   .   .
reassign_ticket   .   .   .   .   x   x   .   .   .   .   .   .   .   .
work_ticket       .   .   .   x   x   x   x   .   .   .   .   .   .   .
act_for_others    .   .   .   x   x   x   .   .   .   .   .   .   .   .
urge_ticket       x   x   x   x   x   .   .   .   .   .   .   .   .   .
confirm_ticket    x   .   x   .   .   .   .   .   .   .   .   .   .   .
rate_ticket       x   .   x   x   x   .   .   .   .   .   .   .   .   .
reopen_ticket     x   .   x   x   x   .   .   .   .   .   .   .   .   .
cancel_ticket     x   .   .   x   x   .   .   .   .   .   .   .   .   .
close_ticket      .   .   .   .   x   .   .   .   .   .   .   .   .   .
comment_ticket    x   x   x   x   x   x   x   x   x   .   x   .   .   .
merge_ticket      .   .   .   x   x   .   .   .   .   .   .   .   .   .
split_ticket      .   .   .   x   x   x   .   .   .   .   .   .   .   .
follow_ticket     .   .   .   x   x   x   x   .   .   .   .   .   .   .
give_helpers      .   .   .   x   x   x   x   .   .   .   .   .   .   .
watch_ticket      .   .   .   .   x   .   .   .   x   .   .   .   .   .
escalate_ticket   .   .   .   .   x   .   .   .   .   .   .   .   .   .
confirm_hold      .   .   .   .   x   x   .   .   .   .   .   .   .   .
declare_outage    .   .   .   x   x   .   .   .   .   .   .   .   .   .
call_back         .   .   .   x   x   .   .   .   .   .   .   .   .   .
see_board         .   .   .   x   x   x   .   .   x   .   .   .   .   x
see_overview      .   .   x   x   x   x   .   .   x   x   x   x   x   .
see_my_jobs       .   .   .   .   .   x   x   .   .   .   .   .   .   .
search            .   .   x   x   x   x   .   x   x   x   x   x   x   .
see_people        .   .   .   x   x   x   .   .   x   x   .   .   x   .
bind_phone        .   .   .   x   x   x   .   .   .   .   .   .   x   .
see_places        .   .   .   x   x   .   .   x   x   .   .   .   x   .
see_catalog       .   .   .   x   x   .   .   .   x   .   .   .   x   .
announce          .   .   .   .   x   .   .   .   x   .   .   .   x   .
administer        .   .   .   .   .   .   .   .   .   .   .   .   x   .
hang_labels       .   .   .   .   .   x   x   x   .   .   .   .   x   .
see_duty          .   .   .   x   x   x   x   .   x   .   x   .   x   .
keep_duty         .   .   .   .   x   x   .   .   .   .   .   .   x   .
hand_over         .   .   .   x   x   x   x   .   .   .   .   .   .   .
see_papers        .   .   .   x   x   x   .   .   x   x   x   .   x   .
keep_papers       .   .   .   .   .   .   .   .   .   x   .   .   x   .
override_papers   .   .   .   .   x   .   .   .   .   .   .   .   .   .
see_rounds        .   .   .   x   x   x   x   x   x   x   x   x   x   .
do_rounds         .   .   .   .   .   x   x   x   .   .   .   .   .   .
keep_rounds       .   .   .   .   x   x   .   .   x   .   .   .   x   .
keep_plans        .   .   .   .   x   .   .   .   x   .   .   .   x   .
see_assets        .   .   .   x   x   x   x   x   x   x   x   x   x   .
keep_assets       .   .   .   .   x   .   .   .   .   .   .   .   x   .
see_sharing       .   .   .   .   .   .   .   .   x   x   .   .   .   .
keep_sharing      .   .   .   .   .   .   .   .   .   x   .   .   .   .
check_sharing     .   .   .   .   .   .   .   .   x   x   .   .   .   .
approve_sharing   .   .   .   .   .   .   .   .   x   .   .   .   .   .
see_statements    .   .   .   .   .   .   .   .   x   x   x   .   .   .
answer_statements .   .   .   .   .   .   .   .   .   .   x   .   .   .
score_teams       .   .   x   .   .   .   .   .   .   .   .   .   .   .
see_reports       .   .   .   .   x   .   .   .   x   x   .   x   x   .
keep_reports      .   .   .   .   .   .   .   .   x   .   .   .   .   .
see_analytics     .   .   .   .   x   .   .   .   x   x   .   x   x   .
download_data     .   .   .   .   .   .   .   .   x   x   .   x   x   .
"""

REACHES = {
    Role.REPORTER: {Scope.TICKET},
    Role.FOLLOWER: {Scope.TICKET},
    Role.LIAISON: {Scope.DEPARTMENT},
    Role.OPERATOR: {Scope.EVERYWHERE, Scope.CAMPUS},
    Role.DISPATCHER: {Scope.EVERYWHERE, Scope.CAMPUS},
    Role.LEADER: {Scope.TEAM, Scope.VENDOR},
    Role.TECHNICIAN: {Scope.OWN},
    Role.INSPECTOR: {Scope.EVERYWHERE, Scope.CAMPUS},
    Role.MANAGER: {Scope.EVERYWHERE, Scope.CAMPUS},
    Role.CONTRACT_OFFICER: {Scope.EVERYWHERE},
    Role.VENDOR: {Scope.VENDOR},
    Role.ANALYST: {Scope.EVERYWHERE, Scope.CAMPUS},
    Role.ADMINISTRATOR: {Scope.EVERYWHERE},
    Role.SCREEN: {Scope.EVERYWHERE, Scope.CAMPUS},
}

ACTIONS_NEED = {
    "open": "open_ticket",
    "answer": "answer_ticket",
    "assign": "assign_ticket",
    "reassign": "reassign_ticket",
    "accept": "work_ticket",
    "return": "work_ticket",
    "arrive": "work_ticket",
    "hold": "work_ticket",
    "resume": "work_ticket",
    "complete": "work_ticket",
    "confirm": "confirm_ticket",
    "rate": "rate_ticket",
    "close": "close_ticket",
    "reopen": "reopen_ticket",
    "cancel": "cancel_ticket",
    "edit": "edit_ticket",
    "urge": "urge_ticket",
    "comment": "comment_ticket",
    "merge": "merge_ticket",
    "split": "split_ticket",
    "follow_on": "follow_ticket",
    "help": "give_helpers",
    "watch": "watch_ticket",
    "escalate": "escalate_ticket",
    "confirm_hold": "confirm_hold",
}


def _rows() -> list[tuple[Permission, list[str]]]:
    _, *rows = (line.split() for line in PERMISSIONS.strip().splitlines())
    return [(Permission(name), marks) for name, *marks in rows]


CELLS = [
    (role, permission, mark == "x")
    for permission, marks in _rows()
    for role, mark in zip(Role, marks, strict=True)
]


def test_the_table_names_every_permission_of_every_role() -> None:
    assert [name[:3] for name in Role] == PERMISSIONS.split()[:14]
    assert [permission for permission, _ in _rows()] == list(Permission)
    assert len(CELLS) == len(Role) * len(Permission)


@pytest.mark.parametrize(("role", "permission", "granted"), CELLS)
def test_a_role_holds_what_the_table_says_and_nothing_else(
    role: Role, permission: Permission, granted: bool
) -> None:
    assert (permission in GRANTS[role]) is granted
    holder = Actor(account_id=1, name="某人", grants=frozenset({Grant(role, Scope.EVERYWHERE)}))
    assert may(holder, permission) is granted


def test_every_role_reaches_as_far_as_the_table_says() -> None:
    assert SCOPES == REACHES


def test_every_action_needs_the_permission_the_table_says() -> None:
    assert {action: need.value for action, need in NEEDS.items()} == ACTIONS_NEED


# Scopes --------------------------------------------------------------------------------------------

HERE = Matter(ticket_id=1, department_id=2, campus_id=3, vendor_id=4, team_id=5, assignee_id=6)
NOWHERE = Matter()


def holding(role: Role, scope: Scope, scope_id: int = 0, **more: Any) -> Actor:
    facts = {"account_id": 9, "name": "某人", "grants": frozenset({Grant(role, scope, scope_id)})}
    return Actor(**facts | more)


@pytest.mark.parametrize(
    ("role", "scope", "scope_id"),
    [
        (Role.REPORTER, Scope.TICKET, 1),
        (Role.FOLLOWER, Scope.TICKET, 1),
        (Role.LIAISON, Scope.DEPARTMENT, 2),
        (Role.MANAGER, Scope.CAMPUS, 3),
        (Role.VENDOR, Scope.VENDOR, 4),
        (Role.LEADER, Scope.TEAM, 5),
    ],
)
def test_a_scope_reaches_what_it_names_and_nothing_else(role: Role, scope: Scope, scope_id: int) -> None:
    assert may(holding(role, scope, scope_id), Permission.SEE_TICKET, HERE)
    assert not may(holding(role, scope, scope_id + 1), Permission.SEE_TICKET, HERE)
    assert not may(holding(role, scope, scope_id), Permission.SEE_TICKET, NOWHERE)


def test_everywhere_reaches_what_belongs_to_nobody() -> None:
    assert may(holding(Role.MANAGER, Scope.EVERYWHERE), Permission.SEE_TICKET, NOWHERE)


def test_own_reaches_my_jobs_and_my_teams_while_nobody_has_taken_them() -> None:
    mine = holding(Role.TECHNICIAN, Scope.OWN, account_id=6, team_id=5)
    assert may(mine, Permission.WORK_TICKET, HERE)
    assert may(mine, Permission.WORK_TICKET, replace(HERE, team_id=None))
    assert may(mine, Permission.WORK_TICKET, replace(HERE, assignee_id=None))
    assert not may(mine, Permission.WORK_TICKET, replace(HERE, assignee_id=7))
    assert not may(mine, Permission.WORK_TICKET, replace(HERE, assignee_id=None, team_id=6))
    assert not may(mine, Permission.WORK_TICKET, replace(HERE, assignee_id=None, team_id=None))


def test_own_reaches_nothing_for_one_without_an_account_or_team() -> None:
    nobody = holding(Role.TECHNICIAN, Scope.OWN, account_id=None)
    assert not may(nobody, Permission.WORK_TICKET, NOWHERE)


def test_without_a_matter_it_is_asked_whether_anywhere_at_all() -> None:
    assert may(holding(Role.LIAISON, Scope.DEPARTMENT, 2), Permission.OPEN_TICKET)
    assert not may(holding(Role.LIAISON, Scope.DEPARTMENT, 2), Permission.CLOSE_TICKET)


def test_a_permission_and_its_reach_come_from_the_same_role() -> None:
    both = frozenset({Grant(Role.LIAISON, Scope.DEPARTMENT, 2), Grant(Role.LEADER, Scope.TEAM, 77)})
    person = Actor(account_id=9, name="某人", grants=both)
    assert may(person, Permission.CONFIRM_TICKET, HERE)
    assert not may(person, Permission.REASSIGN_TICKET, HERE)
    assert may(person, Permission.REASSIGN_TICKET, replace(HERE, team_id=77))


def test_the_product_itself_may_everything() -> None:
    assert all(may(SYSTEM, permission, HERE) for permission in Permission)


def test_a_link_opens_its_own_ticket_only() -> None:
    link = by_link(1, "张护士")
    assert may(link, Permission.URGE_TICKET, HERE)
    assert not may(link, Permission.URGE_TICKET, replace(HERE, ticket_id=2))
    assert not may(link, Permission.OPEN_TICKET)


def test_who_may_not_is_refused() -> None:
    with pytest.raises(NotAllowed, match="not allowed"):
        require(holding(Role.ANALYST, Scope.EVERYWHERE), Permission.EDIT_TICKET, HERE)


def test_a_ticket_lies_on_the_campus_of_its_place_or_else_of_its_department(cast: Any, loop: Any) -> None:
    campus = cast.db.value("SELECT campus_id FROM department WHERE id = $id", id=cast.ward)
    ticket = loop.new()
    about = matter(cast.db, ticket)
    assert (about.ticket_id, about.department_id, about.campus_id) == (ticket.id, cast.ward, campus)
    assert matter(cast.db, replace(ticket, location_id=None)).campus_id == campus
    assert matter(cast.db, replace(ticket, location_id=None, department_id=None)).campus_id is None


# What a page offers --------------------------------------------------------------------------------

# A repair of the ward, given to 李师傅 of 水电班 by 赵调度; initials of the actions, in the order of the life:
# Assign, Reassign, aCcept, reTurn, arriVe, Hold, resuMe, Finish, confirm (K), rate (*), close (X), reOpen,
# cancel (-), Edit, Urge, comment (:); in small letters merGe, Split, Follow-on, Help, Watch, Escalate, Decide on a
# hold. "." is nothing.
LETTERS = dict(
    zip("NARCTVHMFK*XO-EU:gsfhwed", [action for action in Action if action is not Action.OPEN], strict=True)
)
OFFERED = """
        new         assigned      accepted       in_progress  on_hold      done  closed cancelled merged
link    -U:         U:            U:             U:           U:           K*O:  *O:    :         :
joined  U:          U:            U:             U:           U:           :     :      :         :
liu     U:          U:            U:             U:           U:           K*O:  *O:    :         :
wang    A-EU:gsf    CT-EU:gsfh    TVHFEU:gsfh    HFEU:sfh     MEU:sfh      *O:   *O:    :         :
zhao    A-EU:gsfwe  RCT-EU:gsfhwe RTVHFEU:gsfhwe RHFEU:sfhwe  RMEU:sfhwed  *XO:  *O:    :         :
sun     .           RCT:sfh       RTVHF:sfh      RHF:sfh      RM:sfhd      :     :      :         :
li      .           CT:fh         TVHF:fh        HF:fh        M:fh         :     :      :         :
chen    .           .             .              .            .            .     .      .         .
zhou    .           .             .              .            .            .     .      .         .
wu      :           :             :              :            :            :     :      :         :
zheng   :w          :w            :w             :w           :w           :     :      :         :
qian    .           .             .              .            .            .     .      .         .
feng    .           :             :              :            :            :     :      :         :
he      .           .             .              .            .            .     .      .         .
admin   .           .             .              .            .            .     .      .         .
"""


def test_what_is_offered_to_whom_in_which_status(cast: Any, loop: Any) -> None:
    new = loop.new()
    given = replace(new, assignee_id=cast.people["li"], team_id=cast.team, vendor_id=cast.vendor)
    finished = replace(given, completions=1, done_by=cast.people["li"], done_at=loop.now)
    standing = dict.fromkeys(Status, given) | {
        Status.NEW: new,
        Status.DONE: finished,
        Status.CLOSED: finished,
    }
    head, *rows = (line.split() for line in OFFERED.strip().splitlines())
    actors = {name: cast.actor(name) for name in cast.people}
    actors |= {"link": by_link(new.id, "张护士"), "joined": by_link(new.id, "护工", first=False)}
    assert [row[0] for row in rows] == ["link", "joined", *cast.people]
    letters = {action: letter for letter, action in LETTERS.items()}
    offered = {
        name: [
            "".join(
                letters[a]
                for a in possible(
                    cast.db, replace(standing[Status(s)], status=Status(s)), actors[name], loop.now
                )
            )
            or "."
            for s in head
        ]
        for name, *_ in rows
    }
    assert offered == {name: cells for name, *cells in rows}


def test_a_consultation_is_offered_to_be_answered_by_the_desk_only(cast: Any, loop: Any) -> None:
    asked = loop.new(kind="consultation")
    offering = [
        name for name in cast.people if Action.ANSWER in possible(cast.db, asked, cast.actor(name), loop.now)
    ]
    assert offering == ["wang", "zhao"]


def test_a_team_job_is_offered_to_all_of_the_team_until_one_takes_it(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("team")
    offering = [
        name for name in cast.people if Action.ACCEPT in possible(cast.db, ticket, cast.actor(name), loop.now)
    ]
    assert offering == ["wang", "zhao", "sun", "li", "chen"]
    taken = loop.accept(ticket, "chen")
    assert possible(cast.db, taken, cast.actor("li"), loop.now) == []


def test_a_second_rating_of_the_same_work_is_not_offered(cast: Any, loop: Any) -> None:
    rated = replace(loop.closed(), rated=1)
    assert Action.RATE not in possible(cast.db, rated, cast.actor("liu"), loop.now)
    assert Action.RATE in possible(cast.db, replace(rated, completions=2), cast.actor("liu"), loop.now)


def test_rating_and_sending_back_are_offered_inside_their_window_only(cast: Any, loop: Any) -> None:
    closed, liu = loop.closed(), cast.actor("liu")
    late = closed.closed_at + timedelta(days=7, minutes=1)
    assert {Action.RATE, Action.REOPEN} <= set(possible(cast.db, closed, liu, closed.closed_at))
    assert possible(cast.db, closed, liu, late) == [Action.COMMENT]


def test_whoever_answered_a_question_may_take_it_up_again(cast: Any, loop: Any) -> None:
    answered = loop.answered()
    assert Action.REOPEN in possible(cast.db, answered, cast.actor("wang"), loop.now)


def test_an_emergency_can_be_closed_by_hand_after_a_call_back(cast: Any, loop: Any) -> None:
    emergency = replace(loop.done(), severity=Severity.EMERGENCY)
    assert Action.CLOSE in possible(cast.db, emergency, cast.actor("zhao"), loop.now)


def test_nothing_is_offered_to_a_disabled_account(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("li")
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=loop.now)
    assert possible(cast.db, ticket, cast.actor("li"), loop.now) == []


def test_a_page_opened_before_the_account_was_disabled_does_nothing_any_more(cast: Any, loop: Any) -> None:
    ticket = loop.assigned("li")
    li, wang = loop.by("li"), loop.by("wang")
    for name in ("li", "wang"):
        accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people[name], active=False, now=loop.now)
    with pytest.raises(NotAllowed):
        working.accept(cast.db, ticket_id=ticket.id, version=ticket.version, by=li)
    with pytest.raises(NotAllowed):
        loop.opened(by=wang)
