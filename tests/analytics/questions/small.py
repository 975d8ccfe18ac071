"""A few tickets as facts: what a test does not say is an ordinary repair of one Monday, done in two hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import polars as pl

from lib.analytics.filter import made
from lib.analytics.segments import COLUMNS
from lib.core.clock import local_date, zone

MONDAY = date(2026, 11, 2)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NOW = datetime(2026, 11, 9, 4, tzinfo=UTC)
WEEK = made(MONDAY, MONDAY + 6 * DAY)
_INSTANT = pl.Datetime("us", "UTC")
TYPES: Mapping[str, Any] = {
    "id": pl.Int64,
    "number": pl.String,
    **dict.fromkeys(("status", "service_code", "kind"), pl.Categorical),
    **dict.fromkeys(("vendor_id", "team_id"), pl.Int32),
    **dict.fromkeys(("opened_at", "done_at", "closed_at"), _INSTANT),
    **dict.fromkeys(("opened_on", "done_on"), pl.Date),
    **dict.fromkeys(("opened_hour", "opened_weekday"), pl.Int8),
    **dict.fromkeys(("response_minutes", "arrival_minutes", "completion_minutes", "score"), pl.Float64),
    **dict.fromkeys(("respond_kept", "arrive_kept", "complete_kept", "asked", "spoken"), pl.Boolean),
    **dict.fromkeys(("completions", "reopens", "proxied", "late_recorded"), pl.Int16),
    **dict.fromkeys(COLUMNS, pl.Duration("us")),
}
_IDS = count(1)


def ticket(opened: datetime | date = MONDAY, **said: Any) -> dict[str, Any]:
    """One ticket, reported at that instant, or at 10:00 in the hospital on that day."""
    at = opened if isinstance(opened, datetime) else datetime(*opened.timetuple()[:3], 2, tzinfo=UTC)
    open_still = said.get("status") in ("new", "assigned", "accepted", "in_progress", "on_hold")
    done = said.get("done_at", None if open_still else at + 2 * HOUR)
    local = at.astimezone(zone())
    id = next(_IDS)
    plain = {
        **dict.fromkeys(TYPES),
        **dict.fromkeys(("reopens", "proxied", "late_recorded"), 0),
        **dict.fromkeys(COLUMNS, timedelta()),
        "id": id,
        "number": f"{local:%Y%m%d}-{id}",
        "status": "closed",
        "service_code": "water",
        "kind": "repair",
        "opened_at": at,
        "opened_on": local.date(),
        "opened_hour": local.hour,
        "opened_weekday": local.isoweekday(),
        "done_at": done,
        "done_on": done and local_date(done),
        "closed_at": done,
        "completions": 0 if open_still else 1,
        "asked": not open_still,
    }
    return plain | said


def facts(*tickets: Mapping[str, Any]) -> pl.DataFrame:
    """The frame of those tickets; of none, a frame of no rows."""
    return pl.DataFrame([dict(one) for one in tickets], schema=dict(TYPES), orient="row")


NONE = facts()
