"""Rounds say what was written down in them, and the check notices when they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.core.errors import Refusal
from lib.inspections.actions.ending import end
from lib.inspections.judging import Given
from lib.inspections.tallies import problems
from tests.conftest import MONDAY
from tests.inspections.touring import Tour
from tests.inspections.walking import NOT_REACHED, WRONG, walk

HOW: list[dict[str, Any]] = [
    {},
    {"skipped": "检修"},
    {"noise": WRONG},
    {"noise": NOT_REACHED},
    {"lamp": Given(words="红"), "noise": WRONG},
]
STEPS = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 0]), st.sampled_from(HOW), st.sampled_from(["li", "chen"])),
    max_size=7,
)


def test_what_was_really_done_holds_together(tour: Tour) -> None:
    assert problems(tour.db) == []
    walk(tour, 1, noise=WRONG)
    walk(tour, 2, noise=NOT_REACHED)
    end(tour.db, round_id=tour.round_id, version=None, by=tour.cast.by("li"))
    assert problems(tour.db) == []


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_in_whatever_order_holds_together(tour: Tour, steps: list[Any]) -> None:
    for n, (position, how, who) in enumerate(steps):
        now = MONDAY + timedelta(minutes=n)
        try:
            if position:
                walk(tour, position, who, now, **how)
            else:
                end(tour.db, round_id=tour.round_id, version=None, by=tour.cast.by(who, now))
        except Refusal:
            continue
    assert [str(problem) for problem in problems(tour.db)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE round SET stops_done = stops_done + 1",
        "UPDATE round SET failed = 9",
        "UPDATE round SET stops = 2",
        "UPDATE round SET status = 'due'",
        "UPDATE round SET status = 'done', ended_at = begun_at",
        "UPDATE round SET part = 1",
        "UPDATE visit SET position = 8",
        "UPDATE visit SET skipped = 'x'",
        "UPDATE visit SET visited_at = recorded_at + INTERVAL '1 day'",
        "DELETE FROM visit",
        "UPDATE answer SET item_id = item_id + 100",
        "UPDATE answer SET verdict = 'unchecked'",
    ],
)
def test_what_does_not_go_together_is_noticed(tour: Tour, wrong: str) -> None:
    walk(tour, 1)
    with tour.db.transaction() as tx:
        tx.execute(wrong)
    assert problems(tour.db)
