"""Next month's volume: said only where enough is known, tried out on the past with nothing but the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random

import polars as pl
import pytest

from lib.analytics.questions.forecast import DaysOff, back_test, next_month

TODAY = date(2026, 11, 23)


def reports(n: Callable[[date], int], days: int, until: date = TODAY) -> pl.DataFrame:
    """So many jobs on each of the days before that one."""
    every = [until - timedelta(days=at) for at in range(1, days + 1)]
    return pl.DataFrame({"opened_on": [day for day in every for _ in range(n(day))]}).with_columns(
        status=pl.lit("closed")
    )


def test_nothing_is_said_of_a_young_desk() -> None:
    assert next_month(reports(lambda _: 20, 60), TODAY) is None
    assert next_month(reports(lambda _: 20, 0).cast({"opened_on": pl.Date}), TODAY) is None
    assert back_test(reports(lambda _: 20, 60), TODAY).height == 0


def test_steady_days_make_a_steady_month() -> None:
    said = next_month(reports(lambda _: 20, 400), TODAY)
    assert said is not None and said.month == date(2026, 12, 1)
    assert said.expected == pytest.approx(20 * 31)
    assert said.low < 620 < said.high


def test_weekends_and_holidays_count_as_such() -> None:
    def quiet(day: date) -> int:
        return 5 if day.isoweekday() > 5 else 25

    rows = reports(quiet, 200)
    said = next_month(rows, TODAY)
    assert said is not None
    assert said.expected == pytest.approx(23 * 25 + 8 * 5)
    holiday = next_month(rows, TODAY, DaysOff(closed={date(2026, 12, 1), date(2026, 12, 2)}))
    assert holiday is not None
    assert holiday.expected == pytest.approx(21 * 25 + 10 * 5)
    moved = next_month(rows, TODAY, DaysOff(workdays={date(2026, 12, 5)}))
    assert moved is not None
    assert moved.expected == pytest.approx(24 * 25 + 7 * 5)


def by_chance(chance: Random, _: date) -> int:
    return sum(chance.random() < 0.1 for _ in range(200))


def test_intervals_hold_what_they_promise_where_only_chance_is_at_work() -> None:
    held = []
    for seed in range(8):
        chance = Random(seed)
        rows = reports(partial(by_chance, chance), 600)
        held += back_test(rows, TODAY)["inside"].to_list()
    assert len(held) > 80
    assert sum(held) / len(held) >= 0.9


def test_what_happened_later_changes_no_earlier_forecast() -> None:
    calm = reports(lambda _: 20, 400)
    storm = pl.concat([calm, reports(lambda _: 300, 20)])
    before, after = back_test(calm, TODAY), back_test(storm, TODAY)
    assert before["expected"].to_list()[:-1] == after["expected"].to_list()[:-1]


def test_a_season_seen_twice_is_half_believed() -> None:
    def busy_december(day: date) -> int:
        return 40 if day.month == 12 else 20

    said = next_month(reports(busy_december, 365 * 3), TODAY)
    assert said is not None
    assert said.expected == pytest.approx(31 * 30, rel=0.02)
