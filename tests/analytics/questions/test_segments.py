"""Where the time went, and which step is the slowest."""

from __future__ import annotations

from lib.analytics.questions.segments import slowest, where_time_went
from lib.analytics.segments import COLUMNS
from tests.analytics.questions.small import HOUR, NONE, facts, ticket


def test_hours_of_finished_jobs_add_up() -> None:
    (row,) = where_time_went(facts(*[ticket(in_work=HOUR, in_hold=HOUR / 2)] * 3)).to_dicts()
    assert (row["n"], row["in_work"], row["in_hold"], row["in_travel"]) == (3, 3.0, 1.5, 0.0)


def test_what_is_open_or_was_sent_back_or_called_off_is_left_out() -> None:
    others = [
        ticket(status=status, completions=1, in_work=HOUR) for status in ("assigned", "merged", "cancelled")
    ]
    answered = ticket(completions=0, in_work=HOUR)
    (row,) = where_time_went(facts(*others, answered)).to_dicts()
    assert (row["n"], row["in_work"]) == (0, 0.0)


def test_nights_and_weekends_are_never_the_slowest_step() -> None:
    assert slowest({"in_outside": 90.0, "in_between": 80.0, "in_unknown": 70.0, "in_hold": 2.0}) == "in_hold"
    assert slowest({"in_outside": 90.0}) is None


def test_nothing_took_no_time() -> None:
    (row,) = where_time_went(NONE).to_dicts()
    assert row == {"n": 0, **dict.fromkeys(COLUMNS, 0.0)}
    assert where_time_went(NONE, "vendor_id").columns == ["vendor_id", "n", *COLUMNS]
    assert slowest(row) is None
