"""Outages: what is out, where and for which services; it catches further reports, and one ticket carries them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.catalog import services
from lib.places.locations import all_locations
from lib.store.database import Database, Row
from lib.tickets import duplicates
from lib.tickets.words import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """`locations`: the places, all that lies in them included. `services`: codes of services or of whole groups.
    `ticket_id`: the ticket that further reports follow."""

    id: int
    ticket_id: int
    announcement_id: int | None
    words: str
    locations: Sequence[int]
    services: Sequence[str]
    starts_at: datetime
    expected_end: datetime | None
    ended_at: datetime | None
    declared_by: int | None

    def in_force(self, now: datetime) -> bool:
        """Whether it holds: from its start until somebody ends it, however long it was expected to last."""
        return self.starts_at <= now and (self.ended_at is None or now < self.ended_at)


def all_outages(db: Database) -> Sequence[Outage]:
    """Every outage, newest first."""
    sql = "SELECT * FROM outage ORDER BY id DESC"
    return db.derived("outages", ("outage",), lambda: [from_row(row) for row in db.rows(sql)])


def in_force(db: Database, now: datetime) -> list[Outage]:
    """Those that hold now and are not planned for later only, newest first."""
    return [outage for outage in all_outages(db) if outage.in_force(now)]


def at_place(db: Database, location_id: int | None, now: datetime) -> list[Outage]:
    """Those in force that take in that place."""
    around = _around(db, location_id)
    return [outage for outage in in_force(db, now) if around & set(outage.locations)]


def catching(
    db: Database, *, location_id: int | None, service_code: str, words: str, severity: str, now: datetime
) -> Outage | None:
    """The outage that explains such a report; None for a danger, which is never explained away, and where the service
    is not known to be among those that are out."""
    if severity == Severity.EMERGENCY:
        return None
    here = at_place(db, location_id, now)
    code = duplicates.meant(db, service_code, words, location_id) if here else ""
    found = services.service(db, code) if code else None
    meant = {found.code, found.group_code} if found else set()
    return next((one for one in here if meant & set(one.services)), None)


def _around(db: Database, location_id: int | None) -> set[int]:
    """The place and everything it lies in."""
    places, around = all_locations(db), set[int]()
    at = places.get(location_id) if location_id is not None else None
    while at is not None:
        around.add(at.id)
        at = places.get(at.parent_id) if at.parent_id is not None else None
    return around


def from_row(row: Row) -> Outage:
    """An outage from its columns."""
    return Outage(**{**row, "locations": tuple(row["locations"]), "services": tuple(row["services"])})
