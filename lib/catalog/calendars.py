"""The hospital's working calendars by name: a week, public holidays, make-up workdays, closed days of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, time

from lib.catalog import holiday_files
from lib.catalog.holidays import NoHolidayData, YearOfHolidays, holidays_of
from lib.catalog.working_calendar import WorkingCalendar, around_the_clock
from lib.core.clock import zone
from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.store.database import Database

Span = tuple[time, time]
ROUND_THE_CLOCK = "always"
YEARS = holiday_files.YEARS


def calendar(db: Database, code: str) -> WorkingCalendar:
    """The calendar of that name as it is now; NotFound when nobody made one."""
    made = db.derived("calendars", ("working_calendar", "calendar_day", "holiday_file"), lambda: _all(db))
    if code not in made:
        raise NotFound(mark("There is no calendar “{code}”."), code=code)
    return made[code]


def name_of(db: Database, code: str) -> str:
    """What the hospital calls the calendar; its code where nobody made one."""
    sql = "SELECT code, name FROM working_calendar ORDER BY version"
    names = db.derived(
        "calendar_names", ("working_calendar",), lambda: {row["code"]: row["name"] for row in db.rows(sql)}
    )
    return str(names.get(code, code))


def _all(db: Database) -> Mapping[str, WorkingCalendar]:
    weeks = db.rows("SELECT code, week FROM working_calendar ORDER BY code, version")
    off, on = free_days(db)
    return {row["code"]: _one(row["code"], parse_week(row["week"]), off, on) for row in weeks}


def _one(
    code: str, week: Mapping[int, Sequence[Span]], off: frozenset[date], on: frozenset[date]
) -> WorkingCalendar:
    if code == ROUND_THE_CLOCK:
        return around_the_clock(zone())
    # A make-up workday keeps the hours of a Monday.
    return WorkingCalendar(week, closed=off, special=dict.fromkeys(on, week.get(0, ())), zone=zone())


def free_days(db: Database) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up workdays: the public ones of every year we know, the hospital's own over them."""
    own = db.rows("SELECT day, kind FROM calendar_day")
    working = {row["day"] for row in own if row["kind"] == "workday"}
    closed = {row["day"] for row in own} - working
    public = public_holidays(db).values()
    off = {day for year in public for day in year.closed} - working | closed
    on = {day for year in public for day in year.workdays} - closed | working
    return frozenset(off), frozenset(on)


def years_without_holidays(db: Database, first: int, last: int) -> list[int]:
    """Years for which nobody has told us the public holidays: their due times treat every weekday alike."""
    return [year for year in range(first, last + 1) if year not in public_holidays(db)]


def public_holidays(db: Database) -> Mapping[int, YearOfHolidays]:
    """Every year that is known; made anew as soon as somebody loads a file."""
    return db.derived("public_holidays", ("holiday_file",), lambda: dict(_known(db)))


def _known(db: Database) -> Iterator[tuple[int, YearOfHolidays]]:
    files = {year: file.days for year, file in holiday_files.all_files(db).items()}
    for year in YEARS:
        with suppress(NoHolidayData):
            yield year, holidays_of(year, files)


def parse_week(text: str) -> Mapping[int, Sequence[Span]]:
    """ "0=08:00-12:00 13:30-17:30|5=" → spans by weekday, Monday 0."""
    parts = (part.split("=") for part in text.split("|") if part)
    return {int(day): [_span(span) for span in spans.split()] for day, spans in parts}


def _span(text: str) -> Span:
    start, end = text.split("-")
    return time.fromisoformat(start), time() if end == "24:00" else time.fromisoformat(end)
