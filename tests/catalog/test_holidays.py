"""Public holidays from the library and from files, and the calendars made of them."""

import os
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.catalog import holiday_files
from lib.catalog.holidays import NoHolidayData, holidays_of, working_hours_calendar
from lib.core.errors import WrongInput

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = {weekday: [(time(8), time(18))] for weekday in range(5)}
DATA = os.environ.get("ONESTOP_TEST_DATA")
needs_data = pytest.mark.skipif(
    DATA is None,
    reason="LEFT OUT: the library's holidays are not compared with the published files; "
    "set ONESTOP_TEST_DATA to the folder that holds holidays/2025.json",
)


def days(off=(), on=()):
    """What a loaded file says: days(off=["2127-01-01"], on=["2127-01-04"])."""
    return {date.fromisoformat(day): True for day in off} | {date.fromisoformat(day): False for day in on}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_the_library_knows_2026():
    known = holidays_of(2026)
    assert {date(2026, 1, 1), date(2026, 2, 17), date(2026, 10, 7)} <= known.closed
    assert known.workdays == {
        date(2026, month, day) for month, day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    }
    assert not known.closed & known.workdays


@pytest.mark.parametrize("year", [2003, 2127])
def test_a_year_nobody_knows_is_said_and_not_guessed(year):
    for files in ({}, {2126: days(off=["2126-01-01"])}):
        with pytest.raises(NoHolidayData, match=str(year)) as refused:
            holidays_of(year, files)
        assert refused.value.year == year


def test_an_empty_file_is_no_data():
    with pytest.raises(NoHolidayData):
        holidays_of(2127, {2127: {}})
    assert holidays_of(2026, {2026: {}}) == holidays_of(2026)


def test_a_file_brings_a_year_the_library_does_not_know():
    known = holidays_of(2127, {2127: days(["2127-01-01"], ["2127-01-04"])})
    assert (known.closed, known.workdays) == ({date(2127, 1, 1)}, {date(2127, 1, 4)})


def test_the_file_wins_over_the_library_day_by_day():
    files = {2026: days(["2026-10-10"], ["2026-10-07"])}
    library, known = holidays_of(2026), holidays_of(2026, files)
    assert known.closed == library.closed - {date(2026, 10, 7)} | {date(2026, 10, 10)}
    assert known.workdays == library.workdays - {date(2026, 10, 10)} | {date(2026, 10, 7)}


def test_days_of_december_are_found_in_the_next_years_file():
    files = {2127: days(["2127-10-01"]), 2128: days(["2127-12-31", "2128-01-01"], ["2127-12-29"])}
    known = holidays_of(2127, files)
    assert known.closed == {date(2127, 10, 1), date(2127, 12, 31)}
    assert known.workdays == {date(2127, 12, 29)}
    assert holidays_of(2128, files).closed == {date(2128, 1, 1)}


@pytest.fixture
def published(monkeypatch):
    """What the published files say of a year, without a word from the library."""
    monkeypatch.setattr("lib.catalog.holidays.in_library", lambda year: {})
    folder = Path(str(DATA)) / "holidays"

    def of(year):
        # The published stub of a year whose decree is not out names no days.
        files = {
            each: holiday_files.read(path.read_bytes(), path.name).days
            for each in (year, year + 1)
            if (path := folder / f"{each}.json").is_file() and '"date"' in path.read_text(encoding="utf-8")
        }
        return holidays_of(year, files)

    return of


@needs_data
@pytest.mark.parametrize("year", [2025, 2026])
def test_library_and_published_files_agree(year, published, monkeypatch):
    by_files = published(year)
    monkeypatch.undo()
    assert by_files == holidays_of(year)


@needs_data
@pytest.mark.parametrize("year", [2018, 2019])
def test_they_agree_on_the_days_people_worked(year, published, monkeypatch):
    # The file of 2019 leaves out weekends beside a holiday, which the library lists.
    by_files = published(year)
    monkeypatch.undo()
    by_library = holidays_of(year)
    assert by_files.workdays == by_library.workdays
    assert {day for day in by_files.closed ^ by_library.closed if day.weekday() < 5} == set()


@needs_data
def test_the_working_saturday_of_december_2018_stands_in_the_file_of_2019(published):
    assert date(2018, 12, 29) in published(2018).workdays
    assert date(2018, 12, 31) in published(2018).closed


@needs_data
def test_the_published_stub_of_2027_is_no_data():
    path = Path(str(DATA)) / "holidays" / "2027.json"
    with pytest.raises(WrongInput, match="decree for 2027 is probably not out yet"):
        holiday_files.read(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-09-30 16:00", "2026-10-08 10:00"),  # eve of the National Day week
        ("2026-10-09 16:00", "2026-10-10 10:00"),  # a Friday before a make-up Saturday
        ("2026-10-10 16:00", "2026-10-12 10:00"),
        ("2026-02-14 16:00", "2026-02-24 10:00"),  # a make-up Saturday, eve of Spring Festival
        ("2026-02-17 12:00", "2026-02-24 12:00"),
        ("2026-12-31 16:00", "2027-01-01 10:00"),  # 2027 is not known: an ordinary Friday, and said to be so
    ],
)
def test_four_hours_around_holidays(opened, due):
    calendar, missing = working_hours_calendar(OFFICE, SHANGHAI, range(2026, 2028))
    assert calendar.add(at(opened), 240) == at(due)
    assert 2026 not in missing


def test_the_years_without_data_are_handed_back():
    files = {2128: days(["2128-01-01"])}
    _, missing = working_hours_calendar(OFFICE, SHANGHAI, range(2126, 2130), files)
    assert missing == (2126, 2127, 2129)


def test_a_make_up_saturday_has_mondays_hours():
    week = OFFICE | {0: [(time(9), time(11))], 5: [(time(8), time(9))]}
    calendar, _ = working_hours_calendar(week, SHANGHAI, range(2026, 2027))
    assert calendar.minutes_between(at("2026-10-10 00:00"), at("2026-10-11 00:00")) == 120
    assert calendar.minutes_between(at("2026-10-17 00:00"), at("2026-10-18 00:00")) == 60
