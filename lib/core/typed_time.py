"""Times as people type them: "14:05", "1405", "11-22 14:05", "2026-11-22 14:05", "明天下午2点半", "11月25日上午9点"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from lib.core import clock
from lib.core.errors import WrongInput
from lib.core.i18n import mark

SHORT = re.compile(r"(\d{1,2})[:\uff1a.]?([0-5]\d)")
LONG = re.compile(r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2})[:\uff1a.]?([0-5]\d)")
SPOKEN = re.compile(
    r"(?:(?P<day>今天|今日|明天|明日|后天|大后天|[今明](?=[早晚]))"
    r"|(?:(?P<year>\d{4})[年/.-])?(?P<month>\d{1,2})(?:月|[/.-](?=\d{1,2}\s))(?P<date>\d{1,2})[日号]?)?\s*"
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|早|晚)?\s*"
    r"(?P<hour>\d{1,2})(?:(?P<point>点)(?:(?P<half>半)|钟|(?P<spoken>[0-5]?\d)分?)?|[:\uff1a](?P<minute>[0-5]\d))"
)
DAYS = {"今": 0, "明": 1, "后": 2, "大": 3}
AFTERNOON = ("下午", "傍晚", "晚上", "晚")
NOON, MIDNIGHT, EARLY = "中午", ("凌晨", "晚上", "晚"), 7
EXAMPLE = time(14, 5)


def read(words: str, present: datetime, *, field: str, ahead: bool = False) -> datetime | None:
    """The instant on the hospital's clock; None for nothing typed, WrongInput for what is no time.

    A time without a date is the last one that was, or with `ahead` the next one that comes; a date without a year
    is in the year that makes it so. "2点" without a part of the day is refused: nobody knows which is meant.
    """
    typed = words.strip()
    if not typed:
        return None
    try:
        if short := SHORT.fullmatch(typed):
            return _nearest(time(int(short[1]), int(short[2])), present, ahead)
        if long := LONG.fullmatch(typed):
            return _dated(long[1], long[2], long[3], time(int(long[4]), int(long[5])), present, ahead)
        if spoken := SPOKEN.fullmatch(typed):
            return _spoken(spoken, present, ahead)
    except (ValueError, OverflowError):  # OverflowError: the first and last days of the calendar
        pass
    raise WrongInput(
        mark("“{typed}” is no time; please write it like 14:05 or {example}."),
        field=field, typed=typed, example=_example(present, ahead),
    )  # fmt: skip


def _example(present: datetime, ahead: bool) -> str:
    """One that would be taken: of tomorrow, or of yesterday where the time has to lie behind."""
    day = clock.local_date(present) + timedelta(days=1 if ahead else -1)
    return f"{day:%m-%d} {EXAMPLE:%H:%M}"


def _spoken(found: re.Match[str], present: datetime, ahead: bool) -> datetime:
    at, later = _clock(found)
    if found["day"]:
        day = clock.local_date(present) + timedelta(days=DAYS[found["day"][0]] + later)
        return clock.wall(day, at)
    if found["month"]:
        reading = _dated(found["year"], found["month"], found["date"], at, present, ahead)
        return clock.wall(clock.local_date(reading) + timedelta(days=later), at)
    return _nearest(at, present, ahead)


def _clock(found: re.Match[str]) -> tuple[time, int]:
    """The reading of the clock, and how many days later: twelve at night is the next day's midnight."""
    hour, part = int(found["hour"]), found["part"] or ""
    minute = 30 if found["half"] else int(found["spoken"] or found["minute"] or 0)
    if found["point"] and not part and 0 < hour < EARLY:
        raise ValueError(hour)
    if hour == 12 and part in MIDNIGHT:
        return time(0, minute), int(part in AFTERNOON)
    if (part in AFTERNOON and hour < 12) or (part == NOON and hour < 3):
        hour += 12
    return time(hour, minute), 0


def _nearest(at: time, present: datetime, ahead: bool) -> datetime:
    today = clock.local_date(present)
    reading = clock.wall(today, at)
    if ahead:
        return reading if reading > present else clock.wall(today + timedelta(days=1), at)
    return reading if reading <= present else clock.wall(today - timedelta(days=1), at)


def _dated(said_year: str | None, month: str, day: str, at: time, present: datetime, ahead: bool) -> datetime:
    year = int(said_year or clock.local_date(present).year)
    reading = clock.wall(date(year, int(month), int(day)), at)
    if said_year is None and ahead and reading < present:
        return clock.wall(date(year + 1, int(month), int(day)), at)
    if said_year is None and not ahead and reading > present:
        return clock.wall(date(year - 1, int(month), int(day)), at)
    return reading


def write(instant: datetime | None) -> str:
    """The instant as it can be typed again; "" for None."""
    return f"{clock.local(instant):%Y-%m-%d %H:%M}" if instant else ""
