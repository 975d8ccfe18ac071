"""People are whole only in the tickets whose people the actor may know, ticket by ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lib.analytics.dataset.columns import chosen
from lib.analytics.dataset.dataset import dataset
from lib.analytics.filter import made
from lib.core.clock import local_date
from lib.core.errors import NotAllowed
from lib.core.i18n import Language
from lib.people.roles import SCOPES, Actor, Grant, Role, Scope
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

DAYS = made(local_date(MONDAY), local_date(MONDAY))
NAMES = ("张护士", "李医生")
CLEAR, HIDDEN = list(NAMES), ["张**", "李**"]
EVERYWHERE = {
    Role.MANAGER: CLEAR,
    Role.CONTRACT_OFFICER: HIDDEN,
    Role.ANALYST: HIDDEN,
    Role.ADMINISTRATOR: HIDDEN,
    Role.OPERATOR: None,
    Role.DISPATCHER: None,
    Role.LEADER: None,
    Role.TECHNICIAN: None,
    Role.LIAISON: None,
    Role.INSPECTOR: None,
    Role.VENDOR: None,
    Role.SCREEN: None,
    Role.REPORTER: None,
    Role.FOLLOWER: None,
}
"""What each role finds in the column of reporters; None: it may take nothing away."""


@pytest.fixture
def two(cast: Cast, report: Callable[..., Ticket]) -> Cast:
    """A ticket of the ward and one of another department without a place."""
    report(caller=Caller(name=NAMES[0], phone="13800138000"))
    more = {"location_id": None, "department_id": cast.other_ward}
    report(caller=Caller(name=NAMES[1], phone="13900139000"), **more)
    return cast


def reporters(cast: Cast, *grants: Grant) -> list[str]:
    actor = Actor(account_id=1, name="x", grants=frozenset(grants))
    found = dataset(
        cast.db, actor, DAYS, chosen(["reporter", "number"]), Language.ZH, MONDAY + timedelta(hours=1)
    )
    (frame,) = found.frames()
    names: list[str] = frame["reporter"].to_list()
    assert found.masked == any("*" in name for name in names)
    return names


def test_the_table_knows_every_role() -> None:
    assert set(EVERYWHERE) == set(Role)


@pytest.mark.parametrize("role", EVERYWHERE)
def test_each_role_finds_what_it_may(two: Cast, role: Role) -> None:
    everywhere = Scope.EVERYWHERE in SCOPES[role]
    grant = Grant(role, Scope.EVERYWHERE if everywhere else min(SCOPES[role]), 1)
    if EVERYWHERE[role] is None:
        with pytest.raises(NotAllowed):
            reporters(two, grant)
    else:
        assert reporters(two, grant) == EVERYWHERE[role]


def test_whoever_is_analyst_and_liaison_knows_the_people_of_the_own_ward_only(two: Cast) -> None:
    analyst = Grant(Role.ANALYST, Scope.EVERYWHERE)
    assert reporters(two, analyst, Grant(Role.LIAISON, Scope.DEPARTMENT, two.ward)) == ["张护士", "李**"]
    assert reporters(two, analyst, Grant(Role.LIAISON, Scope.DEPARTMENT, two.other_ward)) == [
        "张**",
        "李医生",
    ]


def test_who_manages_one_campus_knows_its_people_and_is_not_told_otherwise(two: Cast) -> None:
    campus = two.db.value("SELECT campus_id FROM department WHERE id = $id", id=two.ward)
    assert reporters(two, Grant(Role.MANAGER, Scope.CAMPUS, campus)) == CLEAR


def test_a_right_to_know_people_is_no_right_to_take_their_tickets(two: Cast) -> None:
    """Rows come from where data may be taken, whatever else somebody sees."""
    elsewhere = Grant(Role.ANALYST, Scope.CAMPUS, 999)
    assert reporters(two, elsewhere, Grant(Role.OPERATOR, Scope.EVERYWHERE)) == []


def test_rows_far_apart_find_their_own_people(two: Cast, report: Callable[..., Ticket]) -> None:
    """Few rows among many are read by a list of ids, many by their ends: the same answers."""
    later = MONDAY + timedelta(days=1)
    for _ in range(12):
        report(now=later)
    report(caller=Caller(name="周医生", phone="8102"), description="最后一张")
    actor = Actor(account_id=1, name="x", grants=frozenset({Grant(Role.MANAGER, Scope.EVERYWHERE)}))
    columns = chosen(["reporter", "phone", "description"])
    found = dataset(two.db, actor, DAYS, columns, Language.ZH, later + timedelta(hours=1))
    assert [row[0] for frame in found.frames() for row in frame.iter_rows()] == [*NAMES, "周医生"]
    assert [row[:2] for frame in found.frames(1) for row in frame.iter_rows()][-1] == ("周医生", "8102")
