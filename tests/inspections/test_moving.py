"""A round goes to another day: freely inside its window, with a reason outside it, and back again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.inspections import records
from lib.inspections.actions.moving import home_window, move
from lib.inspections.round import Round
from lib.inspections.shifting import days_inside
from tests.conftest import MONDAY
from tests.inspections.touring import CLOSES, DAY, OPENS, Tour, add_round

TWO_DAYS = timedelta(days=2)


def day(n: int) -> date:
    return date(2026, 11, n)


@pytest.fixture
def wide(tour: Tour) -> Tour:
    """Monday's round may be done until Wednesday evening."""
    with tour.db.transaction() as tx:
        tx.execute(
            "UPDATE round SET closes_at = $closes WHERE id = $id", closes=CLOSES + TWO_DAYS, id=tour.round_id
        )
    return tour


def moved(tour: Tour, to: date, reason: str = "", who: str = "zhao", now: datetime = MONDAY) -> Round:
    by = tour.cast.by(who, now)
    return move(tour.db, round_id=tour.round_id, version=tour.round.version, day=to, reason=reason, by=by)


def test_inside_its_window_only_the_day_changes(wide: Tour) -> None:
    round = moved(wide, day(18))
    assert (round.day, round.planned_at) == (day(18), OPENS + TWO_DAYS)
    assert (round.opens_at, round.closes_at) == (OPENS, CLOSES + TWO_DAYS)
    assert (round.occurs_on, round.changed, round.version) == (DAY, True, 2)


def test_the_history_says_from_where_to_where_and_that_it_stayed_inside(wide: Tour) -> None:
    moved(wide, day(18))
    facts = records.events(wide.db, wide.round_id)[-1].facts
    assert (facts["from"], facts["to"], facts["outside"]) == ("2026-11-16", "2026-11-18", False)


def test_outside_its_window_a_reason_is_needed(wide: Tour) -> None:
    with pytest.raises(WrongInput) as refused:
        moved(wide, day(19))
    assert refused.value.field == "reason"
    assert wide.round.version == 1


def test_with_a_reason_the_window_moves_along(wide: Tour) -> None:
    round = moved(wide, day(19), "电梯厂家改期")
    assert (round.day, round.planned_at) == (day(19), OPENS + timedelta(days=3))
    assert (round.opens_at, round.closes_at) == (OPENS + timedelta(days=3), CLOSES + timedelta(days=5))
    facts = records.events(wide.db, wide.round_id)[-1].facts
    assert (facts["outside"], facts["reason"]) == (True, "电梯厂家改期")


def test_moving_back_gives_it_the_window_it_was_made_with_and_needs_no_reason(wide: Tour) -> None:
    before = wide.round
    moved(wide, day(19), "电梯厂家改期")
    after = moved(wide, DAY)
    assert (after.day, after.opens_at, after.closes_at) == (before.day, before.opens_at, before.closes_at)
    assert records.events(wide.db, wide.round_id)[-1].facts["outside"] is False


def test_its_home_is_the_window_before_it_first_left(wide: Tour) -> None:
    moved(wide, day(19), "改期")
    moved(wide, day(26), "再改")
    assert home_window(wide.db, wide.round) == (OPENS, CLOSES + TWO_DAYS)


def test_not_into_the_past(wide: Tour) -> None:
    with pytest.raises(WrongInput, match="past"):
        moved(wide, day(15), "补")


def test_today_once_its_time_is_over_is_the_past(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        new = add_round(tx, tour.plan_id, occurs_on=day(17), day=day(17), planned_at=OPENS + timedelta(days=1),
                        opens_at=OPENS + timedelta(days=1), closes_at=CLOSES + timedelta(days=1))  # fmt: skip
        tx.execute("UPDATE round SET status = 'exempt' WHERE id = $id", id=tour.round_id)
    by = tour.cast.by("zhao", CLOSES + timedelta(minutes=1))
    with pytest.raises(WrongInput, match="past"):
        move(tour.db, round_id=new, version=1, day=DAY, reason="提前", by=by)


def test_not_onto_a_day_where_the_plan_already_has_that_slot(wide: Tour) -> None:
    with wide.db.transaction() as tx:
        add_round(tx, wide.plan_id, occurs_on=day(17), day=day(17))
    with pytest.raises(WrongInput) as refused:
        moved(wide, day(17))
    assert refused.value.field == "day"


def test_another_slot_or_an_exempted_round_stands_in_nobodys_way(wide: Tour) -> None:
    with wide.db.transaction() as tx:
        add_round(tx, wide.plan_id, occurs_on=day(17), day=day(17), slot="18:00-00:00")
        add_round(tx, wide.plan_id, occurs_on=day(18), day=day(17), status="exempt")
    assert moved(wide, day(17)).day == day(17)


@pytest.mark.parametrize(
    "columns", ["status = 'running', begun_at = opens_at", "status = 'done'", "status = 'exempt'"]
)
def test_only_what_nobody_has_begun(wide: Tour, columns: str) -> None:
    with wide.db.transaction() as tx:
        tx.execute(f"UPDATE round SET {columns} WHERE id = $id", id=wide.round_id)
    with pytest.raises(Refusal, match="begun"):
        moved(wide, day(17))


def test_a_missed_round_stays_missed(tour: Tour) -> None:
    with pytest.raises(Refusal, match="missed"):
        moved(tour, day(18), "忘了", now=CLOSES)


def test_where_it_stands_already_is_no_move(wide: Tour) -> None:
    with pytest.raises(WrongInput):
        moved(wide, DAY)


def test_too_late_says_who_was_faster(wide: Tour) -> None:
    moved(wide, day(17))
    by = wide.cast.by("zheng")
    with pytest.raises(TooLate, match="赵调度"):
        move(wide.db, round_id=wide.round_id, version=1, day=day(18), by=by)


@pytest.mark.parametrize("who", ["li", "wu", "wang", "feng", "he"])
def test_who_keeps_no_rounds_moves_none(wide: Tour, who: str) -> None:
    with pytest.raises(NotAllowed):
        moved(wide, day(17), who=who)


def test_a_leader_moves_those_of_the_own_team(wide: Tour) -> None:
    assert moved(wide, day(17), who="sun").day == day(17)


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("slot", "opens", "closes", "first", "last"),
    [
        ("08:00-18:00", utc(16, 0), utc(18, 10), 16, 18),
        ("22:00-06:00", utc(16, 14), utc(18, 22), 16, 18),
        ("00:00-00:00", utc(15, 16), utc(18, 16), 16, 18),
        ("08:00-18:00", utc(16, 1), utc(18, 10), 17, 18),
        ("08:00-18:00", utc(16, 0), utc(18, 9), 16, 17),
        ("08:00-18:00", utc(16, 1), utc(16, 9), 17, 15),
    ],
)
def test_a_day_is_inside_when_its_slot_is_whole(
    slot: str, opens: datetime, closes: datetime, first: int, last: int
) -> None:
    assert days_inside(slot, opens, closes) == (day(first), day(last))
