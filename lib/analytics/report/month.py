"""A month of the hospital's calendar, and the two it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.core.clock import local_date, midnight
from lib.core.errors import NotFound
from lib.core.i18n import mark


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """Known by its first day."""

    first: date

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def after(self) -> Month:
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def before(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def year_before(self) -> Month:
        """The same month a year earlier."""
        return Month(self.first.replace(year=self.first.year - 1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.after.first - self.first).days

    @property
    def ends(self) -> datetime:
        """The instant it is over, in UTC."""
        return midnight(self.after.first)


def month_of(instant: datetime) -> Month:
    """The hospital's month at that instant."""
    return Month(local_date(instant).replace(day=1))


def read(text: str) -> Month:
    """The month of "2026-10"; NotFound for anything else."""
    try:
        return Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        raise NotFound(mark("There is no such month: {month}."), month=text) from None
