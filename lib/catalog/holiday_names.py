"""What public holidays and make-up workdays are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import chinese_calendar

from lib.catalog import holiday_files
from lib.core.i18n import Words
from lib.store.database import Database

_CHINESE = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


def holiday_names(db: Database) -> Mapping[date, Words]:
    """The name of the holiday for every day off and every make-up workday that has one; what an administrator loaded
    goes before what the library knows."""
    return db.derived("holiday_names", ("holiday_file",), lambda: {**_from_library(), **_from_files(db)})


def _from_library() -> dict[date, Words]:
    days = {**chinese_calendar.holidays, **chinese_calendar.workdays}
    return {day: Words(en=name, zh=_CHINESE.get(name, name)) for day, name in days.items()}


def _from_files(db: Database) -> dict[date, Words]:
    files = holiday_files.all_files(db).values()
    return {day: Words(en=name, zh=name) for file in files for day, name in file.names.items() if name}
