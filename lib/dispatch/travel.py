"""How long it takes from one place to another: by what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from lib.places.locations import Location, LocationKind, location
from lib.store.database import Database
from lib.store.tables import table


class Near(StrEnum):
    """What two places have in common, the closest first; STANDBY is the way from home."""

    PLACE = "place"
    FLOOR = "floor"
    BUILDING = "building"
    CAMPUS = "campus"
    AWAY = "away"
    UNKNOWN = "unknown"
    STANDBY = "standby"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by ids; None where it is not known so exactly."""

    campus: int | None = None
    building: int | None = None
    floor: int | None = None
    place: int | None = None


NOWHERE = Spot()


@cache
def travel_table() -> Mapping[str, float]:
    """Minutes by what two places have in common (data/reference/travel.csv)."""
    return {row["relation"]: float(row["minutes"]) for row in table("travel")}


def near(one: Spot, other: Spot) -> Near:
    """What the two have in common."""
    if one.campus is None or other.campus is None:
        return Near.UNKNOWN
    if one.campus != other.campus:
        return Near.AWAY
    if one.building is None or one.building != other.building:
        return Near.CAMPUS
    if one.floor is None or one.floor != other.floor:
        return Near.BUILDING
    return Near.PLACE if one.place is not None and one.place == other.place else Near.FLOOR


@dataclass(frozen=True, slots=True)
class Travel:
    """The table as a question."""

    minutes: Mapping[str, float]

    def between(self, one: Spot, other: Spot) -> float:
        """Minutes on the way, on foot or by the shuttle between campuses."""
        return self.minutes[near(one, other)]


def spot_of(db: Database, location_id: int | None) -> Spot:
    """Where that place is."""
    known: dict[int | None, Spot] = db.derived("spots", ("location", "occupancy"), dict)
    if location_id not in known:
        known[location_id] = _spot(db, location(db, location_id))
    return known[location_id]


def _spot(db: Database, place: Location | None) -> Spot:
    above: dict[str, int] = {}
    here, at = place, place
    while at is not None:
        above.setdefault(at.kind, at.id)
        at = location(db, at.parent_id)
    if here is None:
        return NOWHERE
    return Spot(
        campus=here.campus_id,
        building=above.get(LocationKind.BUILDING),
        floor=above.get(LocationKind.FLOOR),
        place=here.id if here.kind in (LocationKind.ROOM, LocationKind.ZONE) else None,
    )
