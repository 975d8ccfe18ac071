"""A round ends: done, carried on, missed; never passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.inspections import records
from lib.inspections.actions.ending import Ended, end, follow_up_of, lapse
from lib.inspections.round import state
from lib.inspections.words import Action, State, Status
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import CLOSES, OPENS, Tour, add_round, make_tour
from tests.inspections.walking import NOT_REACHED, walk

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# The end of the day after Monday, in the hospital.
END_OF_TOMORROW = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)


def ended(tour: Tour, who: str = "li", now: datetime = MONDAY + HOUR, **how: str) -> Ended:
    return end(tour.db, round_id=tour.round_id, version=None, by=tour.cast.by(who, now), **how)


def whole(tour: Tour, now: datetime = MONDAY) -> None:
    for position in (1, 2, 3):
        walk(tour, position, now=now)


def test_all_stops_whole_is_done(tour: Tour) -> None:
    whole(tour)
    done = ended(tour)
    assert (done.round.status, done.left, done.follow_up) == (Status.DONE, (), None)
    assert state(tour.round, MONDAY + HOUR) is State.DONE


def test_it_was_done_when_the_last_stop_was_however_late_somebody_says_so(tour: Tour) -> None:
    whole(tour, now=CLOSES - HOUR)
    assert ended(tour, now=CLOSES + HOUR).round.ended_at == CLOSES - HOUR
    assert state(tour.round, CLOSES + HOUR) is State.DONE


def test_phones_that_send_late_end_no_round_before_it_began(tour: Tour) -> None:
    walk(tour, 1, skipped="检修中")
    for position in (1, 2, 3):
        walk(tour, position, "chen", MONDAY + HOUR, visited_at=MONDAY - HOUR)
    done = ended(tour, now=MONDAY + 2 * HOUR).round
    assert (done.begun_at, done.ended_at) == (MONDAY, MONDAY)


def test_putting_right_afterwards_makes_it_no_later(tour: Tour) -> None:
    whole(tour, now=CLOSES - HOUR)
    walk(tour, 1, now=CLOSES + HOUR)
    assert ended(tour, now=CLOSES + 2 * HOUR).round.ended_at == CLOSES - HOUR


def test_done_after_its_window_is_made_up(tour: Tour) -> None:
    whole(tour, now=CLOSES + DAY)
    ended(tour, now=CLOSES + DAY)
    assert state(tour.round, CLOSES + DAY) is State.MADE_UP


def test_what_is_left_goes_to_a_follow_up_round(tour: Tour) -> None:
    walk(tour, 1)
    walk(tour, 2, noise=NOT_REACHED)
    carried = ended(tour)
    follow_up = carried.follow_up
    assert follow_up is not None
    assert (carried.round.status, carried.left) == (Status.PARTIAL, (2, 3))
    assert (follow_up.follows_id, follow_up.part, follow_up.positions, follow_up.stops) == (
        tour.round_id,
        1,
        (2, 3),
        2,
    )
    assert (follow_up.status, follow_up.team_id, follow_up.minutes) == (Status.DUE, tour.cast.team, 14)
    assert records.by_id(tour.db, follow_up.id) == follow_up
    last = records.last_event(tour.db, tour.round_id)
    assert last is not None
    assert last.facts == {"left": [2, 3], "choice": "carry", "reason": ""}


def test_the_follow_up_can_be_done_at_once_and_leave_something_again(tour: Tour) -> None:
    walk(tour, 1)
    first = ended(tour).follow_up
    assert first is not None
    now = MONDAY + 2 * HOUR
    walk(tour, 3, now=now, round_id=first.id)
    second = end(tour.db, round_id=first.id, version=None, by=tour.cast.by("chen", now)).follow_up
    assert second is not None
    assert (second.part, second.positions, second.follows_id) == (2, (2,), first.id)
    walk(tour, 2, now=now, round_id=second.id)
    done = end(tour.db, round_id=second.id, version=None, by=tour.cast.by("li", now)).round
    assert state(done, now) is State.MADE_UP  # never in the rate


@pytest.mark.parametrize(
    ("length", "following", "closes"),
    [
        # as long as the first one's window
        (5 * DAY, None, MONDAY + HOUR + 5 * DAY),
        # but not into the next planned round
        (5 * DAY, OPENS + 3 * DAY, OPENS + 3 * DAY),
        # and never shorter than until the end of tomorrow
        (10 * HOUR, None, END_OF_TOMORROW),
        (5 * DAY, OPENS + DAY, END_OF_TOMORROW),
    ],
)
def test_how_long_a_follow_up_has(
    tour: Tour, length: timedelta, following: datetime | None, closes: datetime
) -> None:
    with tour.db.transaction() as tx:
        tx.update("round", {"id": tour.round_id, "closes_at": OPENS + length})
        if following:
            day = tour.round.day + DAY
            add_round(tx, tour.plan_id, occurs_on=day, opens_at=following, closes_at=following + length)
    walk(tour, 1)
    follow_up = ended(tour).follow_up
    assert follow_up is not None
    assert (follow_up.opens_at, follow_up.closes_at) == (MONDAY + HOUR, closes)
    assert follow_up.opens_at <= follow_up.planned_at < follow_up.closes_at


def test_what_is_left_may_be_missed_with_a_reason(tour: Tour) -> None:
    walk(tour, 1)
    with pytest.raises(WrongInput):
        ended(tour, choice="miss")
    assert tour.round.status is Status.RUNNING
    missed = ended(tour, choice="miss", reason="停用")
    assert (missed.round.status, missed.left, missed.follow_up) == (Status.PARTIAL, (2, 3), None)


def test_nothing_done_at_all_is_missed_even_when_it_is_carried_on(tour: Tour) -> None:
    walk(tour, 1, skipped="进不去")
    carried = ended(tour)
    assert carried.round.status is Status.MISSED
    assert carried.follow_up is not None
    assert carried.follow_up.positions == (1, 2, 3)


def test_the_plan_says_what_happens_by_itself(cast: Cast) -> None:
    tour = make_tour(cast, carries=False)
    walk(tour, 1)
    assert ended(tour).follow_up is None


def test_a_round_nobody_began_cannot_be_ended(tour: Tour) -> None:
    with pytest.raises(Refusal, match="Nobody has begun"):
        ended(tour)


def test_only_once_and_by_those_who_do_it(tour: Tour) -> None:
    whole(tour)
    with pytest.raises(NotAllowed):
        ended(tour, "zhou")
    ended(tour)
    with pytest.raises(TooLate, match="ended by 李师傅"):
        ended(tour, "chen")
    assert [event.action for event in records.events(tour.db, tour.round_id)] == [Action.BEGIN, Action.END]


def test_somebody_who_saw_it_before_it_was_given_away_is_told(tour: Tour) -> None:
    whole(tour)
    with pytest.raises(TooLate):
        end(tour.db, round_id=tour.round_id, version=1, by=tour.cast.by("li"))


def test_what_a_phone_still_has_belongs_to_the_follow_up(tour: Tour) -> None:
    walk(tour, 1)
    follow_up = ended(tour).follow_up
    assert follow_up_of(tour.db, tour.round_id, 2) == follow_up
    assert follow_up_of(tour.db, tour.round_id, 1) is None


def test_a_round_left_under_way_ends_by_itself_as_its_plan_says(tour: Tour) -> None:
    walk(tour, 1)
    assert lapse(tour.db, CLOSES + 12 * HOUR - timedelta(seconds=1)) == 0
    assert lapse(tour.db, CLOSES + 12 * HOUR) == 1
    assert tour.round.status is Status.PARTIAL
    assert follow_up_of(tour.db, tour.round_id, 2) is not None
    assert lapse(tour.db, CLOSES + 13 * HOUR) == 0


def test_one_all_done_that_nobody_ended_was_done_in_time(tour: Tour) -> None:
    whole(tour)
    lapse(tour.db, CLOSES + 12 * HOUR)
    assert (tour.round.status, tour.round.ended_at, tour.round.ended_by) == (Status.DONE, MONDAY, None)


def test_one_somebody_still_writes_in_goes_on(tour: Tour) -> None:
    walk(tour, 1, now=CLOSES + 20 * HOUR)
    assert lapse(tour.db, CLOSES + 24 * HOUR) == 0
    assert lapse(tour.db, CLOSES + 32 * HOUR) == 1
