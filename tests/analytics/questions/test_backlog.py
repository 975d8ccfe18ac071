"""What is not finished: its age, and how much there was each day."""

from __future__ import annotations

from datetime import UTC, datetime

from lib.analytics.questions.backlog import backlog, open_by_day
from tests.analytics.questions.small import DAY, HOUR, MINUTE, MONDAY, NONE, NOW, WEEK, facts, ticket


def test_a_band_of_age_begins_on_the_minute() -> None:
    ages = (DAY - MINUTE, DAY, 3 * DAY, 7 * DAY - MINUTE, 7 * DAY, 30 * DAY, 400 * DAY)
    found = backlog(facts(*[ticket(NOW - age, status="new") for age in ages]), NOW)
    assert found.rows() == [(0, "new", 1), (1, "new", 1), (3, "new", 2), (7, "new", 1), (30, "new", 2)]


def test_only_what_is_open_waits() -> None:
    over = [ticket(status=status) for status in ("done", "closed", "merged", "cancelled")]
    found = backlog(facts(*over, ticket(NOW - HOUR, status="on_hold")), NOW)
    assert found.rows() == [(0, "on_hold", 1)]


def test_what_was_open_at_the_end_of_each_day() -> None:
    rows = facts(
        ticket(MONDAY - 40 * DAY, status="new"),
        ticket(MONDAY, done_at=datetime(2026, 11, 4, 1, tzinfo=UTC)),
        ticket(MONDAY + DAY),
        ticket(MONDAY, status="merged", done_at=None),
        ticket(MONDAY + 9 * DAY, status="new"),
    )
    assert open_by_day(rows, WEEK)["open"].to_list() == [2, 2, 1, 1, 1, 1, 1]


def test_a_question_answered_at_once_is_over_when_it_was_closed() -> None:
    closed = datetime(2026, 11, 3, 16, tzinfo=UTC)  # midnight in the hospital: the day after
    rows = facts(ticket(done_at=None, done_on=None, closed_at=closed, completions=0))
    assert open_by_day(rows, WEEK)["open"].to_list() == [1, 1, 0, 0, 0, 0, 0]


def test_nothing_waits() -> None:
    assert backlog(NONE, NOW).columns == ["age", "status", "n"]
    assert backlog(NONE, NOW).height == 0
    assert open_by_day(NONE, WEEK)["open"].to_list() == [0] * 7
