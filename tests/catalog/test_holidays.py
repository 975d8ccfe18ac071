"""Public holidays from the library and from files, and the calendars made of them."""

import json
import os
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.catalog.holidays import NoHolidayData, holidays_of, working_hours_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = {weekday: [(time(8), time(18))] for weekday in range(5)}
DATA = os.environ.get("ONESTOP_TEST_DATA")
needs_data = pytest.mark.skipif(
    DATA is None,
    reason="LEFT OUT: the library's holidays are not compared with the published files; "
    "set ONESTOP_TEST_DATA to the folder that holds holidays/2025.json",
)


def write_year(folder, year, **days):
    """A file as holiday-cn writes it: write_year(f, 2027, off=["2027-01-01"], on=["2027-01-03"])."""
    listed = [
        {"name": "元旦", "date": day, "isOffDay": kind == "off"}
        for kind in ("off", "on")
        for day in days.get(kind, [])
    ]
    content = {"year": year, "papers": [], "days": listed}
    (folder / f"{year}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


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
def test_a_year_nobody_knows_is_said_and_not_guessed(year, tmp_path):
    for folder in (None, tmp_path):
        with pytest.raises(NoHolidayData, match=str(year)) as refused:
            holidays_of(year, folder)
        assert refused.value.year == year


def test_an_empty_file_is_no_data(tmp_path):
    write_year(tmp_path, 2127)
    with pytest.raises(NoHolidayData):
        holidays_of(2127, tmp_path)
    write_year(tmp_path, 2026)
    assert holidays_of(2026, tmp_path) == holidays_of(2026)


def test_a_file_brings_a_year_the_library_does_not_know(tmp_path):
    write_year(tmp_path, 2127, off=["2127-01-01"], on=["2127-01-04"])
    known = holidays_of(2127, tmp_path)
    assert (known.closed, known.workdays) == ({date(2127, 1, 1)}, {date(2127, 1, 4)})


def test_the_file_wins_over_the_library_day_by_day(tmp_path):
    write_year(tmp_path, 2026, off=["2026-10-10"], on=["2026-10-07"])
    library, known = holidays_of(2026), holidays_of(2026, tmp_path)
    assert known.closed == library.closed - {date(2026, 10, 7)} | {date(2026, 10, 10)}
    assert known.workdays == library.workdays - {date(2026, 10, 10)} | {date(2026, 10, 7)}


def test_days_of_december_are_found_in_the_next_years_file(tmp_path):
    write_year(tmp_path, 2127, off=["2127-10-01"])
    write_year(tmp_path, 2128, off=["2127-12-31", "2128-01-01"], on=["2127-12-29"])
    known = holidays_of(2127, tmp_path)
    assert known.closed == {date(2127, 10, 1), date(2127, 12, 31)}
    assert known.workdays == {date(2127, 12, 29)}
    assert holidays_of(2128, tmp_path).closed == {date(2128, 1, 1)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"days": null}',
        '{"days": [{"date": "2026-02-03"}]}',
        '{"days": [{"date": "2026-02-30", "isOffDay": true}]}',
        '{"days": [{"date": "2026-02-03", "isOffDay": "false"}]}',
    ],
)
def test_a_broken_file_is_named(text, tmp_path):
    (tmp_path / "2026.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"2026\.json"):
        holidays_of(2026, tmp_path)


@pytest.fixture
def published(monkeypatch):
    """What the published files say of a year, without a word from the library."""
    monkeypatch.setattr("lib.catalog.holidays._in_library", lambda year: {})
    return lambda year: holidays_of(year, Path(str(DATA)) / "holidays")


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
    with pytest.raises(NoHolidayData):
        holidays_of(2027, Path(str(DATA)) / "holidays")


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
def test_four_hours_around_holidays(opened, due, tmp_path):
    write_year(tmp_path, 2027)
    calendar, missing = working_hours_calendar(OFFICE, SHANGHAI, range(2026, 2028), tmp_path)
    assert calendar.add(at(opened), 240) == at(due)
    assert 2026 not in missing


def test_the_years_without_data_are_handed_back(tmp_path):
    write_year(tmp_path, 2128, off=["2128-01-01"])
    _, missing = working_hours_calendar(OFFICE, SHANGHAI, range(2126, 2130), tmp_path)
    assert missing == (2126, 2127, 2129)


def test_a_make_up_saturday_has_mondays_hours():
    week = OFFICE | {0: [(time(9), time(11))], 5: [(time(8), time(9))]}
    calendar, _ = working_hours_calendar(week, SHANGHAI, range(2026, 2027))
    assert calendar.minutes_between(at("2026-10-10 00:00"), at("2026-10-11 00:00")) == 120
    assert calendar.minutes_between(at("2026-10-17 00:00"), at("2026-10-18 00:00")) == 60
