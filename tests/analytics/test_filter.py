"""The filter of all figures: the same view is the same address, and back."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analytics.filter import DIMENSIONS, NONE, NUMBERED, Filter, made, read, written

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
DEFAULT = made(date(2026, 1, 1), date(2026, 1, 31))


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    chosen: dict[str, list[int | str]] = {}
    for name in draw(st.sets(st.sampled_from(list(DIMENSIONS)))):
        value = (
            st.integers(1, 99_999) if name in NUMBERED else st.from_regex(r"[A-Z]{2}-\d{2}", fullmatch=True)
        )
        chosen[name] = draw(st.lists(value | st.just(NONE), min_size=1, max_size=4))
    return made(draw(DAYS), draw(DAYS), chosen)


@settings(deadline=None)
@given(filters())
def test_an_address_leads_back_to_the_same_filter(filter: Filter) -> None:
    assert read(written(filter), DEFAULT) == filter


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*DIMENSIONS, "from", "to"]), st.lists(st.text(max_size=12))))
def test_no_address_is_too_odd_to_be_read(asked: dict[str, list[str]]) -> None:
    found = read(asked, DEFAULT)
    assert found.first <= found.last
    assert isinstance(found.before, Filter) and isinstance(found.year_before, Filter)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-10-01", "2026-10-31", ("2026-09-01", "2026-09-30")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-10-05", "2026-10-11", ("2026-09-28", "2026-10-04")),
        ("2026-10-05", "2026-10-05", ("2026-10-04", "2026-10-04")),
    ],
)
def test_before_a_whole_month_lies_a_whole_month(first: str, last: str, before: tuple[str, str]) -> None:
    found = made(date.fromisoformat(first), date.fromisoformat(last)).before
    assert (found.first.isoformat(), found.last.isoformat()) == before


def test_a_year_before_the_leap_day_is_the_last_of_february() -> None:
    found = made(date(2028, 2, 1), date(2028, 2, 29)).year_before
    assert (found.first, found.last) == (date(2027, 2, 1), date(2027, 2, 28))
    assert made(date(2029, 2, 1), date(2029, 2, 28)).year_before.last == date(2028, 2, 29)


def test_days_the_wrong_way_round_are_turned() -> None:
    assert made(date(2026, 2, 1), date(2026, 1, 1)) == made(date(2026, 1, 1), date(2026, 2, 1))


def test_what_a_ticket_does_not_have_can_be_asked_for() -> None:
    frame = pl.DataFrame({"id": [1, 2, 3], "vendor_id": [7, None, 8]})
    day = date(2026, 1, 1)
    assert frame.filter(made(day, day, {"vendor": [NONE]}).about())["id"].to_list() == [2]
    assert frame.filter(made(day, day, {"vendor": [NONE, 8]}).about())["id"].to_list() == [2, 3]
    assert frame.filter(made(day, day, {"vendor": [8]}).about())["id"].to_list() == [3]
    assert frame.filter(made(day, day).about()).height == 3


def test_a_code_nobody_gave_is_empty() -> None:
    frame = pl.DataFrame({"id": [1, 2], "cause": ["", "C01"]}, schema_overrides={"cause": pl.Categorical})
    day = date(2026, 1, 1)
    assert frame.filter(made(day, day, {"cause": [NONE]}).about())["id"].to_list() == [1]
