"""The import itself: rows understood first, then all written in one transaction; a second run changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Transaction
from lib.store.database import Row as Columns
from lib.store.sheets import reading
from lib.tickets import records
from lib.tickets.importing.histories import Told, history
from lib.tickets.importing.mapping import STAGES, MapFile
from lib.tickets.importing.numbers import Numbers
from lib.tickets.importing.rows import Row, Verdict, understood
from lib.tickets.importing.things import Ids, Things
from lib.tickets.ticket import Event, Ticket

IMPORTED, ALREADY_THERE, REJECTED = "imported", "already_there", "rejected"


@dataclass(frozen=True, slots=True)
class Imported:
    """A verdict for every row of the file, and how many things were created, by table."""

    verdicts: Sequence[Verdict]
    created: Mapping[str, int]

    def count(self, result: str) -> int:
        """Rows with that result."""
        return sum(1 for verdict in self.verdicts if verdict.result == result)


def run(
    db: Database, *, content: bytes, mapping: MapFile, zone: ZoneInfo, actor: Actor, now: datetime
) -> Imported:
    """Imports the tickets of a CSV file. WrongInput when file and mapping do not fit; a single bad row is only
    rejected. `zone`: on whose clock the file's times were read."""
    require(actor, Permission.ADMINISTER)
    table = reading.read(content, mapping.encoding)
    if missing := sorted(mapping.columns() - set(table.columns)):
        raise WrongInput(mark("The file has no column “{column}”."), column=missing[0])
    rows, verdicts = _understood(table, mapping, zone, now)
    with db.transaction() as tx:
        batch = _Batch(db, tx, mapping)
        verdicts += [batch.take(row) for row in rows]
        created = batch.write()
        if created:
            audit.write(tx, actor, "tickets_imported", mapping.source, now=now, facts={"created": created})
    return Imported(sorted(verdicts, key=lambda verdict: verdict.line.first), created)


def _understood(
    table: reading.Table, mapping: MapFile, zone: ZoneInfo, now: datetime
) -> tuple[list[Row], list[Verdict]]:
    rows: list[Row] = []
    rejected: list[Verdict] = []
    first: dict[str, int] = {}
    for line in table.lines:
        try:
            row = understood(line, mapping, zone, now)
            if (before := first.setdefault(row.number, line.first)) != line.first:
                raise WrongInput(mark("The same number stands already in line {line}."), line=before)
            rows.append(row)
        except Refusal as refusal:
            rejected.append(Verdict(line, mapping["number"].read(line.cells), REJECTED, refusal=refusal))
    return rows, rejected


@dataclass
class _Batch:
    """What one transaction writes, gathered row by row."""

    db: Database
    tx: Transaction
    mapping: MapFile
    tickets: list[Ticket] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    reporters: list[Columns] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = Ids(self.tx)
        self.things = Things(self.db, self.mapping, self.ids)
        self.numbers = Numbers(self.tx)
        sql = "SELECT foreign_number, number FROM ticket WHERE source = $source"
        known = self.tx.rows(sql, source=self.mapping.source)
        self.known = {row["foreign_number"]: row["number"] for row in known}

    def take(self, row: Row) -> Verdict:
        """The verdict on a row; an imported one waits to be written."""
        if row.number in self.known:
            return Verdict(row.line, row.number, ALREADY_THERE, ticket=self.known[row.number])
        try:
            ticket, events = history(self._told(row))
        except Refusal as refusal:
            return Verdict(row.line, row.number, REJECTED, refusal=refusal)
        self.tickets.append(ticket)
        self.events.extend(events)
        self._reported(row, ticket)
        return Verdict(row.line, row.number, IMPORTED, ticket=ticket.number, doubts=row.doubts)

    def _told(self, row: Row) -> Told:
        cells = row.line.cells
        team = self.things.team(cells)
        opening = self._opening(row)
        # Only now is it sure that the row will be imported: numbers of rejected rows would leave gaps.
        opening |= {"id": self.ids.next("ticket_id"), "number": self.numbers.next(row.times["opened"])}
        return Told(
            opening=opening,
            times=row.times,
            given_to=self._given_to(team, row),
            named=team is not None,
            outcome=row.codes["outcome"],
            note=row.texts["note"],
            by=self.mapping.name,
        )

    def _given_to(self, team: int | None, row: Row) -> Mapping[str, Any]:
        if team is None and not row.times.keys() & set(STAGES[1:]):
            return {}
        return self.things.given_to(team if team is not None else self.things.whoever())

    def _opening(self, row: Row) -> dict[str, Any]:
        cells = row.line.cells
        service = self.things.service(cells)
        kind = row.codes["kind"] if self.mapping["kind"].columns else self.things.kinds.get(service)
        return {
            "kind": kind or row.codes["kind"],
            "channel": row.codes["channel"],
            "severity": row.codes["severity"],
            "service_code": service,
            "department_id": self.things.department(cells),
            "location_id": self.things.place(cells),
            "description": row.texts["description"],
            "complete_due": row.times.get("due"),
            "caller": row.texts["reporter"],
            "source": self.mapping.source,
            "foreign_number": row.number,
            "foreign": row.foreign,
        }

    def _reported(self, row: Row, ticket: Ticket) -> None:
        name, phone = row.texts["reporter"], row.texts["phone"]
        if name or phone:
            who = {"id": self.ids.next("reporter_id"), "name": name, "phone": phone}
            link = {"ticket_id": ticket.id, "token": secrets.token_urlsafe(12), "channel": ticket.channel}
            self.reporters.append({**who, **link, "joined_at": ticket.opened_at})

    def write(self) -> Mapping[str, int]:
        """Writes everything that was gathered; how many rows of what."""
        if not self.tickets:
            return {}
        created = self.things.write(self.tx)
        records.append_history(self.tx, self.tickets, self.events)
        self.tx.append("reporter", pl.DataFrame(self.reporters, infer_schema_length=None))
        self.numbers.write()
        return {**created, "ticket": len(self.tickets)}
