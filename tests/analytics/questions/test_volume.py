"""How much was reported, beside the year before."""

from __future__ import annotations

from datetime import date

import pytest

from lib.analytics.filter import made
from lib.analytics.questions.volume import Step, volume
from tests.analytics.questions.small import DAY, MONDAY, NONE, WEEK, facts, ticket


def test_every_day_has_a_row_and_merged_tickets_count_once() -> None:
    found = volume(facts(ticket(), ticket(status="merged"), ticket(status="cancelled")), WEEK, "day")
    assert found["begins"].to_list() == [MONDAY + at * DAY for at in range(7)]
    assert found["n"].to_list() == [2, 0, 0, 0, 0, 0, 0]


def test_days_are_held_against_the_same_weekday_of_last_year() -> None:
    found = volume(facts(ticket(MONDAY - 364 * DAY), ticket(MONDAY - 365 * DAY)), WEEK, "day")
    assert found["last_year"].to_list() == [1, 0, 0, 0, 0, 0, 0]


def test_before_the_first_ticket_nothing_is_known() -> None:
    found = volume(facts(ticket(MONDAY - 362 * DAY), ticket()), WEEK, "day")
    assert found["last_year"].to_list() == [None, None, 1, 0, 0, 0, 0]


def test_a_week_begins_on_monday_and_counts_only_days_of_the_span() -> None:
    rows = facts(*[ticket(MONDAY + at * DAY) for at in range(-2, 9)])
    found = volume(rows, made(MONDAY + 2 * DAY, MONDAY + 7 * DAY), "week")
    assert found.select("begins", "n").rows() == [(MONDAY, 5), (MONDAY + 7 * DAY, 1)]


def test_months_are_held_against_the_same_month_and_a_leap_day_counts_in_february() -> None:
    rows = facts(ticket(date(2024, 2, 1)), ticket(date(2024, 2, 29)), ticket(date(2025, 2, 3)))
    found = volume(rows, made(date(2025, 2, 1), date(2025, 3, 31)), "month")
    assert found.rows() == [(date(2025, 2, 1), 1, 2), (date(2025, 3, 1), 0, 0)]


@pytest.mark.parametrize("step", ["day", "week", "month"])
def test_nothing_is_nought_and_knows_no_last_year(step: Step) -> None:
    found = volume(NONE, WEEK, step)
    assert found.columns == ["begins", "n", "last_year"]
    assert (found["n"].sum(), found["last_year"].null_count()) == (0, found.height)
