"""Numbers for many rows at once, without holding up whoever else writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from lib.core.clock import local_date
from lib.store.database import Database, Reading, Transaction

SMALLEST, LARGEST = 50, 5000


class Ids:
    """Numbers of sequences, fetched in growing blocks: one by one they would cost more than all the rest. What is
    left of a block is never used; a number may be missing, it cannot come twice."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: dict[str, list[int]] = {}
        self._block: dict[str, int] = {}

    def next(self, sequence: str) -> int:
        """The next number."""
        waiting = self._waiting.setdefault(sequence, [])
        if not waiting:
            block = self._block[sequence] = min(LARGEST, 3 * self._block.get(sequence, SMALLEST))
            with self._db.transaction() as tx:
                waiting.extend(reversed(tx.next_ids(sequence, block)))
        return waiting.pop()


class Numbers:
    """Ticket numbers by the hospital's day of opening, going on where the day's last one stands."""

    def __init__(self, db: Reading) -> None:
        self._stood = _stand(db)
        self._last = dict(self._stood)
        self._touched: set[date] = set()

    def next(self, opened_at: datetime) -> str:
        """The next number of that day, such as 20261122-0042."""
        day = local_date(opened_at)
        self._last[day] = self._last.get(day, 0) + 1
        self._touched.add(day)
        return f"{day:%Y%m%d}-{self._last[day]:04d}"

    def still_hold(self, db: Reading) -> bool:
        """Whether nobody opened a ticket on one of those days meanwhile."""
        now = _stand(db)
        return all(now.get(day) == self._stood.get(day) for day in self._touched)

    def write(self, tx: Transaction) -> None:
        """Remembers how far each day went."""
        days = sorted(self._touched)
        tx.execute("DELETE FROM ticket_number WHERE day IN (SELECT unnest($days))", days=days)
        tx.append("ticket_number", pl.DataFrame([{"day": day, "last": self._last[day]} for day in days]))


def _stand(db: Reading) -> Mapping[date, int]:
    return {row["day"]: row["last"] for row in db.rows("SELECT day, last FROM ticket_number")}
