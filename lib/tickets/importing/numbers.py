"""Ticket numbers for many tickets at once."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from lib.core.clock import local_date
from lib.store.database import Transaction


class Numbers:
    """Ticket numbers by the hospital's day of opening, going on where the day's last one stands."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._last: dict[date, int] = {
            row["day"]: row["last"] for row in tx.rows("SELECT day, last FROM ticket_number")
        }
        self._touched: set[date] = set()

    def next(self, opened_at: datetime) -> str:
        """The next number of that day, such as 20261122-0042."""
        day = local_date(opened_at)
        self._last[day] = self._last.get(day, 0) + 1
        self._touched.add(day)
        return f"{day:%Y%m%d}-{self._last[day]:04d}"

    def write(self) -> None:
        """Remembers how far each day went."""
        days = sorted(self._touched)
        self._tx.execute("DELETE FROM ticket_number WHERE day IN (SELECT unnest($days))", days=days)
        self._tx.append(
            "ticket_number", pl.DataFrame([{"day": day, "last": self._last[day]} for day in days])
        )
