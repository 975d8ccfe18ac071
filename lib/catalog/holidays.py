"""Chinese public holidays and make-up workdays, and working calendars that keep them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar

from lib.catalog.working_calendar import Span, WorkingCalendar


class NoHolidayData(LookupError):
    """Nobody has told us the holidays of this year yet: the State Council announces them each autumn."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday data for {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class YearOfHolidays:
    """One calendar year: the dates off (weekends inside a holiday too) and the make-up workdays 调休上班."""

    closed: frozenset[date]
    workdays: frozenset[date]


def holidays_of(year: int, files: Path | None = None) -> YearOfHolidays:
    """The holidays of a year from the library chinesecalendar and, where given, `<year>.json` in a folder.

    The files have the format of the project holiday-cn; where file and library differ on a date, the file
    wins. Raises NoHolidayData when neither knows the year (an empty file knows nothing), ValueError naming
    the file when a file cannot be read as such.
    """
    from_library, from_file = _in_library(year), _in_file(year, files)
    if not from_library and not from_file:
        raise NoHolidayData(year)
    # The decree on a New Year holiday may rule days of the December before: they stand in the next file.
    off_by_date = from_library | from_file | _in_file(year + 1, files)
    days = {day: off for day, off in off_by_date.items() if day.year == year}
    return YearOfHolidays(
        closed=frozenset(day for day, off in days.items() if off),
        workdays=frozenset(day for day, off in days.items() if not off),
    )


def working_hours_calendar(
    week: Mapping[int, Sequence[Span]], zone: ZoneInfo, years: range, folder: Path | None = None
) -> tuple[WorkingCalendar, tuple[int, ...]]:
    """A calendar with public holidays closed and make-up workdays worked with Monday's spans.

    Comes with the years for which there is no holiday data: in these every week is an ordinary one, and
    whoever shows due times should say so. Raises ValueError as WorkingCalendar and holidays_of do.
    """
    closed: set[date] = set()
    workdays: set[date] = set()
    missing = []
    for year in years:
        try:
            known = holidays_of(year, folder)
        except NoHolidayData:
            missing.append(year)
        else:
            closed |= known.closed
            workdays |= known.workdays
    special = dict.fromkeys(workdays, week.get(0, ()))
    return WorkingCalendar(week, closed=closed, special=special, zone=zone), tuple(missing)


def _in_library(year: int) -> dict[date, bool]:
    # National Day proves the year: single days of an unknown year may come with its neighbour's decree.
    if date(year, 10, 1) not in chinese_calendar.holidays:
        return {}
    off = {day: True for day in chinese_calendar.holidays if day.year == year}
    return off | {day: False for day in chinese_calendar.workdays if day.year == year}


def _in_file(year: int, folder: Path | None) -> dict[date, bool]:
    if folder is None or not (path := folder / f"{year}.json").is_file():
        return {}
    try:
        return dict(_days(json.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is not a holiday file: {error!r}") from error


def _days(content: Any) -> Iterator[tuple[date, bool]]:
    for day in content["days"]:
        if not isinstance(day["isOffDay"], bool):
            raise TypeError(f"isOffDay of {day['date']} is neither true nor false")
        yield date.fromisoformat(day["date"]), day["isOffDay"]
