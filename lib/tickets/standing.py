"""What a wall code knows before anybody types: what is already reported at that place, and what mostly is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.catalog import services
from lib.core.clock import local_date
from lib.places.assets import Asset
from lib.places.locations import Location, all_locations
from lib.store.database import Database, Row
from lib.tickets.words import Status

LOOKED_BACK = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A ticket of a place that is not ended; nothing in it names a person."""

    id: int
    number: str
    status: Status
    service_code: str
    description: str
    department_id: int | None
    opened_at: datetime
    urges: int

    @property
    def done(self) -> bool:
        """Finished, waiting for the department's word."""
        return self.status is Status.DONE


def standing_at(db: Database, location_id: int) -> Sequence[Standing]:
    """The tickets of exactly that place that are open or wait for a word, newest first."""
    return db.derived("standing", ("ticket",), lambda: _by(db, "location_id")).get(location_id, ())


def standing_of(db: Database, asset_id: int) -> Sequence[Standing]:
    """The same of exactly that machine."""
    return db.derived("standing of assets", ("ticket",), lambda: _by(db, "asset_id")).get(asset_id, ())


def _by(db: Database, column: str) -> Mapping[int, list[Standing]]:
    rows = db.rows(
        f"""
        SELECT id, number, status, service_code, description, department_id, opened_at, urges, {column} AS key
        FROM ticket
        WHERE status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold', 'done') AND {column} IS NOT NULL
        ORDER BY id DESC
        """
    )
    found: dict[int, list[Standing]] = {}
    for row in rows:
        key = row.pop("key")
        found.setdefault(key, []).append(Standing(**{**row, "status": Status(row["status"])}))
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    by_place: Mapping[int, Counter[str]]
    by_area: Mapping[str, Counter[str]]
    everywhere: Counter[str]


class _OncePerDay:
    """The counts of a hospital day: what is common at a place does not change with every ticket."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._counted = _Counted({}, {}, Counter())

    def at(self, db: Database, now: datetime) -> _Counted:
        today = local_date(now)
        if self._day != today:
            self._counted, self._day = _count(db, now - LOOKED_BACK), today
        return self._counted


def commonest(db: Database, place: Location | None, now: datetime, *, most: int) -> list[str]:
    """Service codes asked for most at that place, then in its class of area, then anywhere; at most `most`.

    Without a place those asked for most anywhere.
    """
    counted = db.derived("commonest services", (), _OncePerDay).at(db, now)
    offered = {service.code for service in services.offered(db)} - {services.UNKNOWN}
    ranked = [
        *_ranked(counted.by_place.get(place.id) if place else None),
        *_ranked(counted.by_area.get(place.area_class) if place else None),
        *_ranked(counted.everywhere),
        *_first_of_each_group(db),
    ]
    return [code for code in dict.fromkeys(ranked) if code in offered][:most]


def commonest_on(db: Database, asset: Asset) -> list[str]:
    """Service codes of what was asked for on that machine, then on others of its category; most often first."""
    rows = db.rows(
        """
        SELECT t.service_code FROM ticket t JOIN asset a ON a.id = t.asset_id
        WHERE a.id = $id OR (a.category = $category AND a.category <> '')
        GROUP BY t.service_code ORDER BY count(*) FILTER (WHERE a.id = $id) DESC, count(*) DESC, t.service_code
        """,
        id=asset.id,
        category=asset.category,
    )
    return [row["service_code"] for row in rows]


def _first_of_each_group(db: Database) -> list[str]:
    """What a hospital without a history starts with."""
    first: dict[str, str] = {}
    for service in services.offered(db):
        first.setdefault(service.group_code, service.code)
    return list(first.values())


def _ranked(counted: Counter[str] | None) -> list[str]:
    return [code for code, _ in counted.most_common()] if counted else []


def _count(db: Database, since: datetime) -> _Counted:
    by_place: dict[int, Counter[str]] = {}
    by_area: dict[str, Counter[str]] = {}
    everywhere: Counter[str] = Counter()
    for row in _asked_for(db, since):
        code, tickets, place = row["service_code"], row["tickets"], all_locations(db).get(row["location_id"])
        everywhere[code] += tickets
        if place:
            by_place.setdefault(place.id, Counter())[code] += tickets
            by_area.setdefault(place.area_class, Counter())[code] += tickets
    return _Counted(by_place, by_area, everywhere)


def _asked_for(db: Database, since: datetime) -> list[Row]:
    return db.rows(
        """
        SELECT location_id, service_code, count(*) AS tickets FROM ticket WHERE opened_at > $since
        GROUP BY location_id, service_code ORDER BY tickets DESC, service_code
        """,
        since=since,
    )
