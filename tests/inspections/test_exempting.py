"""A round nobody has to do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.inspections import checking, records
from lib.inspections.actions.beginning import begin
from lib.inspections.actions.exempting import exempt, unexempt
from lib.inspections.compliance import Chosen, counted, rounds
from lib.inspections.round import Round, state
from lib.inspections.seeing import EVERYTHING
from lib.inspections.words import State
from tests.conftest import MONDAY
from tests.inspections.touring import CLOSES, DAY, Tour


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


def taken_back(tour: Tour, who: str = "zhao", now: datetime = MONDAY) -> Round:
    by = tour.cast.by(who, now)
    return unexempt(tour.db, round_id=tour.round_id, version=None, by=by)


def counts(tour: Tour, now: datetime) -> tuple[int, int, int]:
    found = rounds(tour.db, Chosen(first=DAY, last=DAY), sight=EVERYTHING, now=now)
    row = counted(found).row(0, named=True)
    return row["exempt"], row["due"], row["missed"]


def test_an_exemption_is_taken_back_until_the_window_closes(tour: Tour) -> None:
    exempted(tour)
    assert counts(tour, CLOSES) == (1, 0, 0)
    after = taken_back(tour)
    assert (state(after, MONDAY), after.ended_at, after.ended_by) == (State.DUE, None, None)
    assert [one.action for one in records.events(tour.db, tour.round_id)] == ["exempt", "unexempt"]
    assert counts(tour, CLOSES) == (0, 1, 1)
    assert not [one for one in checking.problems(tour.db, MONDAY) if one.facts.get("id") == tour.round_id]
    begin(tour.db, round_id=tour.round_id, by=tour.cast.by("li", MONDAY))


def test_it_may_be_exempted_again_and_the_history_still_adds_up(tour: Tour) -> None:
    exempted(tour)
    taken_back(tour)
    assert state(exempted(tour), MONDAY) is State.EXEMPT
    assert not [one for one in checking.problems(tour.db, MONDAY) if one.facts.get("id") == tour.round_id]


def test_after_the_window_by_others_or_twice_it_stays(tour: Tour) -> None:
    with pytest.raises(Refusal, match="not exempted"):
        taken_back(tour)
    exempted(tour)
    with pytest.raises(NotAllowed):
        taken_back(tour, "li")
    with pytest.raises(Refusal, match="window"):
        taken_back(tour, now=CLOSES)


def test_where_the_plan_is_paused_or_another_round_stands_in_its_place_it_stays(tour: Tour) -> None:
    after = exempted(tour)
    with tour.db.transaction() as tx:
        other = records.to_row(after) | {"id": 99, "status": "due", "occurs_on": DAY + timedelta(days=1)}
        tx.insert("round", other)
    with pytest.raises(Refusal, match="already has a round"):
        taken_back(tour)
    with tour.db.transaction() as tx:
        tx.update("plan", {"id": tour.plan_id, "active": False})
    with pytest.raises(Refusal, match="no longer in use"):
        taken_back(tour)
