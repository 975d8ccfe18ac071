"""What this hospital knows by name: what an import finds there, and whether it is still so when it is written."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from lib.catalog import services
from lib.people import accounts, organisation
from lib.places import locations
from lib.store.database import Database

LONGEST_NAME = 200
SEVERAL = -1
"""Stands for a name that two people share."""


class Known:
    """Places, services, departments, teams and people by number, code or name; whatever was looked up is remembered,
    found or not."""

    def __init__(self, db: Database) -> None:
        self._found = _indexes(db)
        self._asked: dict[tuple[str, Hashable], Any] = {}
        self._added: dict[tuple[str, Hashable], Any] = {}

    def find(self, thing: str, name: Hashable) -> Any:
        """What goes by that name (`key` for texts), or None."""
        asked = (thing, name)
        if asked in self._added:
            return self._added[asked]
        found = self._asked[asked] = self._found[thing].get(name)
        return found

    def add(self, thing: str, name: Hashable, value: Any) -> None:
        """What the import itself is going to create."""
        self._added[(thing, name)] = value

    def still_holds(self, db: Database) -> bool:
        """Whether everything that was looked up would be found, or not be found, the same way now."""
        now = _indexes(db)
        return all(now[thing].get(name) == value for (thing, name), value in self._asked.items())


def key(name: str) -> str:
    """A name as it is compared: spaces and letter case do not tell two apart."""
    return plain(name).casefold()


def plain(name: str) -> str:
    """A name without the file's stray spaces, cut where it is no name any more."""
    return " ".join(name.split())[:LONGEST_NAME]


def _indexes(db: Database) -> Mapping[str, Mapping[Hashable, Any]]:
    places = locations.all_locations(db).values()
    offered = services.all_services(db).values()
    return {
        "place": _index(places, ("path", "number"), "id"),
        "inside": {(place.parent_id, key(place.name)): place.id for place in places},
        "service": _index(offered, ("name_en", "name", "code"), "code"),
        "group": {group.code: group.code for group in services.groups(db)},
        "department": _index(organisation.departments(db).values(), ("name", "code"), "id"),
        "team": _index(organisation.teams(db).values(), ("name", "code"), "id"),
        "person": _people(accounts.all_accounts(db).values()),
    }


def _index(found: Iterable[Any], names: Iterable[str], value: str) -> dict[Hashable, Any]:
    """By each of those attributes; where two say the same, the later attribute wins."""
    every = list(found)
    return {key(text): getattr(one, value) for name in names for one in every if (text := getattr(one, name))}


def _people(found: Iterable[accounts.Account]) -> dict[Hashable, Any]:
    """By name, and by user name, which nobody shares."""
    every, by_name = list(found), dict[Hashable, Any]()
    for one in every:
        by_name[key(one.name)] = SEVERAL if key(one.name) in by_name else one.id
    return by_name | {key(one.username): one.id for one in every}
