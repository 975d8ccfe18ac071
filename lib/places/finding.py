"""Finding places: all that fit some words, and the one that somebody's words name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lib.places.locations import Location, LocationKind, all_locations
from lib.store.database import Database

OWN_DEPARTMENT = 2
"""What it counts that the place belongs to the caller's department, in characters of a matching name."""

_ASIDE = re.compile(r"[((].*?[))]")
_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class _Named:
    """What a place is called: its own names, and those of what it lies in."""

    own: tuple[str, ...]
    above: tuple[str, ...]


def fitting(db: Database, words: str) -> list[Location]:
    """Places whose number, name, path or pinyin initials hold the words, in the order of their numbers, what is out
    of use last; without words everything but the rooms, and the zones out of use."""
    sought = "".join(words.split()).lower()
    found = [place for place in all_locations(db).values() if _fits(place, sought)]
    return sorted(found, key=lambda place: (not place.active, place.number))


def _fits(place: Location, sought: str) -> bool:
    if not sought:
        return place.kind != LocationKind.ROOM and (place.active or place.kind != LocationKind.ZONE)
    names = (place.number.lower(), "".join(place.path.split()).lower(), place.initials)
    return any(sought in name for name in names)


def mentioned(db: Database, words: str, department_id: int | None = None) -> Location | None:
    """ "住院A座1203病房灯不亮" → that room; None where the words fit none, or several equally well."""
    said, numbers = "".join(words.split()), set(_NUMBER.findall(words))
    named = db.derived("places as named", ("location", "occupancy"), lambda: _all_names(db))
    scores = {place: _score(names, said, numbers) for place, names in named.items()}
    places = all_locations(db)
    ranked = sorted(
        (score + OWN_DEPARTMENT * (places[i].department_id == department_id is not None), i)
        for i, score in scores.items()
        if score
    )
    if not ranked or (len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]):
        return None
    return places[ranked[-1][1]]


def _score(names: _Named, said: str, numbers: set[str]) -> int:
    """Characters of its names that were said; 0 unless one of its own was."""
    own = max(
        (len(name) for name in names.own if (name in numbers if name.isdigit() else name in said)), default=0
    )
    return own + sum(len(name) for name in names.above if name in said) if own else 0


def _all_names(db: Database) -> Mapping[int, _Named]:
    rooms = (LocationKind.ROOM, LocationKind.ZONE)
    found = (place for place in all_locations(db).values() if place.active and place.kind in rooms)
    return {place.id: _names(place) for place in found}


def _names(place: Location) -> _Named:
    plain = _ASIDE.sub("", place.name)
    number = _NUMBER.search(plain)
    own = {plain, place.number, *((number.group(),) if number else ())}
    above = _ASIDE.sub("", place.path.removesuffix(place.name)).split()
    return _Named(
        tuple(name for name in own if len(name) > 1), tuple(name for name in above if len(name) > 1)
    )
