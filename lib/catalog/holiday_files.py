"""Holiday files as administrators load them: read and checked in plain words, kept in the database, one a year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from lib.catalog.holidays import Days, in_library
from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.roles import SYSTEM, Actor, Permission, require
from lib.store.database import Database

YEARS = range(2014, 2041)
"""Years for which calendars are kept."""
LARGEST = 500_000
"""Bytes; a year's file has about four thousand."""
MOST_DAYS = 366
LONGEST_NAME = 40
_FIELD = "holiday_file"
_NATIONAL_DAY = (10, 1)


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """One year's decree: `days` says for each date whether it is off, `names` what for. `taken_at` is None for a
    file that is only looked at."""

    year: int
    days: Days
    names: Mapping[date, str]
    taken_at: datetime | None = None

    @property
    def off(self) -> list[date]:
        """Days off, in order."""
        return sorted(day for day, off in self.days.items() if off)

    @property
    def workdays(self) -> list[date]:
        """Make-up workdays, in order."""
        return sorted(day for day, off in self.days.items() if not off)

    @property
    def whole(self) -> bool:
        """Whether it holds National Day, as every year's decree does."""
        return self.days.get(date(self.year, *_NATIONAL_DAY), False)

    @property
    def on_weekdays(self) -> list[date]:
        """Make-up workdays that were workdays anyway: most likely a slip."""
        return [day for day in self.workdays if day.weekday() < 5]


def all_files(db: Database) -> Mapping[int, HolidayFile]:
    """The files that were loaded, by year."""
    return db.derived("holiday_files", ("holiday_file",), lambda: {one.year: one for one in _kept(db)})


def _kept(db: Database) -> Iterator[HolidayFile]:
    for row in db.rows("SELECT year, content, taken_at FROM holiday_file ORDER BY year"):
        file = read(row["content"].encode())
        yield HolidayFile(file.year, file.days, file.names, row["taken_at"])


def read(content: bytes, name: str = "") -> HolidayFile:
    """A file in the format of the project holiday-cn: {"year": 2027, "days": [{"name", "date", "isOffDay"}]}.

    WrongInput with the first thing that is wrong with it; `name` is the file's, which may name the year too.
    """
    said = _json(content)
    year, listed = said.get("year"), said.get("days")
    if type(year) is not int:
        raise _wrong(mark("The file does not say which year it is for (“year”)."))
    if year not in YEARS:
        message = mark("The file is for {year}; only {first} to {last} can be loaded.")
        raise _wrong(message, year=year, first=YEARS[0], last=YEARS[-1])
    _named_alike(PurePath(name).stem, year)
    if not isinstance(listed, list):
        raise _wrong(mark("The file has no list of days (“days”)."))
    if not listed:
        raise _wrong(
            mark("The file names no days: the decree for {year} is probably not out yet."), year=year
        )
    if len(listed) > MOST_DAYS:
        raise _wrong(mark("The file names {count} days, more than a year has."), count=len(listed))
    return _file(year, listed)


def _json(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise _wrong(mark("This file is too large to be a year's holidays."))
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _wrong(mark("This is no holiday file: it is not written in JSON.")) from None
    if not isinstance(said, dict):
        raise _wrong(mark("This is no holiday file: it has no year and no days."))
    return said


def _named_alike(stem: str, year: int) -> None:
    if stem.isascii() and stem.isdecimal() and len(stem) == 4 and int(stem) != year:
        raise _wrong(mark("The file is called {name}, but it is for {year}."), name=stem, year=year)


def _file(year: int, listed: list[Any]) -> HolidayFile:
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    for number, entry in enumerate(listed, start=1):
        day, off, name = _day(number, entry)
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            # The decree on a New Year holiday may rule days of the December before.
            raise _wrong(
                mark("Day {number}, {day}, does not lie in {year}."), number=number, day=day, year=year
            )
        if days.setdefault(day, off) != off:
            raise _wrong(mark("{day} is there twice: as a day off and as a make-up workday."), day=day)
        names.setdefault(day, name)
    if not any(off for day, off in days.items() if day.year == year):
        raise _wrong(mark("The file names no day off in {year}."), year=year)
    return HolidayFile(year, days, names)


def _day(number: int, entry: Any) -> tuple[date, bool, str]:
    if not isinstance(entry, dict):
        raise _wrong(mark("Day {number} is not written as a day."), number=number)
    typed, off, name = entry.get("date"), entry.get("isOffDay"), entry.get("name", "")
    try:
        # Only the long form: "20270101" would be taken too.
        day = date.fromisoformat(typed) if isinstance(typed, str) and len(typed) == 10 else None
    except ValueError:
        day = None
    if day is None:
        message = mark("Day {number}: “{typed}” is no date such as 2027-01-01.")
        raise _wrong(message, number=number, typed=str(typed)[:LONGEST_NAME])
    if not isinstance(off, bool):
        message = mark("Day {number}, {day}: it is not said whether it is off (“isOffDay”: true or false).")
        raise _wrong(message, number=number, day=day)
    return day, off, seen(name)[:LONGEST_NAME] if isinstance(name, str) else ""


def _wrong(message: str, **facts: Any) -> WrongInput:
    return WrongInput(message, field=_FIELD, **facts)


def source(db: Database, year: int) -> str:
    """From where a year's holidays are known: "library", "file", "both" (where they differ the file wins) or ""."""
    loaded, built_in = year in all_files(db), bool(in_library(year))
    if loaded and built_in:
        return "both"
    return "file" if loaded else "library" if built_in else ""


def take(db: Database, *, actor: Actor, content: bytes, name: str = "", now: datetime) -> HolidayFile:
    """The file rules its year from now on, in the place of an earlier one; due times promised before stay."""
    require(actor, Permission.ADMINISTER)
    file = read(content, name)
    with db.transaction() as tx:
        tx.execute("DELETE FROM holiday_file WHERE year = $year", year=file.year)
        row = {"year": file.year, "content": _written(file), "taken_at": now, "taken_by": actor.account_id}
        tx.insert("holiday_file", row)
        facts = {"days_off": len(file.off), "make_up_workdays": len(file.workdays)}
        audit.write(tx, actor, "holidays_loaded", str(file.year), now=now, facts=facts)
    return file


def adopt(db: Database, now: datetime) -> int:
    """Files that lie in the data folder's `holidays` are taken over, as earlier versions read them there, and renamed;
    how many. One that is wrong, or of a year that was loaded already, stays where it is."""
    taken = 0
    for path in sorted((settings().data / "holidays").glob("*.json")):
        try:
            file = read(path.read_bytes(), path.name)
        except WrongInput:
            continue
        if file.year not in all_files(db):
            take(db, actor=SYSTEM, content=path.read_bytes(), now=now)
            path.rename(path.with_suffix(".json.taken"))
            taken += 1
    return taken


def _written(file: HolidayFile) -> str:
    days = [
        {"name": file.names[day], "date": day.isoformat(), "isOffDay": file.days[day]}
        for day in sorted(file.days)
    ]
    return json.dumps({"year": file.year, "days": days}, ensure_ascii=False)


def remove(db: Database, *, actor: Actor, year: int, now: datetime) -> None:
    """The year is known from the library alone again, or not at all; NotFound when no file was loaded for it."""
    require(actor, Permission.ADMINISTER)
    with db.transaction() as tx:
        if not tx.execute("DELETE FROM holiday_file WHERE year = $year RETURNING year", year=year):
            raise NotFound(mark("No holiday file is loaded for {year}."), year=year)
        audit.write(tx, actor, "holidays_removed", str(year), now=now)
