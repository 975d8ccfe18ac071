"""Whether the database holds together: histories, references, numbers, places, files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from typing import Any

from lib.catalog.calendars import years_without_holidays
from lib.core.clock import local_date
from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.store import files, sequences
from lib.store.database import Database
from lib.tickets import records, references
from lib.tickets.lifecycle import fold
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel, Kind

CHUNK = 2000
"""Tickets folded at a time: memory stays flat however many there are."""
MOST = 20
"""Lines about one kind of fault; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it must be; `message` and `facts` as a refusal has them."""

    message: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return str(self.as_refusal())

    def as_refusal(self) -> Refusal:
        """So that edges can explain it in their language."""
        return Refusal(self.message, **self.facts)


def _problem(message: str, /, **facts: Any) -> Problem:
    return Problem(message, facts)


def problems(db: Database) -> list[Problem]:
    """Everything that is wrong; an empty list for a sound database. Reads all of it: about 4 s at 30,000 tickets."""
    return [line for check in CHECKS for line in _at_most(list(check(db)))]


def warnings(db: Database, now: datetime) -> list[Problem]:
    """What is not wrong yet but will be: years whose public holidays nobody has told us."""
    year = local_date(now).year
    message = mark("The public holidays of {year} are not known yet: its due times count them as workdays.")
    return [_problem(message, year=missing) for missing in years_without_holidays(db, year, year + 1)]


def _at_most(found: list[Problem]) -> list[Problem]:
    rest = len(found) - MOST
    more = [_problem(mark("… and {rest} more of this kind."), rest=rest)] if rest > 0 else []
    return found[:MOST] + more


def _histories(db: Database) -> Iterator[Problem]:
    highest = db.value("SELECT max(id) FROM ticket") or 0
    for start in range(0, highest + 1, CHUNK):
        yield from _histories_between(db, start, start + CHUNK)


def _histories_between(db: Database, start: int, end: int) -> Iterator[Problem]:
    rows = db.rows(
        "SELECT * FROM ticket_event WHERE ticket_id >= $start AND ticket_id < $end ORDER BY ticket_id, seq",
        start=start,
        end=end,
    )
    kept = {
        row["id"]: records.from_row(row)
        for row in db.rows("SELECT * FROM ticket WHERE id >= $start AND id < $end", start=start, end=end)
    }
    told: set[int] = set()
    for ticket_id, history in groupby(rows, key=lambda row: row["ticket_id"]):
        if ticket := kept.get(ticket_id):
            told.add(ticket_id)
            yield from _history(ticket, list(history))
    for ticket_id in kept.keys() - told:
        yield _problem(mark("{number} has no history."), number=kept[ticket_id].number)


def _history(ticket: Ticket, rows: list[dict[str, Any]]) -> Iterator[Problem]:
    if [row["seq"] for row in rows] != list(range(1, len(rows) + 1)) or ticket.version != len(rows):
        yield _problem(
            mark("{number}: its events are not numbered 1 to {version}."),
            number=ticket.number,
            version=ticket.version,
        )
        return
    try:
        folded = fold(records.event_from_row(row) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        yield _problem(
            mark("{number}: its history cannot be read ({error})."), number=ticket.number, error=error
        )
        return
    if folded != ticket:
        wrong = [f.name for f in fields(Ticket) if getattr(folded, f.name) != getattr(ticket, f.name)]
        message = mark("{number}: history and row differ in {columns}.")
        yield _problem(message, number=ticket.number, columns=", ".join(wrong))


def _references(db: Database) -> Iterator[Problem]:
    for reference, rows, example in references.orphans(db):
        yield _problem(
            mark("{table}.{column}: {rows} rows name a {target} that is not there, such as “{example}”."),
            table=reference.table,
            column=reference.column,
            target=reference.target,
            rows=rows,
            example=example,
        )
    for table, rows in references.without_event(db):
        yield _problem(mark("{table}: {rows} rows without the event they came with."), table=table, rows=rows)


def _reporters(db: Database) -> Iterator[Problem]:
    sql = """
        SELECT t.number FROM ticket t
        WHERE t.source = '' AND NOT EXISTS (SELECT 1 FROM reporter r WHERE r.ticket_id = t.id) ORDER BY t.id
    """
    for row in db.rows(sql):
        yield _problem(mark("{number} was reported by nobody."), number=row["number"])


def _families(db: Database) -> Iterator[Problem]:
    """A part is younger than its whole, which is itself no part; a next job younger than the one before: so nothing
    ever comes round to itself. Helpers are people, and none of them leads."""
    for message, condition in _UNSOUND.items():
        for row in db.rows(f"SELECT t.number FROM ticket t WHERE {condition} ORDER BY t.id"):
            yield _problem(message, number=row["number"])


_UNSOUND: Mapping[str, str] = {
    mark("{number} is a part of something that is younger, or a part itself."): """
        t.parent_id IS NOT NULL AND (t.parent_id >= t.id
        OR t.parent_id IN (SELECT id FROM ticket WHERE parent_id IS NOT NULL))""",
    mark("{number} follows something younger."): "t.follows_id >= t.id",
    mark("{number} is merged without a ticket that carries on, or the other way round."): """
        (t.merged_into IS NOT NULL) <> (t.status = 'merged') OR t.merged_into = t.id""",
    mark("{number} has helpers who are nobody, or lead it."): """
        len(t.helpers) > 0 AND (coalesce(list_contains(t.helpers, t.assignee_id), FALSE)
        OR EXISTS (SELECT 1 FROM (SELECT unnest(t.helpers) AS it) h WHERE h.it NOT IN (SELECT id FROM account)))""",
}


def _numbers(db: Database) -> Iterator[Problem]:
    sql = """
        SELECT t.number FROM ticket t LEFT JOIN ticket_number n
          ON replace(CAST(n.day AS VARCHAR), '-', '') = split_part(t.number, '-', 1)
        WHERE n.last IS NULL OR n.last < CAST(split_part(t.number, '-', 2) AS INTEGER) ORDER BY t.id
    """
    for row in db.rows(sql):
        yield _problem(mark("{number} will be given out a second time."), number=row["number"])
    for table, column in (("ticket", "number"), ("reporter", "token"), ("account", "username")):
        for row in db.rows(f"SELECT {column} AS it FROM {table} GROUP BY {column} HAVING count(*) > 1"):
            yield _problem(
                mark("“{value}” is there more than once in {table}."), value=row["it"], table=table
            )
    for name, last, highest in sequences.behind(db):
        yield _problem(
            mark("The sequence {name} stands at {last}, but {highest} is taken."),
            name=name,
            last=last,
            highest=highest,
        )


def _codes(db: Database) -> Iterator[Problem]:
    for column, known in (("kind", Kind), ("channel", Channel)):
        for row in db.rows(f"SELECT DISTINCT {column} AS it FROM ticket"):
            if row["it"] not in set(known):
                yield _problem(
                    mark("Tickets of the {column} “{value}”, which nobody knows."),
                    column=column,
                    value=row["it"],
                )


def _places(db: Database) -> Iterator[Problem]:
    overlapping = """
        SELECT DISTINCT l.number FROM occupancy a
        JOIN occupancy b ON b.location_id = a.location_id AND b.from_date > a.from_date
        JOIN location l ON l.id = a.location_id
        WHERE a.to_date IS NULL OR b.from_date < a.to_date ORDER BY l.number
    """
    for row in db.rows(overlapping):
        yield _problem(mark("The place {number} belongs to two departments at a time."), number=row["number"])
    labelled_twice = """
        SELECT l.number FROM label c JOIN location l ON l.id = c.location_id
        WHERE c.replaced_at IS NULL GROUP BY l.number HAVING count(*) > 1 ORDER BY l.number
    """
    for row in db.rows(labelled_twice):
        yield _problem(mark("The place {number} has more than one valid wall code."), number=row["number"])


def _files(db: Database) -> Iterator[Problem]:
    for row in db.rows("SELECT hash FROM file ORDER BY hash"):
        path = files.path(row["hash"])
        if not path.is_file():
            yield _problem(mark("The file {name} is missing."), name=row["hash"])
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["hash"]:
            yield _problem(mark("The file {name} is not what it was."), name=row["hash"])


CHECKS: tuple[Callable[[Database], Iterator[Problem]], ...] = (
    _histories,
    _references,
    _reporters,
    _families,
    _numbers,
    _codes,
    _places,
    _files,
)
