"""What an administrator should not find out too late: backups, holidays nobody has told us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lib.catalog.calendars import years_without_holidays
from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.store.database import Database

BACKUP_AT_LEAST_EVERY = timedelta(hours=36)
KNOWN_BY = 11
"""The month from which the State Council's decree on next year's holidays is usually out."""


def to_look_after(db: Database, now: datetime) -> list[tuple[str, Mapping[str, object]]]:
    """Message ids and their facts; empty when everything is as it should be."""
    found: list[tuple[str, Mapping[str, object]]] = []
    last: datetime | None = db.value("SELECT max(happened_at) FROM audit WHERE act = 'backup_made'")
    if last is None:
        found.append((mark("No backup has been made yet."), {}))
    elif now - last > BACKUP_AT_LEAST_EVERY:
        found.append(
            (
                mark("The last backup is {hours} hours old."),
                {"hours": int((now - last).total_seconds() // 3600)},
            )
        )
    today = local_date(now)
    last_year = today.year + (today.month >= KNOWN_BY)
    for year in years_without_holidays(today.year, last_year):
        found.append(
            (
                mark("The public holidays of {year} are not known yet; due times treat all weekdays alike."),
                {"year": year},
            )
        )
    return found
