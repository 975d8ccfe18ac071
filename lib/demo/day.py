"""For which day the demonstration's live morning was made; light to import, since every start asks."""

from __future__ import annotations

from datetime import date, datetime

from lib.core.clock import local_date
from lib.store.database import Database

DAY = "demonstration_day"
"""The setting that says for which day the live morning was made; without it, this is no demonstration."""


def is_stale(db: Database, now: datetime) -> bool:
    """Whether this is a demonstration whose live morning was made on an earlier day."""
    day = made_for(db)
    return day is not None and day < local_date(now)


def made_for(db: Database) -> date | None:
    """The day of the live morning; None when this is no demonstration."""
    found = db.value("SELECT value FROM setting WHERE name = $name", name=DAY)
    return date.fromisoformat(found.strip('"')) if found else None
