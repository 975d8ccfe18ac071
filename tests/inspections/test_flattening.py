"""The flatter schedule: lowest peak, then fewest moves, then the shortest way; as trying everything finds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.inspections.flattening import Movable, Proposal, propose

MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def movable(id: int, on: int, first: int, last: int, minutes: int = 60, **more: object) -> Movable:
    about = {"earliest": day(first), "latest": day(last), "group": "水电班"} | more
    return Movable(id=id, day=day(on), minutes=minutes, **about)  # type: ignore[arg-type]


def moved(proposal: Proposal) -> dict[int, date]:
    return {move.id: move.to_day for move in proposal.moves}


def test_a_heavy_day_is_spread_over_its_window() -> None:
    found = propose([movable(n, 0, 0, 2) for n in range(3)], {})
    assert (found.before, found.after) == ({"水电班": 180}, {"水电班": 60})
    # Those that stay are the first; the others go no farther than they must.
    assert moved(found) == {1: day(1), 2: day(2)}
    assert found.proved


def test_what_is_fixed_fills_its_day() -> None:
    found = propose(
        [movable(1, 0, 0, 2)], {("水电班", day(0)): 120, ("水电班", day(1)): 90, ("电梯组", day(2)): 999}
    )
    assert moved(found) == {1: day(2)}
    assert found.after == {"水电班": 120}


def test_nothing_moves_where_nothing_is_gained() -> None:
    found = propose([movable(1, 0, 0, 3), movable(2, 1, 0, 3)], {})
    assert found.moves == ()
    assert found.before == found.after


def test_days_off_take_nothing_new_but_keep_what_they_have() -> None:
    rounds = [movable(1, 0, 0, 1), movable(2, 0, 0, 1), movable(3, 1, 1, 1)]
    assert propose(rounds, {}, closed={day(1)}).moves == ()


def test_each_group_has_its_own_peak() -> None:
    rounds = [movable(n, 0, 0, 1, group=group) for n, group in enumerate(("水电班", "水电班", "电梯组"))]
    found = propose(rounds, {})
    assert found.after == {"水电班": 60, "电梯组": 60}
    assert list(moved(found)) == [1]


def test_two_rounds_of_a_plan_never_share_a_day() -> None:
    rounds = [movable(1, 0, 0, 1, apart="P1"), movable(2, 1, 0, 1, apart="P1"), movable(3, 0, 0, 0, 240)]
    # Both would be better on the second day; one of them has to stay.
    assert propose(rounds, {}).moves == ()
    alone = [movable(1, 0, 0, 2, never=frozenset({day(1)})), movable(2, 0, 0, 0)]
    assert moved(propose(alone, {})) == {1: day(2)}


def test_a_round_that_stands_outside_its_window_may_stay_and_only_goes_inside() -> None:
    rounds = [movable(1, 5, 1, 2), movable(2, 5, 5, 5)]
    assert moved(propose(rounds, {})) == {1: day(2)}


def test_nothing_at_all() -> None:
    assert propose([], {}) == Proposal((), {}, {}, True)


def tried(rounds: Sequence[Movable], load: dict[date, int]) -> tuple[int, int, int]:
    """Every way to place them: the lowest (peak, moves, days moved)."""
    windows = [
        [one.earliest + timedelta(n) for n in range((one.latest - one.earliest).days + 1)] for one in rounds
    ]
    counted = {each for window in windows for each in window}

    def worth(placed: Sequence[date]) -> tuple[int, int, int]:
        sums = {each: load.get(each, 0) for each in counted}
        for one, on in zip(rounds, placed, strict=True):
            sums[on] += one.minutes
        ways = [abs((on - one.day).days) for one, on in zip(rounds, placed, strict=True)]
        return max(sums.values()), sum(way > 0 for way in ways), sum(ways)

    return min(worth(placed) for placed in product(*windows))


@some.composite
def one_of_eight(draw: some.DrawFn, number: int) -> Movable:
    on = draw(some.integers(0, 4))
    first, last = on - draw(some.integers(0, 1)), on + draw(some.integers(0, 2))
    return movable(number, on, first, last, draw(some.sampled_from([15, 20, 30, 45])))


EIGHT = some.tuples(*(one_of_eight(number) for number in range(8)))
LOADS = some.dictionaries(some.integers(-1, 6).map(day), some.sampled_from([20, 60, 100]), max_size=3)


def as_good_as_trying(rounds: Sequence[Movable], load: dict[date, int]) -> None:
    found = propose(rounds, {("水电班", on): minutes for on, minutes in load.items()})
    by_id = {one.id: one for one in rounds}
    assert all(by_id[move.id].earliest <= move.to_day <= by_id[move.id].latest for move in found.moves)
    ways = sum(abs((move.to_day - move.from_day).days) for move in found.moves)
    assert (found.after["水电班"], len(found.moves), ways) == tried(rounds, load)
    assert found.after["水电班"] <= found.before["水电班"]
    assert found.proved


@settings(max_examples=4, deadline=None)
@given(EIGHT, LOADS)
def test_it_is_as_good_as_trying_everything(rounds: Sequence[Movable], load: dict[date, int]) -> None:
    as_good_as_trying(rounds, load)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(EIGHT, LOADS)
def test_it_is_as_good_as_trying_everything_many_times(
    rounds: Sequence[Movable], load: dict[date, int]
) -> None:
    as_good_as_trying(rounds, load)
