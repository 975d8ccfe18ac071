"""A round nobody has to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.inspections import records
from lib.inspections.actions.beginning import begin
from lib.inspections.actions.exempting import exempt
from lib.inspections.round import Round, state
from lib.inspections.words import State
from tests.conftest import MONDAY
from tests.inspections.touring import CLOSES, Tour


def exempted(tour: Tour, who: str = "zhao", reason: str = "设备停用", version: int | None = None) -> Round:
    return exempt(
        tour.db, round_id=tour.round_id, version=version, reason=reason, by=tour.cast.by(who, MONDAY)
    )


@pytest.mark.parametrize("who", ["zhao", "sun", "zheng", "admin"])
def test_who_keeps_rounds_exempts_with_a_reason_that_stays_in_the_history(tour: Tour, who: str) -> None:
    assert state(exempted(tour, who), MONDAY) is State.EXEMPT
    last = records.events(tour.db, tour.round_id)[-1]
    assert (last.action, last.facts) == ("exempt", {"reason": "设备停用"})


@pytest.mark.parametrize("who", ["li", "wu", "wang", "feng", "he"])
def test_others_do_not(tour: Tour, who: str) -> None:
    with pytest.raises(NotAllowed):
        exempted(tour, who)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_without_a_reason_it_is_not_exempted(tour: Tour, reason: str) -> None:
    with pytest.raises(WrongInput):
        exempted(tour, reason=reason)


def test_a_missed_round_may_be_exempted_after_all(tour: Tour) -> None:
    by = tour.cast.by("zhao", CLOSES + timedelta(days=1))
    after = exempt(tour.db, round_id=tour.round_id, version=None, reason="当日停水检修", by=by)
    assert state(after, by.now) is State.EXEMPT


def test_a_round_that_was_begun_is_not_exempted(tour: Tour) -> None:
    begin(tour.db, round_id=tour.round_id, by=tour.cast.by("li", MONDAY))
    with pytest.raises(Refusal, match="nobody has begun"):
        exempted(tour)


def test_whoever_saw_an_older_round_is_told(tour: Tour) -> None:
    exempted(tour, version=1)
    with pytest.raises(TooLate, match="赵调度"):
        exempted(tour, version=1)
