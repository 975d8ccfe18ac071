"""Everything the demonstration writes, collected first and written at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import polars as pl

from lib.demo.course import Course
from lib.store.database import Row, Transaction
from lib.tickets import records
from lib.tickets.ticket import Event, Ticket

NUMBERED = {"reporter": "reporter_id", "call_back": "call_back_id", "outbox": "outbox_id"}


class Numbers:
    """Ticket ids and numbers, taken from where the database stands and put back there."""

    def __init__(self, tx: Transaction, many: int) -> None:
        self._tx = tx
        self._ids = iter(taken(tx, "ticket_id", many))
        self._last: dict[date, int] = {
            row["day"]: row["last"] for row in tx.rows("SELECT day, last FROM ticket_number")
        }
        self._used: set[date] = set()

    def next(self, day: date) -> tuple[int, str]:
        """The next id, and the next number of that hospital day."""
        self._last[day] = self._last.get(day, 0) + 1
        self._used.add(day)
        return next(self._ids), f"{day:%Y%m%d}-{self._last[day]:04d}"

    def put_back(self) -> None:
        """The next ticket somebody opens continues from here."""
        for day in self._used:
            self._tx.execute("DELETE FROM ticket_number WHERE day = $day", day=day)
        rows = [{"day": day, "last": self._last[day]} for day in sorted(self._used)]
        if rows:
            self._tx.append("ticket_number", pl.DataFrame(rows))


def taken(tx: Transaction, sequence: str, many: int) -> list[int]:
    """That many next numbers of a sequence."""
    rows = tx.rows(f"SELECT nextval('{sequence}') AS id FROM range($many)", many=many)
    return sorted(row["id"] for row in rows)


def write(tx: Transaction, courses: Iterable[Course]) -> None:
    """Tickets, events, and the rows beside them."""
    tickets: list[Ticket] = []
    events: list[Event] = []
    beside: dict[str, list[Row]] = defaultdict(list)
    for course in courses:
        tickets.append(course.standing)
        events += course.events
        for table, rows in course.beside.items():
            beside[table] += rows
    records.append_history(tx, tickets, events)
    write_beside(tx, beside)


def write_beside(tx: Transaction, beside: dict[str, list[Row]]) -> None:
    """The rows of other tables; those that are numbered get the next numbers."""
    for table, rows in beside.items():
        if sequence := NUMBERED.get(table):
            for row, new in zip(rows, taken(tx, sequence, len(rows)), strict=True):
                row["id"] = new
        tx.append(table, pl.DataFrame(rows, infer_schema_length=None))
