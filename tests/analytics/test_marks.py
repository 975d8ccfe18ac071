"""A mark is text and back; behind each lie exactly the tickets it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analytics import marks
from lib.analytics.filter import Filter, made

NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
NOVEMBER = made(date(2026, 11, 1), date(2026, 11, 30))


def rows(**columns: list[Any]) -> pl.DataFrame:
    n = len(next(iter(columns.values())))
    opened = [NOW - timedelta(days=day) for day in range(n)]
    base: dict[str, Any] = {
        "id": list(range(n)),
        "status": ["closed"] * n,
        "completions": [1] * n,
        "vendor_id": [1] * n,
        "service_group": ["GD"] * n,
        "cause": [""] * n,
        "opened_at": opened,
        "opened_on": [at.date() for at in opened],
        "opened_hour": [9] * n,
        "opened_weekday": [at.isoweekday() for at in opened],
        "opened_month": [at.date().replace(day=1) for at in opened],
        "in_travel": [timedelta(minutes=day) for day in range(n)],
        "response_minutes": [float(day) for day in range(n)],
        "respond_kept": [day % 2 == 0 for day in range(n)],
    }
    return pl.DataFrame(base | columns)


def behind(frame: pl.DataFrame, filter: Filter = NOVEMBER, /, **parts: Any) -> list[int]:
    by, key = parts.pop("by", None), parts.pop("key", None)
    return marks.behind(frame, filter, marks.read(marks.written(by, key, **parts)), NOW)


def test_a_group_is_its_tickets_newest_first() -> None:
    assert behind(rows(vendor_id=[7, None, 7]), by="vendor_id", key=7) == [0, 2]


@pytest.mark.parametrize(
    ("column", "values"), [("vendor_id", [7, None]), ("cause", ["C01", ""]), ("cause", ["C01", None])]
)
def test_those_without_a_value_are_a_group(column: str, values: list[Any]) -> None:
    assert behind(rows(**{column: values}), by=column, key=None) == [1]


def test_a_missed_share_shows_what_missed_it() -> None:
    assert behind(rows(vendor_id=[1, 1, 1, 1]), indicator="respond_kept") == [1, 3]


def test_minutes_and_segments_show_the_slowest_first() -> None:
    frame = rows(vendor_id=[1, 1, 1])
    assert behind(frame, indicator="response") == [2, 1, 0]
    assert behind(frame, segment="in_travel") == [2, 1]


def test_days_of_a_mark_stand_for_those_of_the_filter() -> None:
    frame = rows(vendor_id=[1] * 40)
    assert behind(frame, first=date(2026, 10, 25), last=date(2026, 10, 31)) == list(range(30, 37))


def test_hours_weekdays_and_months_narrow() -> None:
    frame = rows(opened_hour=[9, 10, 9])
    assert behind(frame, hour=9) == [0, 2]
    assert behind(frame, weekday=1) == [0]
    assert behind(frame, month="2026-11") == [0, 1, 2]


def test_open_ones_of_an_age_are_those_whatever_the_days() -> None:
    frame = rows(status=["new", "new", "closed", "on_hold", *["new"] * 40])
    assert behind(frame, age=1, younger=4) == [1, 3]
    assert behind(frame, age=35) == list(range(35, 44))


def test_merged_ones_are_left_out() -> None:
    assert behind(rows(status=["closed", "merged", "cancelled"])) == [0, 2]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_nothing_in_an_address_breaks_it(text: str) -> None:
    marks.behind(rows(vendor_id=[1, 2]), NOVEMBER, marks.read(text), NOW)


PARTS = st.sampled_from(
    [
        *[
            "first",
            "last",
            "indicator",
            "segment",
            "hour",
            "weekday",
            "month",
            "age",
            "younger",
            "vendor",
            "cause",
        ]
    ]
)


@settings(deadline=None)
@given(st.dictionaries(PARTS, st.text(max_size=12) | st.integers(-5, 10**9).map(str)))
def test_no_odd_mark_breaks_it(parts: dict[str, str]) -> None:
    marks.behind(rows(vendor_id=[1, 2]), NOVEMBER, marks.read(marks.written(**parts)), NOW)


@given(st.dictionaries(PARTS, st.text(min_size=1, max_size=12), max_size=5))
def test_a_mark_is_read_as_it_was_written(parts: dict[str, str]) -> None:
    assert marks.read(marks.written(**parts)) == parts
