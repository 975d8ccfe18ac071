"""What the clock would have done about the tickets of the live morning while nobody was there to run it."""

from __future__ import annotations

from datetime import datetime, timedelta

from lib.store.database import Database
from lib.tickets.actions.escalating import job

_HOURS, _DAYS = timedelta(minutes=10), timedelta(hours=1)
"""How often it is asked in the last three hours, and in the four days before."""


def caught_up(db: Database, now: datetime) -> int:
    """Runs the escalation as of every so often in the last hours, so that its events lie where they belong; how many
    tickets were escalated."""
    moments = [now - _DAYS * number for number in range(96, 3, -1)]
    moments += [now - _HOURS * number for number in range(18, -1, -1)]
    return sum(job.run(db, moment, afterwards=True) for moment in moments)
