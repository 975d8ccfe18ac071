"""The periods of the demonstration's statements, and on which days people take the steps of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from lib.core.clock import wall
from lib.cost_sharing.deadline import last_day
from lib.cost_sharing.scheme import Scheme
from lib.demo.chance import random_for
from lib.store.database import Database

SETTLED = 6
"""So many settled periods there are; the one after them is with the vendors, and today's is a draft."""
_LAST_DAY = 25
_DAY = timedelta(days=1)
_SENT_BEFORE = 3
"""Working days ago the one with the vendors was sent at the earliest: a few are left to answer it."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the 26th to the 25th; `nth`: 0 for the first one the desk shared."""

    nth: int
    starts_on: date
    ends_on: date

    @property
    def is_with_vendors(self) -> bool:
        """The newest one that is over: its statement waits for the last answer."""
        return self.nth == SETTLED


def first_day(today: date) -> date:
    """The first day of the oldest period: six are settled, one is with the vendors, one runs today."""
    months = _month(today) - (today.day <= _LAST_DAY)
    return _day_of(months - SETTLED - 1, _LAST_DAY) + _DAY


def periods(today: date) -> Iterator[Period]:
    """Every period from the first one to the one that today belongs to."""
    starts = first_day(today)
    for nth in range(SETTLED + 2):
        ends = _day_of(_month(starts) + 1, _LAST_DAY)
        yield Period(nth, starts, ends)
        starts = ends + _DAY


def in_period(period: Period, day: int) -> date:
    """The day of the month that lies in the period."""
    month = _month(period.starts_on) + (day <= _LAST_DAY)
    return _day_of(month, day)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day_of(months: int, day: int) -> date:
    return date(months // 12, months % 12 + 1, day)


class Days:
    """When people took the steps of one statement, at the hours of an office."""

    def __init__(self, db: Database, period: Period, today: date) -> None:
        self._db, self._random = db, random_for("statement", period.ends_on)
        self.begun_on = self._before(period.starts_on, 1)
        self.sent_on = self.working(period.ends_on + _DAY)
        if period.is_with_vendors:
            self.sent_on = max(self.sent_on, self._before(today, _SENT_BEFORE))
        self.answer_by = self.later(self.sent_on, Scheme().answer_days)
        self.checked_on = self.later(self.answer_by, 1)
        self.approved_on = self.later(self.checked_on, 1)
        self.recorded_on = self.later(self.approved_on, 2)
        middle = _day_of(_month(period.ends_on) + 1, 14)
        self.settled_on = self.working(max(middle, self.later(self.recorded_on, 2)))
        self.decided_late_on = self.working(_day_of(_month(period.ends_on) + 1, 18))

    @property
    def random(self) -> Random:
        return self._random

    def working(self, day: date) -> date:
        """That day, or the first working day after it."""
        return self.later(day - _DAY, 1)

    def later(self, day: date, working_days: int) -> date:
        """So many working days after it."""
        return last_day(self._db, day, working_days)

    def _before(self, day: date, working_days: int) -> date:
        """The working day that lies so many of them back."""
        found = day
        while self.later(found, working_days) > day or self.working(found) != found:
            found -= _DAY
        return found

    def at(self, day: date, hour: int) -> datetime:
        """Some minute of that hour."""
        return wall(day, time(hour, self._random.randrange(60), self._random.randrange(60)))
