"""Inspection rounds that come by time alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from lib.core.clock import local_date
from lib.inspections import adapting, generating
from lib.inspections.recurrence import HOLIDAY_TABLES
from lib.store.database import Database


def make(db: Database, now: datetime) -> int:
    """The rounds that are missing are made, once; where holidays have become known since, rounds after today are put
    where they belong first. How many were made."""
    # Empty once after the start and after each change of the holidays.
    looked: list[datetime] = db.derived("rounds_aligned", HOLIDAY_TABLES, list)
    if not looked:
        adapting.realign(db, now, local_date(now) + timedelta(1))
        looked.append(now)
    return generating.generate(db, now)
