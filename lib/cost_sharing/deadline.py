"""How long vendors have to answer: whole working days of the hospital's office."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lib.catalog.calendars import calendar
from lib.core.clock import local_date, midnight
from lib.cost_sharing.statement import Statement
from lib.store.database import Database

OFFICE = "office"
FARTHEST = 400
"""Days looked at: no office is closed longer, and a calendar without working days must not be searched for ever."""


def last_day(db: Database, sent_on: date, working_days: int) -> date:
    """The day by whose end that many whole working days have passed after the one it was sent on."""
    return _on(db, sent_on, working_days, timedelta(1))


def reminder_day(db: Database, answer_by: date) -> date:
    """The working day before the last one: who has not answered hears of it then."""
    return _on(db, answer_by, 1, timedelta(-1))


def days_left(db: Database, answer_by: date, today: date) -> int:
    """Working days after today until the last one; 0 on the last day itself and when none is left."""
    span = (answer_by - today).days
    return sum(_works(db, today + timedelta(n)) for n in range(1, span + 1))


def is_over(statement: Statement, now: datetime) -> bool:
    """Whether the last day for answers has passed: from then on silence is no objection."""
    return statement.answer_by is not None and local_date(now) > statement.answer_by


def _on(db: Database, day: date, working_days: int, onward: timedelta) -> date:
    left = working_days
    for _ in range(FARTHEST):
        if left == 0:
            return day
        day += onward
        left -= _works(db, day)
    return day


def _works(db: Database, day: date) -> bool:
    hours = calendar(db, OFFICE)
    return hours.minutes_between(midnight(day), midnight(day + timedelta(1))) > 0
