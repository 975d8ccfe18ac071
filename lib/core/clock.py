"""The only place that reads the clock and knows the hospital's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lib.core.i18n import Language, mark, say
from lib.core.settings import settings

HOUR = 60


def now() -> datetime:
    """The present instant, aware, UTC. Edges read it once per request or click and hand it down."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The hospital's time zone."""
    return settings().zone


def local(instant: datetime) -> datetime:
    """The instant on the hospital's wall clock."""
    return instant.astimezone(zone())


def local_date(instant: datetime) -> date:
    """The hospital's date at that instant."""
    return local(instant).date()


def midnight(day: date) -> datetime:
    """When that hospital day begins, in UTC."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def wall(day: date, at: time) -> datetime:
    """The instant of a wall-clock reading in the hospital's zone, in UTC; the first one where it is ambiguous."""
    return datetime.combine(day, at, zone()).astimezone(UTC)


def short_time(instant: datetime | None, present: datetime, language: Language) -> str:
    """ "14:05" today, "yesterday 14:05", "11-03 14:05" this year, with the year before that; "" for None."""
    if instant is None:
        return ""
    at, today = local(instant), local_date(present)
    clock = f"{at:%H:%M}"
    if at.date() == today:
        return clock
    if at.date() == today - timedelta(days=1):
        return say(language, mark("yesterday {clock}"), clock=clock)
    if at.date() == today + timedelta(days=1):
        return say(language, mark("tomorrow {clock}"), clock=clock)
    return f"{at:%m-%d} {clock}" if at.year == today.year else f"{at:%Y-%m-%d} {clock}"


def full_time(instant: datetime | None) -> str:
    """ "2026-11-22 14:05:09" on the hospital's wall clock; "" for None."""
    return f"{local(instant):%Y-%m-%d %H:%M:%S}" if instant else ""


def duration(minutes: float | None, language: Language) -> str:
    """ "2 h 14 min" in words, rounded to minutes, "3 d 4 h" from two days on; "—" for None."""
    if minutes is None:
        return "—"
    whole = round(abs(minutes))
    days, hours, rest = whole // 1440, whole // HOUR % 24, whole % HOUR
    if whole >= 2 * 1440:
        return say(language, mark("{days} d {hours} h"), days=days, hours=hours)
    if whole >= HOUR and not rest:
        return say(language, mark("{hours} h"), hours=whole // HOUR)
    if whole >= HOUR:
        return say(language, mark("{hours} h {minutes} min"), hours=whole // HOUR, minutes=rest)
    return say(language, mark("{minutes} min"), minutes=rest)


def minutes_between(a: datetime, b: datetime) -> float:
    """Wall minutes from a to b."""
    return (b - a).total_seconds() / 60
