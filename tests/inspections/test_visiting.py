"""One stop written down: what is kept, what counts, and who is told what."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, WrongInput
from lib.inspections import records, visits
from lib.inspections.actions.visiting import WrongAnswers
from lib.inspections.judging import Given
from lib.inspections.words import Action, Status, Verdict
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import CLOSES, OPENS, Tour, add_round, make_tour
from tests.inspections.walking import NOT_REACHED, WRONG, walk

MINUTE = timedelta(minutes=1)


def counts(tour: Tour) -> tuple[int, int, int]:
    return tour.round.stops_done, tour.round.warned, tour.round.failed


def tickets(tour: Tour) -> int:
    return int(tour.db.value("SELECT count(*) FROM ticket"))


def test_the_first_stop_begins_the_round(tour: Tour) -> None:
    walk(tour, 2)
    assert (tour.round.status, tour.round.begun_by) == (Status.RUNNING, tour.cast.people["li"])
    assert [event.action for event in records.events(tour.db, tour.round_id)] == [Action.BEGIN]


def test_what_was_answered_is_kept_with_its_verdicts(tour: Tour) -> None:
    walk(
        tour,
        1,
        pressure=Given(number=Decimal("0.46"), words="抖动"),
        words="地面有水",
        scanned=True,
        remark=Given(),
    )
    kept = visits.last_of_round(tour.db, tour.round_id)[1]
    said = {one.item_id: one for one in kept.answers}
    pressure = said[tour.items["pressure"]]
    assert (pressure.verdict, pressure.number, pressure.words) == (Verdict.WARNED, Decimal("0.46"), "抖动")
    assert (kept.words, kept.scanned, kept.visited_by) == ("地面有水", True, tour.cast.people["li"])
    assert tour.items["remark"] not in said  # not needed, nothing said
    assert counts(tour) == (1, 1, 0)


def test_the_same_sending_twice_is_one_visit(tour: Tour) -> None:
    first = walk(tour, 1, key="k1", noise=WRONG)
    again = walk(tour, 1, key="k1", noise=WRONG, now=MONDAY + MINUTE)
    assert (first.again, again.again) == (False, True)
    assert again.visit == first.visit
    assert len(visits.of_round(tour.db, tour.round_id)) == tickets(tour) == 1


def test_two_people_at_one_stop_are_both_kept_and_the_second_is_told(tour: Tour) -> None:
    walk(tour, 1, noise=WRONG)
    second = walk(tour, 1, "chen", MONDAY + MINUTE)
    assert second.before is not None
    assert second.before.visited_by == tour.cast.people["li"]
    assert [one.visited_by for one in visits.of_round(tour.db, tour.round_id)] == [
        tour.cast.people["li"], tour.cast.people["chen"],
    ]  # fmt: skip
    assert counts(tour) == (1, 0, 0)


def test_putting_something_right_is_another_visit(tour: Tour) -> None:
    walk(tour, 1, noise=WRONG)
    right = walk(tour, 1, pressure=Given(number=Decimal("0.31")))
    assert (right.visit.seq, right.before) == (2, None)
    assert counts(tour) == (1, 1, 0)


@pytest.mark.parametrize("how", [{"skipped": "检修中"}, {"noise": NOT_REACHED}])
def test_skipped_or_unchecked_is_not_done(tour: Tour, how: dict[str, object]) -> None:
    walk(tour, 1, **how)  # type: ignore[arg-type]
    assert counts(tour) == (0, 0, 0)
    assert tour.round.status is Status.RUNNING


def test_what_failed_opens_a_ticket_that_knows_its_round(tour: Tour) -> None:
    done = walk(tour, 1, noise=WRONG)
    failed = next(one for one in done.visit.answers if one.verdict is Verdict.FAILED)
    row = tour.db.row(
        "SELECT round_id, position, ticket_id FROM finding WHERE id = $id", id=failed.finding_id
    )
    assert row is not None
    assert (row["round_id"], row["position"]) == (tour.round_id, 1)
    assert row["ticket_id"] is not None


def test_every_wrong_answer_is_named_and_nothing_is_written(tour: Tour) -> None:
    with pytest.raises(WrongAnswers) as refused:
        walk(tour, 1, noise=Given(), pressure=Given(words="正常"))
    assert set(refused.value.wrong) == {tour.items["noise"], tour.items["pressure"]}
    assert tour.round.status is Status.DUE
    assert not visits.of_round(tour.db, tour.round_id)


def test_a_meter_is_compared_with_what_the_same_machine_showed_last(tour: Tour) -> None:
    walk(tour, 1, meter=Given(number=Decimal(500)))
    with tour.db.transaction() as tx:
        tomorrow = timedelta(days=1)
        later = add_round(
            tx,
            tour.plan_id,
            occurs_on=tour.round.day + tomorrow,
            opens_at=OPENS + tomorrow,
            closes_at=CLOSES + tomorrow,
        )
    walk(tour, 2, now=MONDAY + tomorrow, round_id=later, meter=Given(number=Decimal(3)))  # another machine
    with pytest.raises(WrongAnswers):
        walk(tour, 1, now=MONDAY + tomorrow, round_id=later, meter=Given(number=Decimal(499)))
    walk(tour, 1, now=MONDAY + tomorrow, round_id=later, meter=Given(number=Decimal(499), words="换表"))


def test_a_meter_may_be_put_right_downwards_in_its_own_round(tour: Tour) -> None:
    walk(tour, 1, meter=Given(number=Decimal(5000)))
    assert not walk(tour, 1, meter=Given(number=Decimal(500))).again


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        (MONDAY - 5 * MINUTE, MONDAY - 5 * MINUTE),
        (MONDAY + timedelta(days=400), MONDAY),
        (OPENS - timedelta(days=9), OPENS),
        (None, MONDAY),
    ],
)
def test_a_phones_clock_reaches_neither_the_future_nor_before_the_window(
    tour: Tour, phone: object, kept: object
) -> None:
    written = walk(tour, 1, visited_at=phone).visit
    assert (written.visited_at, written.recorded_at) == (kept, MONDAY)


def test_before_its_window_nothing_can_be_written_down(tour: Tour) -> None:
    with pytest.raises(Refusal, match="can be done from 11-16 08:00 on"):
        walk(tour, 1, now=OPENS - MINUTE)


def test_after_its_window_it_can(tour: Tour) -> None:
    walk(tour, 1, now=CLOSES + timedelta(days=2))
    assert tour.round.status is Status.RUNNING


def test_a_round_that_is_over_takes_nothing_more_and_says_who_ended_it(tour: Tour) -> None:
    with tour.db.transaction() as tx:
        tx.update("round", {"id": tour.round_id, "status": "exempt"})
    with pytest.raises(TooLate):
        walk(tour, 1)


def test_items_of_another_version_are_refused_whole(tour: Tour) -> None:
    with pytest.raises(TooLate, match="has been changed"):
        walk(tour, 1, answers={999: Given(words="yes")})


def test_a_stop_that_is_not_there(tour: Tour) -> None:
    with pytest.raises(NotFound):
        walk(tour, 9)


def test_too_long_words_are_refused(tour: Tour) -> None:
    with pytest.raises(WrongInput):
        walk(tour, 1, words="长" * 1001)


def test_who_may(tour: Tour) -> None:
    for who in ("li", "chen", "sun", "wu"):  # the team's people, its leader, an inspector
        walk(tour, 1, who)
    for stranger in ("zhou", "wang", "zheng", "feng"):
        with pytest.raises(NotAllowed):
            walk(tour, 1, stranger)


def test_a_round_of_a_company_is_its_technicians(cast: Cast) -> None:
    tour = make_tour(cast, team_id=None, vendor_id=cast.vendor)
    walk(tour, 1, "zhou")
    with pytest.raises(NotAllowed):
        walk(tour, 1, "wang")


def test_what_the_last_visits_say_is_what_the_round_says_whatever_happens(tour: Tour) -> None:
    walk(tour, 1, noise=WRONG, pressure=Given(number=Decimal("0.46")))
    walk(tour, 2, skipped="检修中")
    walk(tour, 3, lamp=Given(words="红"))
    assert counts(tour) == (2, 1, 2)
    walk(tour, 3, skipped="看错了")
    walk(tour, 2, "chen")
    assert counts(tour) == (2, 1, 1)
