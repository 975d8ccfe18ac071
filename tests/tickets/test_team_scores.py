"""Once a month a department says how each team worked for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lib.core.errors import NotAllowed, TooLate, WrongInput
from lib.tickets import team_scores

NEXT_MONTH = datetime(2026, 12, 3, 2, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
MARKS = {"speed": 4, "quality": 5, "attitude": 3}


@pytest.fixture
def finished(cast: Any, loop: Any) -> Any:
    """Two tickets of the ward finished by one team in November."""
    return loop.done(), loop.done()


def say(cast: Any, who: str = "liu", **more: Any) -> None:
    wanted: dict[str, Any] = {"department_id": cast.ward, "team_id": cast.team, "month": NOVEMBER}
    wanted |= {"marks": MARKS, "words": " 修得快 ", "now": NEXT_MONTH}
    team_scores.score(cast.db, actor=cast.actor(who), **wanted | more)


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (NEXT_MONTH, NOVEMBER),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), NOVEMBER),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_the_last_whole_month_of_the_hospital_can_be_scored(now: datetime, month: date) -> None:
    assert team_scores.month_to_score(now) == month


def test_the_teams_that_worked_for_the_department_are_offered_unscored(cast: Any, finished: Any) -> None:
    (only,) = team_scores.teams_to_score(cast.db, cast.ward, NOVEMBER)
    assert (only.team_id, only.finished, only.speed, only.scored_at) == (cast.team, 2, None, None)
    assert team_scores.teams_to_score(cast.db, cast.other_ward, NOVEMBER) == []
    assert team_scores.waiting(cast.db, cast.actor("liu"), NEXT_MONTH) == 1


def test_the_last_word_of_the_month_holds(cast: Any, finished: Any) -> None:
    say(cast, marks=MARKS | {"speed": 1})
    say(cast)
    (only,) = team_scores.teams_to_score(cast.db, cast.ward, NOVEMBER)
    assert (only.speed, only.quality, only.attitude, only.words) == (4, 5, 3, "修得快")
    assert team_scores.waiting(cast.db, cast.actor("liu"), NEXT_MONTH) == 0


@pytest.mark.parametrize("missing", ["speed", "quality", "attitude"])
@pytest.mark.parametrize("value", [None, 0, 6])
def test_all_three_marks_or_none(cast: Any, finished: Any, missing: str, value: int | None) -> None:
    with pytest.raises(WrongInput):
        say(cast, marks=MARKS | {missing: value})


@pytest.mark.parametrize("month", [date(2026, 10, 1), date(2026, 12, 1)])
def test_no_other_month(cast: Any, finished: Any, month: date) -> None:
    with pytest.raises(TooLate):
        say(cast, month=month)


def test_a_team_that_did_nothing_is_not_scored(cast: Any, finished: Any) -> None:
    with pytest.raises(WrongInput):
        say(cast, team_id=cast.other_team)


def test_only_for_the_own_department(cast: Any, finished: Any) -> None:
    with pytest.raises(NotAllowed):
        say(cast, department_id=cast.other_ward)
    with pytest.raises(NotAllowed):
        say(cast, who="zheng")
