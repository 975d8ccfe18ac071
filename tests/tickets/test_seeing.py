"""What lists show is what `may` allows, ticket by ticket."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.people.roles import SYSTEM, Actor, Grant, Permission, Role, Scope, by_link, may
from lib.tickets import records
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.rights import matter
from lib.tickets.seeing import EVERYTHING, NOTHING, visible
from lib.tickets.ticket import Ticket
from tests.conftest import Cast

CAST = ("liu", "wang", "zhao", "sun", "li", "chen", "zhou", "wu", "zheng", "qian", "feng", "he", "admin")


@pytest.fixture
def spread(cast: Cast, report: Callable[..., Ticket]) -> list[int]:
    """Tickets of both wards, with and without a place, waiting, with teams, with people, with the vendor."""
    wishes: list[dict[str, object]] = [
        {}, {"location_id": cast.icu}, {"department_id": cast.other_ward}, {"location_id": None, "department_id": None},
        {"location_id": None, "department_id": cast.ward},
    ]  # fmt: skip
    goals = [
        None,
        Whom(team_id=cast.team),
        Whom(team_id=cast.other_team),
        Whom(vendor_id=cast.vendor),
        Whom(assignee_id=cast.people["li"]),
        Whom(assignee_id=cast.people["zhou"]),
    ]
    found = []
    for wish in wishes:
        for whom in goals:
            ticket = report(**wish)
            if whom:
                dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))
            found.append(ticket.id)
    return found


def agree(cast: Cast, tickets: list[int], actor: Actor, permission: Permission) -> None:
    sight = visible(actor, permission)
    listed = {
        row["id"] for row in cast.db.rows(f"SELECT t.id FROM ticket t WHERE {sight.sql}", **sight.values)
    }
    allowed = {
        ticket.id
        for ticket in records.by_ids(cast.db, tickets)
        if may(actor, permission, matter(cast.db, ticket))
    }
    assert listed == allowed


@pytest.mark.parametrize("permission", [Permission.SEE_TICKET, Permission.SEE_PERSONAL, Permission.SEE_BOARD])
def test_lists_agree_with_the_one_question(cast: Cast, spread: list[int], permission: Permission) -> None:
    for name in CAST:
        agree(cast, spread, cast.actor(name), permission)


def test_several_roles_add_up(cast: Cast, spread: list[int]) -> None:
    campus = cast.db.value("SELECT id FROM location WHERE kind = 'campus'")
    grants = {
        Grant(Role.LIAISON, Scope.DEPARTMENT, cast.other_ward),
        Grant(Role.LEADER, Scope.VENDOR, cast.vendor),
        Grant(Role.TECHNICIAN, Scope.OWN),
    }
    both = Actor(account_id=cast.people["li"], name="", grants=frozenset(grants), team_id=cast.team)
    here = Actor(account_id=1, name="", grants=frozenset({Grant(Role.DISPATCHER, Scope.CAMPUS, campus)}))
    elsewhere = Actor(
        account_id=1, name="", grants=frozenset({Grant(Role.DISPATCHER, Scope.CAMPUS, campus + 99)})
    )
    for actor in (both, here, elsewhere, by_link(spread[3], "")):
        agree(cast, spread, actor, Permission.SEE_TICKET)


def test_the_product_itself_sees_everything_and_a_stranger_nothing(cast: Cast) -> None:
    assert visible(SYSTEM) == EVERYTHING
    assert visible(Actor(account_id=None, name="")) == NOTHING


def test_people_who_see_the_same_share_a_key(cast: Cast) -> None:
    assert visible(cast.actor("zhao")).key == visible(cast.actor("zheng")).key
    assert visible(cast.actor("li")).key != visible(cast.actor("chen")).key
