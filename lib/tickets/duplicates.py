"""Is it the same fault? Open tickets that a new report, or another ticket, very likely repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.catalog.services import UNKNOWN
from lib.catalog.suggesting.pieces import pieces
from lib.catalog.suggesting.plain import plain
from lib.core.i18n import mark
from lib.places.locations import LocationKind, all_locations
from lib.store.database import Database
from lib.tickets.guessing import guess_words
from lib.tickets.jobs import unfinished
from lib.tickets.ticket import Ticket

WINDOW = timedelta(hours=2)
"""Reports of the same service in one building this close together may have one cause."""
ALIKE = 0.4
"""The share of the shorter report's pieces that the other one holds too, from which both say the same."""
ONE_CAUSE = 3
"""So many reports of a service in one building inside the window look like one cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is compared: a report not sent yet (`ticket_id` None), or a ticket."""

    location_id: int | None
    service_code: str
    words: str
    at: datetime
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """An open ticket that may be the same, why (a message id), and how sure that is, 0 to 1."""

    ticket: Ticket
    why: str
    sure: float


@dataclass(frozen=True, slots=True)
class Cause:
    """Open tickets of one service in one building, reported inside the window, oldest first."""

    building_id: int
    service_code: str
    tickets: Sequence[Ticket]


def of_ticket(ticket: Ticket) -> Report:
    """A ticket as something to compare with others."""
    return Report(
        location_id=ticket.location_id,
        service_code=ticket.service_code,
        words=ticket.description,
        at=ticket.opened_at,
        ticket_id=ticket.id,
    )


def likely(db: Database, report: Report, *, most: int = 5) -> list[Alike]:
    """Open tickets that report probably repeats, the surest first; [] without a place."""
    here = around(db, report.location_id)
    if not here:
        return []
    code = meant(db, report.service_code, report.words, report.location_id)
    found = (
        _compared(db, report, code, here, ticket)
        for ticket in _open_in(db, here[0])
        if ticket.id != report.ticket_id
    )
    return sorted((each for each in found if each), key=lambda each: (-each.sure, -each.ticket.id))[:most]


def one_fault(db: Database, ticket: Ticket, other: Ticket) -> bool:
    """Whether the two may well be the same: alike at one place, or the same service in one building or anywhere where
    a place is missing."""
    words = alike(ticket.description, other.description) >= ALIKE
    if ticket.location_id is None or other.location_id is None:
        return words or ticket.service_code == other.service_code
    here, there = around(db, ticket.location_id), around(db, other.location_id)
    code = meant(db, ticket.service_code, ticket.description, ticket.location_id)
    same = bool(code) and code == meant(db, other.service_code, other.description, other.location_id)
    return here[:1] == there[:1] and (same or words)


def common_causes(db: Database, now: datetime) -> list[Cause]:
    """Where so many people report the same service in one building that one thing may be broken; most reports first."""
    found: dict[tuple[int, str], list[Ticket]] = {}
    for building, tickets in _by_building(db).items():
        for ticket in tickets:
            code = meant(db, ticket.service_code, ticket.description, ticket.location_id)
            if code and now - ticket.opened_at <= WINDOW:
                found.setdefault((building, code), []).append(ticket)
    causes = [Cause(*key, tickets) for key, tickets in found.items() if len(tickets) >= ONE_CAUSE]
    return sorted(causes, key=lambda cause: -len(cause.tickets))


def meant(db: Database, service_code: str, words: str, location_id: int | None) -> str:
    """The service, or the one the words of an unclassified report most likely mean; "" where nothing fits."""
    if service_code not in ("", UNKNOWN):
        return service_code
    return guess_words(db, words, location_id) if words else ""


def alike(one: str, other: str) -> float:
    """How much of the shorter report the other says too, 0 to 1: by the pieces and meanings of their words."""
    few, many = sorted((set(pieces(plain(one))), set(pieces(plain(other)))), key=len)
    return len(few & many) / len(few) if few else 0.0


def _compared(db: Database, report: Report, code: str, here: Sequence[int], ticket: Ticket) -> Alike | None:
    theirs = meant(db, ticket.service_code, ticket.description, ticket.location_id)
    same, words = bool(code) and code == theirs, alike(report.words, ticket.description)
    there = around(db, ticket.location_id)
    if ticket.location_id == report.location_id or ticket.location_id in here or report.location_id in there:
        if same:
            return Alike(ticket, mark("same place, same service"), 0.8 + 0.2 * words)
        return Alike(ticket, mark("same place, similar words"), 0.8 * words) if words >= ALIKE else None
    if same and abs(report.at - ticket.opened_at) <= WINDOW:
        near = len(here) > 1 and len(there) > 1 and here[1] == there[1]
        why = mark("same floor, same service") if near else mark("same building, same service")
        return Alike(ticket, why, (0.5 if near else 0.3) + 0.2 * words)
    return None


def around(db: Database, location_id: int | None) -> Sequence[int]:
    """Ids of the place's building, then what lies between, down to the place itself; () outside every building."""
    places, way = all_locations(db), list[int]()
    at = places.get(location_id) if location_id is not None else None
    while at is not None:
        way.append(at.id)
        if at.kind == LocationKind.BUILDING:
            return way[::-1]
        at = places.get(at.parent_id) if at.parent_id is not None else None
    # A yard or a gate belongs to no building: it is compared with itself.
    return way[:1]


def _open_in(db: Database, building_id: int) -> Sequence[Ticket]:
    return _by_building(db).get(building_id, ())


def _by_building(db: Database) -> Mapping[int, Sequence[Ticket]]:
    return db.derived("open tickets by building", ("ticket", "location"), lambda: _read(db))


def _read(db: Database) -> Mapping[int, Sequence[Ticket]]:
    found: dict[int, list[Ticket]] = {}
    for ticket in unfinished(db):
        if way := around(db, ticket.location_id):
            found.setdefault(way[0], []).append(ticket)
    return found
