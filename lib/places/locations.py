"""The tree of places: campus, building, floor, room or zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import polars as pl
from pypinyin import Style, lazy_pinyin

from lib.core.choices import known
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.store.database import Database, Transaction


class LocationKind(StrEnum):
    CAMPUS = "campus"
    BUILDING = "building"
    FLOOR = "floor"
    ROOM = "room"
    ZONE = "zone"


class AreaClass(StrEnum):
    CRITICAL = "critical"
    CLINICAL = "clinical"
    PUBLIC = "public"
    OFFICE = "office"


KIND_WORDS: Mapping[str, str] = {
    LocationKind.CAMPUS: mark("Campus"),
    LocationKind.BUILDING: mark("Building"),
    LocationKind.FLOOR: mark("Floor"),
    LocationKind.ROOM: mark("Room"),
    LocationKind.ZONE: mark("Zone"),
}
AREA_WORDS: Mapping[str, str] = {
    AreaClass.CRITICAL: mark("Critical area"),
    AreaClass.CLINICAL: mark("Clinical area"),
    AreaClass.PUBLIC: mark("Public area"),
    AreaClass.OFFICE: mark("Office area"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place. `path` names it from the building down; `area_class` and `department_id` are inherited from above
    where it has none of its own; `initials` are its pinyin initials, to be found by."""

    id: int
    number: str
    parent_id: int | None
    campus_id: int | None
    kind: str
    name: str
    area_class: str
    notes: str
    active: bool
    path: str
    initials: str
    department_id: int | None


def all_locations(db: Database) -> Mapping[int, Location]:
    """Every place by id, parents before children; made again only when a place or its department changed."""
    return db.derived("locations", ("location", "occupancy"), lambda: _tree(db))


def _tree(db: Database) -> Mapping[int, Location]:
    rows = db.rows(
        """
        SELECT l.*, o.department_id FROM location l
        LEFT JOIN occupancy o ON o.location_id = l.id AND o.to_date IS NULL ORDER BY l.id
        """
    )
    found: dict[int, Location] = {}
    for row in rows:
        above = found.get(row["parent_id"])
        named = row["kind"] in (LocationKind.CAMPUS, LocationKind.BUILDING) or above is None
        path = (
            row["name"]
            if named or above is None or above.kind == LocationKind.CAMPUS
            else f"{above.path} {row['name']}"
        )
        inherited = {
            "area_class": row["area_class"] or (above.area_class if above else ""),
            "department_id": row["department_id"] or (above.department_id if above else None),
        }
        found[row["id"]] = Location(**{**row, **inherited, "path": path, "initials": initials(path)})
    return found


@lru_cache(maxsize=20_000)
def initials(words: str) -> str:
    """ "住院A座 1203" → "zyaz1203": pinyin initials, everything else kept, spaces dropped."""
    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER)).replace(" ", "").lower()


def location(db: Database, location_id: int | None) -> Location | None:
    """One place, or None for None."""
    return all_locations(db).get(location_id) if location_id is not None else None


def entry_notes(db: Database, location_id: int | None) -> str:
    """What to know before going in: the notes of the place, or of the nearest one above it that has any."""
    place = location(db, location_id)
    while place is not None and not place.notes:
        place = location(db, place.parent_id)
    return place.notes if place else ""


def by_number(db: Database, number: str) -> Location:
    """The place with that number on its door; NotFound when there is none."""
    for place in all_locations(db).values():
        if place.number == number:
            return place
    raise NotFound(mark("There is no place “{number}”."), number=number)


def department_on(db: Database, location_id: int, day: date) -> int | None:
    """Which department the place (or the nearest one above it) belonged to on that day."""
    history = db.derived("occupancies", ("occupancy",), lambda: _occupancies(db))
    place = location(db, location_id)
    while place is not None:
        for department_id, since, until in history.get(place.id, ()):
            if since <= day and (until is None or day < until):
                return department_id
        place = location(db, place.parent_id)
    return None


def _occupancies(db: Database) -> Mapping[int, list[tuple[int, date, date | None]]]:
    found: dict[int, list[tuple[int, date, date | None]]] = {}
    for row in db.rows("SELECT * FROM occupancy ORDER BY from_date DESC"):
        found.setdefault(row["location_id"], []).append(
            (row["department_id"], row["from_date"], row["to_date"])
        )
    return found


def add(
    tx: Transaction,
    *,
    number: str,
    name: str,
    kind: str,
    parent: Location | None,
    area_class: str = "",
    notes: str = "",
) -> int:
    """A new place; its id. WrongInput where a word is missing or unknown, Refusal where the number is taken."""
    number, name = seen(number), seen(name)
    if not number or not name:
        raise WrongInput(mark("A place needs a number and a name."), field="number")
    if not known(LocationKind, kind) or (area_class and not known(AreaClass, area_class)):
        raise WrongInput(mark("Please choose from the list."), field="kind")
    if tx.value("SELECT 1 FROM location WHERE number = $number", number=number):
        raise Refusal(mark("The number “{number}” is already in use."), field="number", number=number)
    new = tx.next_id("location_id")
    values = {
        "number": number,
        "name": name,
        "kind": kind,
        "area_class": area_class,
        "notes": seen(notes),
    }
    campus = new if parent is None else parent.campus_id
    tx.insert(
        "location", {"id": new, "parent_id": parent.id if parent else None, "campus_id": campus, **values}
    )
    return new


def occupy(tx: Transaction, location_id: int, department_id: int, from_date: date) -> None:
    """From that day on the place belongs to the department; what was before ends there."""
    occupy_all(tx, {location_id: department_id}, from_date)


def occupy_all(tx: Transaction, departments: Mapping[int, int | None], from_date: date) -> None:
    """From that day on each place belongs to its department, or with None to none of its own."""
    if not departments:
        return
    known = "location_id IN (SELECT unnest($ids))"
    values = {"ids": list(departments), "day": from_date}
    tx.execute(
        f"""
        UPDATE occupancy SET to_date = $day
        WHERE {known} AND from_date < $day AND (to_date IS NULL OR to_date > $day)
        """,
        **values,
    )
    tx.execute(f"DELETE FROM occupancy WHERE {known} AND from_date >= $day", **values)
    rows = [
        {"location_id": place, "department_id": department, "from_date": from_date}
        for place, department in departments.items()
        if department is not None
    ]
    tx.append("occupancy", pl.DataFrame(rows))
