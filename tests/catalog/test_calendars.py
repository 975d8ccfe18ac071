"""The hospital's calendars by name, with public holidays and days of its own."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from lib.catalog import upkeep
from lib.catalog.calendars import calendar, free_days, parse_week, years_without_holidays
from lib.core.errors import NotAllowed, NotFound, WrongInput

NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


def at(words: str) -> datetime:
    return datetime.fromisoformat(f"{words}:00+08:00")


def set_day(cast: Any, day: date, kind: str, name: str = "admin") -> None:
    upkeep.set_day(cast.db, actor=cast.actor(name), day=day, kind=kind, note="", now=NOW)


def worked(cast: Any, day: str) -> float:
    return calendar(cast.db, "office").minutes_between(at(f"{day} 00:00"), at(f"{day} 23:59"))


def test_a_week_as_written_in_the_table() -> None:
    week = parse_week("0=08:00-12:00 13:30-17:30|5=00:00-24:00|6=")
    assert week == {
        0: [(time(8), time(12)), (time(13, 30), time(17, 30))],
        5: [(time(), time())],
        6: [],
    }


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        ("2026-11-16", 480),  # Monday
        ("2026-11-21", 0),  # Saturday
        ("2026-10-01", 0),  # National Day, a Thursday
        ("2026-10-10", 480),  # the Saturday worked for it
    ],
)
def test_working_hours_know_holidays_and_make_up_workdays(cast: Any, day: str, minutes: float) -> None:
    assert worked(cast, day) == minutes


def test_round_the_clock_knows_no_holidays(cast: Any) -> None:
    always = calendar(cast.db, "always")
    assert always.minutes_between(at("2026-10-01 00:00"), at("2026-10-02 00:00")) == 1440


def test_the_hospitals_own_days_go_before_the_public_ones(cast: Any) -> None:
    set_day(cast, date(2026, 11, 16), "closed")
    set_day(cast, date(2026, 10, 1), "workday")
    set_day(cast, date(2026, 10, 10), "closed")
    assert [worked(cast, day) for day in ("2026-11-16", "2026-10-01", "2026-10-10")] == [0, 480, 0]
    off, on = free_days(cast.db)
    assert not off & on


def test_a_day_can_be_said_again(cast: Any) -> None:
    for kind in ("closed", "workday", "closed"):
        set_day(cast, date(2026, 11, 16), kind)
    assert worked(cast, "2026-11-16") == 0


def test_only_known_kinds_by_administrators(cast: Any) -> None:
    with pytest.raises(WrongInput):
        set_day(cast, date(2026, 11, 16), "holiday-ish")
    with pytest.raises(NotAllowed):
        set_day(cast, date(2026, 11, 16), "closed", "zhao")


def test_a_calendar_nobody_made_is_not_found(cast: Any) -> None:
    with pytest.raises(NotFound, match="night"):
        calendar(cast.db, "night")


def test_years_nobody_told_us_about_are_named(cast: Any) -> None:
    assert years_without_holidays(cast.db, 2025, 2026) == []
    assert 2040 in years_without_holidays(cast.db, 2026, 2040)
