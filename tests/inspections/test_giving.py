"""A round given to somebody else."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.inspections import records
from lib.inspections.actions.exempting import exempt
from lib.inspections.actions.giving import Whose, give, whose
from lib.inspections.round import Round
from lib.people import accounts, posts
from lib.people.roles import SYSTEM
from tests.conftest import MONDAY
from tests.inspections.touring import Tour


def given(tour: Tour, to: Whose, who: str = "zhao", reason: str = "") -> Round:
    by = tour.cast.by(who, MONDAY)
    return give(tour.db, round_id=tour.round_id, version=None, to=to, by=by, reason=reason)


def person(tour: Tour, name: str) -> Whose:
    return Whose(account_id=tour.cast.people[name])


def test_to_a_person_it_stays_their_teams_too(tour: Tour) -> None:
    after = given(tour, person(tour, "li"), reason="今天他在院")
    assert (after.account_id, after.team_id, after.changed) == (
        tour.cast.people["li"],
        tour.cast.team,
        True,
    )
    last = records.events(tour.db, tour.round_id)[-1]
    assert last.facts == {"whom": "李师傅", "reason": "今天他在院", "from": "水电班"}
    assert whose(tour.db, after) == "李师傅"


def test_to_a_post_a_vendor_or_the_inspectors(tour: Tour) -> None:
    values: dict[str, Any] = {"team_id": tour.cast.team, "name": "白班", "kind": "day"}
    post = posts.save(tour.db, {**values, "starts": time(8), "ends": time(16)}, actor=SYSTEM, now=MONDAY)
    for to, name in (
        (Whose(post_id=post), "白班"),
        (Whose(vendor_id=tour.cast.vendor), "安工匠"),
        (Whose(), ""),
        (Whose(team_id=tour.cast.other_team), "电梯组"),
    ):
        after = given(tour, to)
        assert whose(tour.db, after) == name
        assert sum(getattr(after, column) is not None for column in Whose.__slots__) == (to != Whose())


def test_a_leader_gives_inside_the_own_team_only(tour: Tour) -> None:
    given(tour, person(tour, "chen"), who="sun")
    for to in (Whose(team_id=tour.cast.other_team), person(tour, "zhou"), Whose()):
        with pytest.raises(NotAllowed):
            given(tour, to, who="sun")


@pytest.mark.parametrize("who", ["wang", "zheng", "liu"])
def test_only_somebody_who_does_rounds(tour: Tour, who: str) -> None:
    with pytest.raises(WrongInput):
        given(tour, person(tour, who))


def test_nobody_who_has_left_and_no_two_at_once(tour: Tour) -> None:
    accounts.set_active(tour.db, actor=SYSTEM, account_id=tour.cast.people["chen"], active=False, now=MONDAY)
    for to in (
        person(tour, "chen"),
        Whose(team_id=tour.cast.team, vendor_id=tour.cast.vendor),
        Whose(post_id=99),
    ):
        with pytest.raises(WrongInput):
            given(tour, to)


def test_nothing_to_change_or_over_is_refused(tour: Tour) -> None:
    with pytest.raises(Refusal, match="theirs already"):
        given(tour, Whose(team_id=tour.cast.team))
    exempt(tour.db, round_id=tour.round_id, version=None, reason="停用", by=tour.cast.by("zhao", MONDAY))
    with pytest.raises(Refusal, match="over"):
        given(tour, person(tour, "li"))


@pytest.mark.parametrize("who", ["li", "wu", "wang"])
def test_others_give_nothing(tour: Tour, who: str) -> None:
    with pytest.raises(NotAllowed):
        given(tour, person(tour, "chen"), who=who)
