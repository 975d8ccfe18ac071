"""What each place is known by besides its name: campus, building, storey, departments, beds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lib.people.organisation import departments
from lib.places.heard import alike, place_words
from lib.places.locations import Location, LocationKind, all_locations
from lib.store.database import Database

TABLES = ("location", "occupancy", "department")
CONTAINERS = (LocationKind.BUILDING, LocationKind.FLOOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a place lies; `departments` are its own and those of its floor, `beds` the first and last of a ward."""

    place: Location
    campus: int | None
    building: int | None
    floor: int | None
    storey: int | None
    departments: frozenset[int]
    beds: tuple[int, int] | None


@cache
def _storey_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    said = place_words()
    storey, below = ("|".join(map(re.escape, said[name])) for name in ("storey", "below"))
    return re.compile(rf"(?:{below})(\d{{1,2}})(?:{storey})?"), re.compile(rf"(\d{{1,2}})(?:{storey})")


def storey_of(place: Location) -> int | None:
    """ "12层 创伤骨科病区" → 12, "地下1层" → -1; else by the end of its number; None where neither says."""
    below, above = _storey_patterns()
    name = alike(place.name)
    if found := below.match(name):
        return -int(found[1])
    if found := above.match(name):
        return int(found[1])
    last = place.number.rpartition("-")[2].lower()
    if found := below.fullmatch(last):
        return -int(found[1])
    return int(last) if last.isdecimal() and len(last) < 3 else None


def floor_title(place: Location) -> str:
    """What a floor is called besides its number: "12层 创伤骨科病区" → "创伤骨科病区"."""
    below, above = _storey_patterns()
    name = alike(place.name)
    return above.sub("", below.sub("", name, count=1), count=1) if name else ""


@cache
def _beds_pattern() -> re.Pattern[str]:
    bed = "|".join(map(re.escape, place_words()["bed"]))
    return re.compile(rf"(\d{{1,3}})(?:[-~](\d{{1,3}}))?(?:{bed})")


def beds_of(place: Location) -> tuple[int, int] | None:
    """ "1213病房(13-18床)" → (13, 18)."""
    if place.kind != LocationKind.ROOM:
        return None
    found = _beds_pattern().search(alike(place.name))
    return (int(found[1]), int(found[2] or found[1])) if found else None


def spots(db: Database) -> Mapping[int, Spot]:
    """Every place in use, parents before children."""
    return db.derived("spots", TABLES, lambda: _spots(db))


def _spots(db: Database) -> Mapping[int, Spot]:
    places, found = all_locations(db), dict[int, Spot]()
    for place in places.values():
        if not place.active:
            continue
        above = found.get(place.parent_id or 0)
        floor = place.id if place.kind == LocationKind.FLOOR else above.floor if above else None
        own = {place.department_id} if place.department_id is not None else set()
        if above is not None and above.floor is not None:
            own |= above.departments
        found[place.id] = Spot(
            place=place,
            campus=place.campus_id,
            building=place.id if place.kind == LocationKind.BUILDING else above.building if above else None,
            floor=floor,
            storey=storey_of(place) if place.kind == LocationKind.FLOOR else above.storey if above else None,
            departments=frozenset(own),
            beds=beds_of(place),
        )
    return found


@dataclass(frozen=True, slots=True)
class Ground:
    """The spots by what they are looked up for: containers, rooms by their own department, and one spot of every
    surrounding there is."""

    containers: Sequence[int]
    rooms_of: Mapping[int, Sequence[int]]
    surroundings: Sequence[Spot]


def ground(db: Database) -> Ground:
    """Made once per change, so that a text is not held against every room."""
    return db.derived("ground", TABLES, lambda: _ground(spots(db)))


def _ground(known: Mapping[int, Spot]) -> Ground:
    rooms_of: dict[int, list[int]] = {}
    around: dict[object, Spot] = {}
    for number, spot in known.items():
        if (owner := spot.place.department_id) is not None:
            rooms_of.setdefault(owner, []).append(number)
        around.setdefault((spot.campus, spot.building, spot.floor, spot.departments), spot)
    containers = [number for number, spot in known.items() if spot.place.kind in CONTAINERS]
    return Ground(containers, rooms_of, list(around.values()))


def homes(db: Database) -> Mapping[int, frozenset[int]]:
    """Where each department is at home: the floors called after it, else its floors, else the one floor all its rooms
    are on; ids of floors by department."""
    return db.derived("homes", TABLES, lambda: _homes(db))


def _homes(db: Database) -> Mapping[int, frozenset[int]]:
    known, called = spots(db), departments(db)
    floors: dict[int, list[int]] = {}
    rooms: dict[int, set[int]] = {}
    for spot in known.values():
        if (owner := spot.place.department_id) is None:
            continue
        if spot.place.kind == LocationKind.FLOOR:
            floors.setdefault(owner, []).append(spot.place.id)
        elif spot.place.kind == LocationKind.ROOM and spot.floor is not None:
            rooms.setdefault(owner, set()).add(spot.floor)
    found = {}
    for owner in {*floors, *rooms}:
        own = floors.get(owner, [])
        name = alike(called[owner].name) if owner in called else ""
        titled = [floor for floor in own if name and name in alike(known[floor].place.name)]
        elsewhere = list(rooms.get(owner, ())) if len(rooms.get(owner, ())) == 1 else []
        found[owner] = frozenset(titled or own or elsewhere)
    return found
