"""What an import would do, worked out whole before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading
from lib.store.sheets import reading
from lib.tickets.importing.created import Created
from lib.tickets.importing.drafting import Drafting
from lib.tickets.importing.ids import Ids, Numbers
from lib.tickets.importing.known import Known
from lib.tickets.importing.mapping import MapFile
from lib.tickets.importing.progress import Progress, counted, quiet
from lib.tickets.importing.rows import LONGEST_NUMBER, understood
from lib.tickets.importing.spill import Spill
from lib.tickets.importing.verdicts import ALREADY_THERE, IMPORTED, REJECTED, Remark, Verdict, Verdicts


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What an import would do; nothing of it is written yet. For a preview: `verdicts` has a verdict for every row
    (`len`, `.count(IMPORTED)`, `.first(20)`, or go through it), `created` how many rows would be new, by table
    ("ticket", "location", "service", "department", "team", "account" …; empty when there is nothing to write), and
    `lib.tickets.importing.reporting` says both in words. `close()` lets go of its temporary folder early."""

    content: bytes
    mapping: MapFile
    zone: ZoneInfo
    verdicts: Verdicts
    created: Mapping[str, int]
    relied: Relied
    new: Created
    histories: Spill

    def count(self, result: str) -> int:
        """Rows with that result: IMPORTED (would be), ALREADY_THERE or REJECTED."""
        return self.verdicts.count(result)

    def close(self) -> None:
        """Forgets the tickets that were prepared: it can be shown, but not written any more."""
        self.histories.close()


@dataclass(frozen=True, slots=True)
class Relied:
    """What the preparation took for granted: names, the days' ticket numbers, how many tickets of that source."""

    known: Known
    numbers: Numbers
    source: str
    tickets: int

    def still_holds(self, db: Database, tx: Reading) -> bool:
        """Whether it is still so, as the transaction sees it."""
        return (
            len(foreign_numbers(tx, self.source)) == self.tickets
            and self.numbers.still_hold(tx)
            and self.known.still_holds(db)
        )


def prepare(
    db: Database,
    *,
    content: bytes,
    mapping: MapFile,
    zone: ZoneInfo,
    actor: Actor,
    now: datetime,
    progress: Progress = quiet,
) -> Prepared:
    """Works out what importing that CSV file or Excel workbook would do; writes nothing. About 4,000 rows a second.

    `zone`: on whose clock the file's times were read (`times.zone_named`). `progress` hears (rows done, rows in all,
    by estimate). WrongInput when file and mapping do not fit; a single bad row only gets its verdict.
    """
    require(actor, Permission.ADMINISTER)
    table = reading.read(content, mapping.encoding)
    _fit(table, mapping)
    known, numbers, created = Known(db), Numbers(db), Created()
    there = foreign_numbers(db, mapping.source)
    drafting = Drafting(db, mapping, known, Ids(db), numbers, created, now)
    verdicts, histories, seen = Verdicts(), Spill(db.path.parent), dict[str, int]()
    for line in counted(table.lines, content, progress):
        verdicts.add(_verdict(line, drafting, histories, there, seen, zone, now))
    drafting.settle()
    counts = {**created.counts(), "ticket": len(histories)} if len(histories) else {}
    return Prepared(
        content=content,
        mapping=mapping,
        zone=zone,
        verdicts=verdicts,
        created=counts,
        relied=Relied(known, numbers, mapping.source, len(there)),
        new=created,
        histories=histories,
    )


def foreign_numbers(db: Reading, source: str) -> Mapping[str, str]:
    """The numbers here of that system's tickets, by their numbers there."""
    rows = db.rows("SELECT foreign_number, number FROM ticket WHERE source = $source", source=source)
    return {row["foreign_number"]: row["number"] for row in rows}


def _fit(table: reading.Table, mapping: MapFile) -> None:
    if missing := sorted(mapping.columns() - set(table.columns)):
        raise WrongInput(mark("The file has no column “{column}”."), column=missing[0])
    labels = {one.label for one in mapping.foreign.values()}
    if taken := sorted(labels & (set(table.columns) - set(mapping.foreign))):
        message = mark("“{name}”: “{label}” is the name of another column already.")
        raise WrongInput(message, name="foreign", label=taken[0])


def _verdict(
    line: reading.Line,
    drafting: Drafting,
    histories: Spill,
    there: Mapping[str, str],
    seen: dict[str, int],
    zone: ZoneInfo,
    now: datetime,
) -> Verdict:
    """The verdict on a row; the history of one that can be imported goes to the others."""
    number = drafting.mapping["number"].read(line.cells)

    def verdict(result: str, ticket: str = "", remarks: Sequence[Remark] = ()) -> Verdict:
        return Verdict(
            first=line.first,
            last=line.last,
            number=number[:LONGEST_NUMBER],
            result=result,
            ticket=ticket,
            remarks=remarks,
        )

    if number in there and number not in seen:
        seen[number] = line.first
        return verdict(ALREADY_THERE, there[number])
    try:
        row = understood(line, drafting.mapping, zone, now)
        if (before := seen.setdefault(number, line.first)) != line.first:
            raise WrongInput(mark("The same number stands already in line {line}."), line=before)
        ticket, events, reporters = drafting.draft(row)
    except Refusal as refusal:
        return verdict(REJECTED, remarks=[(refusal.message, refusal.facts)])
    histories.add(ticket, events, reporters)
    return verdict(IMPORTED, ticket.number, row.doubts)
