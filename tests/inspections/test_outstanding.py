"""What inspections leave open, for the overview."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.inspections.actions.beginning import begin
from lib.inspections.outstanding import missed_on, open_findings
from lib.people.roles import Permission
from tests.inspections.playing import Play
from tests.inspections.touring import CLOSES, DAY, Tour, add_round

KEEP = Permission.KEEP_ROUNDS


def missed(tour: Tour, who: str = "zhao", later: float = 20, needs: Permission = KEEP) -> list[int]:
    now = CLOSES + timedelta(hours=later)
    return [round.id for round in missed_on(tour.db, tour.cast.actor(who), DAY, now, needs)]


def test_a_round_nobody_came_to_is_missed_on_the_day_its_window_closed(tour: Tour) -> None:
    assert missed(tour) == [tour.round_id]
    assert missed(tour, later=-1) == []
    day = DAY + timedelta(days=1)
    with tour.db.transaction() as tx:
        add_round(tx, tour.plan_id, occurs_on=day, day=day, closes_at=CLOSES + timedelta(days=1))
    assert missed(tour, later=48) == [tour.round_id]


def test_one_that_was_begun_is_not_missed(tour: Tour) -> None:
    begin(tour.db, round_id=tour.round_id, by=tour.cast.by("li"))
    assert missed(tour) == []


@pytest.mark.parametrize(
    ("who", "needs", "seen"),
    [("sun", KEEP, 1), ("li", Permission.DO_ROUNDS, 1), ("zhou", Permission.DO_ROUNDS, 0)],
)
def test_each_sees_their_own(tour: Tour, who: str, needs: Permission, seen: int) -> None:
    assert len(missed(tour, who, needs=needs)) == seen


def test_open_findings_are_counted_until_seen_good(tour: Tour) -> None:
    play = Play(tour)
    finding = play.low()
    play.low(position=2)
    asked = open_findings(tour.db, tour.cast.actor("zhao"), KEEP)
    assert (asked.count, asked.oldest) == (2, finding.found_at)
    play.worked(finding)
    play.good(play.seen("pressure", "0.4"))
    assert open_findings(tour.db, tour.cast.actor("zhao"), KEEP).count == 1
