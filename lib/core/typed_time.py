"""Times as people type them: "14:05", "1405", "11-22 14:05", "2026-11-22 14:05"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from lib.core import clock
from lib.core.errors import WrongInput
from lib.core.i18n import mark

SHORT = re.compile(r"(\d{1,2})[::.]?([0-5]\d)")
LONG = re.compile(r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2})[::.]?([0-5]\d)")


def read(words: str, present: datetime, *, field: str, ahead: bool = False) -> datetime | None:
    """The instant on the hospital's clock; None for nothing typed, WrongInput for what is no time.

    A time without a date is the last one that was, or with `ahead` the next one that comes; a date without a year
    is in the year that makes it so.
    """
    typed = words.strip()
    if not typed:
        return None
    try:
        if short := SHORT.fullmatch(typed):
            return _nearest(time(int(short[1]), int(short[2])), present, ahead)
        if long := LONG.fullmatch(typed):
            return _dated(long, present, ahead)
    except (ValueError, OverflowError):  # OverflowError: the first and last days of the calendar
        pass
    raise WrongInput(
        mark("“{typed}” is no time; please write it like 14:05 or 11-22 14:05."), field=field, typed=typed
    )


def _nearest(at: time, present: datetime, ahead: bool) -> datetime:
    today = clock.local_date(present)
    reading = clock.wall(today, at)
    if ahead:
        return reading if reading > present else clock.wall(today + timedelta(days=1), at)
    return reading if reading <= present else clock.wall(today - timedelta(days=1), at)


def _dated(found: re.Match[str], present: datetime, ahead: bool) -> datetime:
    at = time(int(found[4]), int(found[5]))
    year = int(found[1] or clock.local_date(present).year)
    reading = clock.wall(date(year, int(found[2]), int(found[3])), at)
    if found[1] is None and ahead and reading < present:
        return clock.wall(date(year + 1, int(found[2]), int(found[3])), at)
    if found[1] is None and not ahead and reading > present:
        return clock.wall(date(year - 1, int(found[2]), int(found[3])), at)
    return reading


def write(instant: datetime | None) -> str:
    """The instant as it can be typed again; "" for None."""
    return f"{clock.local(instant):%Y-%m-%d %H:%M}" if instant else ""
