"""The figures show a person the tickets a list would show, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.analytics.facts import facts
from lib.analytics.sight import all_seen, seen
from lib.people.roles import SYSTEM, Actor, Grant, Permission, Role, Scope
from lib.tickets.seeing import visible
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

SEE = Permission.SEE_TICKET
GRANTS = [
    Grant(Role.MANAGER, Scope.EVERYWHERE),
    Grant(Role.MANAGER, Scope.CAMPUS, 1),
    Grant(Role.MANAGER, Scope.CAMPUS, 999),
    Grant(Role.LIAISON, Scope.DEPARTMENT, 1),
    Grant(Role.VENDOR, Scope.VENDOR, 1),
    Grant(Role.LEADER, Scope.TEAM, 1),
    Grant(Role.SCREEN, Scope.EVERYWHERE),
]


@pytest.mark.parametrize("grant", GRANTS, ids=lambda g: f"{g.role}-{g.scope}-{g.scope_id}")
def test_the_same_tickets_as_in_lists(cast: Cast, report: Callable[..., Ticket], grant: Grant) -> None:
    report()
    report()
    actor = Actor(account_id=1, name="x", grants=frozenset({grant}))
    sight = visible(actor, SEE)
    listed = cast.db.rows(f"SELECT t.id FROM ticket t WHERE {sight.sql} ORDER BY t.id", **sight.values)
    shown = facts(cast.db, MONDAY).filter(seen(cast.db, actor, SEE))
    assert shown["id"].to_list() == [row["id"] for row in listed]


def test_the_product_itself_sees_everything() -> None:
    assert all_seen(SYSTEM, SEE)
    assert not all_seen(Actor(account_id=1, name="x"), SEE)
