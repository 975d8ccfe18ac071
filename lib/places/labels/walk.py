"""The order in which somebody walks through a building with the labels in hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lib.places.labels.codes import Label, in_force
from lib.places.locations import Location, LocationKind, all_locations
from lib.store.database import Database

_BASEMENT = re.compile(r"[bB](\d+)")
_PART = re.compile(r"\d+|\D+")
Key = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A room or zone in use where a code belongs: what it lies in, and the code it has."""

    place: Location
    campus: Location | None
    building: Location | None
    floor: Location | None
    label: Label | None

    @property
    def way(self) -> str:
        """Campus, building and floor in words."""
        return " ".join(one.name for one in (self.campus, self.building, self.floor) if one)


def stops(db: Database) -> list[Stop]:
    """Every room and zone in use, by campus, building, floor (basements first) and number."""
    return db.derived("label stops", ("location", "occupancy", "label"), lambda: _stops(db))


def _stops(db: Database) -> list[Stop]:
    places, labels = all_locations(db), in_force(db)
    found = []
    for place in places.values():
        if place.active and place.kind in (LocationKind.ROOM, LocationKind.ZONE):
            lies = _lies_in(places, place)
            order = tuple(in_order(one.number) for one in reversed([place, *lies.values()]))
            found.append((order, _stop(place, lies, labels.get(place.id))))
    return [stop for _, stop in sorted(found, key=lambda pair: pair[0])]


def _stop(place: Location, lies: Mapping[str, Location], label: Label | None) -> Stop:
    campus, building, floor = map(lies.get, (LocationKind.CAMPUS, LocationKind.BUILDING, LocationKind.FLOOR))
    return Stop(place, campus, building, floor, label)


def _lies_in(places: Mapping[int, Location], place: Location) -> dict[str, Location]:
    lies: dict[str, Location] = {}
    above = places.get(place.parent_id or 0)
    while above is not None:
        lies[above.kind] = above
        above = places.get(above.parent_id or 0)
    return lies


def in_order(number: str) -> tuple[Key, ...]:
    """Sorts numbers as people count: B2 before B1 before 1 before 2 before 10."""
    return tuple(_part(part) for part in number.split("-"))


def _part(part: str) -> Key:
    if basement := _BASEMENT.fullmatch(part):
        return ((0, -int(basement.group(1)), ""),)
    cut = _PART.findall(part)
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in cut)
