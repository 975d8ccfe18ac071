"""Chinese public holidays and make-up workdays, and working calendars that keep them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar

from lib.catalog.working_calendar import Span, WorkingCalendar

Days = Mapping[date, bool]
"""Dates a decree names: True for a day off, False for a make-up workday."""
_NO_FILES: Mapping[int, Days] = MappingProxyType({})


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


def holidays_of(year: int, files: Mapping[int, Days] = _NO_FILES) -> YearOfHolidays:
    """The holidays of a year from the library chinesecalendar and, where given, from loaded files by their year.

    Where file and library differ on a date, the file wins. Raises NoHolidayData when neither knows the year (an empty
    file knows nothing).
    """
    from_library, from_file = in_library(year), files.get(year, {})
    if not from_library and not from_file:
        raise NoHolidayData(year)
    # The decree on a New Year holiday may rule days of the December before: they stand in the next file.
    off_by_date = {**from_library, **from_file, **files.get(year + 1, {})}
    days = {day: off for day, off in off_by_date.items() if day.year == year}
    return YearOfHolidays(
        closed=frozenset(day for day, off in days.items() if off),
        workdays=frozenset(day for day, off in days.items() if not off),
    )


def working_hours_calendar(
    week: Mapping[int, Sequence[Span]], zone: ZoneInfo, years: range, files: Mapping[int, Days] = _NO_FILES
) -> tuple[WorkingCalendar, tuple[int, ...]]:
    """A calendar with public holidays closed and make-up workdays worked with Monday's spans.

    Comes with the years for which there is no holiday data: in these every week is an ordinary one, and
    whoever shows due times should say so. Raises ValueError as WorkingCalendar does.
    """
    closed: set[date] = set()
    workdays: set[date] = set()
    missing = []
    for year in years:
        try:
            known = holidays_of(year, files)
        except NoHolidayData:
            missing.append(year)
        else:
            closed |= known.closed
            workdays |= known.workdays
    special = dict.fromkeys(workdays, week.get(0, ()))
    return WorkingCalendar(week, closed=closed, special=special, zone=zone), tuple(missing)


def in_library(year: int) -> dict[date, bool]:
    """What the library says of a year; {} for one it does not know."""
    # National Day proves the year: single days of an unknown year may come with its neighbour's decree.
    if date(year, 10, 1) not in chinese_calendar.holidays:
        return {}
    off = {day: True for day in chinese_calendar.holidays if day.year == year}
    return off | {day: False for day in chinese_calendar.workdays if day.year == year}
