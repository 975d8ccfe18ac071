"""Places, services, departments and teams a foreign file names: found here, or created under a branch of their own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import polars as pl

from lib.catalog import services
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.people import organisation
from lib.people.organisation import DepartmentKind
from lib.places import locations
from lib.places.locations import LocationKind
from lib.store.database import Database, Row, Transaction
from lib.tickets.importing.mapping import CREATE, Column, MapFile

BLOCK = 200
# Between the campus a branch is and the zone that is named last.
LEVELS = (LocationKind.BUILDING, LocationKind.FLOOR)
SORTED_LAST = 1000
UNKNOWN_WORDS: Mapping[str, str] = {
    "place": mark("There is no place “{name}” here."),
    "service": mark("There is no service “{name}” here."),
    "department": mark("There is no department “{name}” here."),
    "team": mark("There is no team “{name}” here."),
}


class Ids:
    """Numbers of sequences, fetched in blocks: one by one they would cost more than all the rest."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._fetched: dict[str, list[int]] = {}

    def next(self, sequence: str) -> int:
        """The next number."""
        waiting = self._fetched.setdefault(sequence, [])
        if not waiting:
            sql = f"SELECT nextval('{sequence}') AS id FROM generate_series(1, $block) ORDER BY id DESC"
            waiting.extend(row["id"] for row in self._tx.rows(sql, block=BLOCK))
        return waiting.pop()


class Things:
    """What the file's words mean here. What had to be created waits in memory until `write`."""

    def __init__(self, db: Database, mapping: MapFile, ids: Ids) -> None:
        self._mapping, self._ids = mapping, ids
        self._created: dict[str, list[Row]] = {}
        self._branch = f"IM-{mapping.source}"
        places = locations.all_locations(db).values()
        self._inside: dict[tuple[int | None, str], int] = {(p.parent_id, _key(p.name)): p.id for p in places}
        self._known: dict[str, dict[Hashable, Any]] = {
            "place": _index(places, ("path", "number"), "id"),
            "service": _index(services.all_services(db).values(), ("name_en", "name", "code"), "code"),
            "department": _index(organisation.departments(db).values(), ("name", "code"), "id"),
            "team": _index(organisation.teams(db).values(), ("name", "code"), "id"),
        }
        self.kinds = {code: service.kind for code, service in services.all_services(db).items()}
        self._vendors = {team.id: team.vendor_id for team in organisation.teams(db).values()}
        self._names = {team.id: team.name for team in organisation.teams(db).values()}
        self._groups = {group.code for group in services.groups(db)}

    def place(self, row: Mapping[str, str]) -> int | None:
        """The id of the place the row names, from its outermost level to its innermost; None where it names none."""
        column = self._mapping["place"]
        texts = column.texts(row) or [text for text in (column.default,) if text]
        if not texts:
            return None
        for name in (" ".join(texts), column.translated(texts[-1])):
            if (found := self._known["place"].get(_key(name))) is not None:
                return int(found)
        _may_be_created(column, "place", " ".join(texts))
        return self._place_of_branch(texts)

    def _place_of_branch(self, texts: Sequence[str]) -> int:
        campus = self._known["place"].get(_key(self._branch))
        if campus is None:
            campus = self._add_place(None, None, self._mapping.name, LocationKind.CAMPUS)
        above = int(campus)
        for level, name in enumerate(texts):
            inner = self._inside.get((above, _key(name)))
            if inner is None:
                last = level == len(texts) - 1
                kind = LocationKind.ZONE if last else LEVELS[min(level, len(LEVELS) - 1)]
                inner = self._add_place(above, int(campus), name, kind)
            above = inner
        return above

    def _add_place(self, parent: int | None, campus: int | None, name: str, kind: LocationKind) -> int:
        new = self._ids.next("location_id")
        number = self._branch if parent is None else f"{self._branch}-{new}"
        values = {"number": number, "name": _plain(name), "kind": kind.value, "area_class": "", "notes": ""}
        above = {"id": new, "parent_id": parent, "campus_id": campus or new}
        self._add("location", {**above, **values, "active": self._mapping["place"].active})
        self._inside[(parent, _key(name))] = new
        self._known["place"][_key(number)] = new
        return new

    def service(self, row: Mapping[str, str]) -> str:
        """The code of the service the row names; the catalogue's "not sure" where it names none."""
        return self._found("service", row, self._add_service) or services.UNKNOWN

    def _add_service(self, name: str) -> str:
        if self._branch not in self._groups:
            group = {"code": self._branch, "name": self._mapping.name, "icon": "history", "sort": SORTED_LAST}
            self._add("service_group", group)
            self._groups.add(self._branch)
        mine = sum(1 for code in self.kinds if code.startswith(f"{self._branch}-"))
        code = f"{self._branch}-{mine + 1:03d}"
        self.kinds[code] = self._mapping["kind"].default
        said = {
            "code": code,
            "group_code": self._branch,
            "name": _plain(name),
            "name_en": _plain(name),
            "kind": self.kinds[code],
        }
        usual = {"severity": self._mapping["severity"].default, "weight": 1.0, "people": 1, "visit": True}
        self._add("service", {**said, **usual, "active": self._mapping["service"].active})
        return code

    def department(self, row: Mapping[str, str]) -> int | None:
        """The id of the department the row names, or None."""
        found: int | None = self._found("department", row, self._add_department)
        return found

    def _add_department(self, name: str) -> int:
        new = self._ids.next("department_id")
        values = {
            "id": new,
            "code": f"{self._branch}-{new}",
            "name": _plain(name),
            "kind": DepartmentKind.LOGISTICS.value,
        }
        self._add("department", {**values, "active": self._mapping["department"].active})
        return new

    def team(self, row: Mapping[str, str]) -> int | None:
        """The id of the team the row names, or None."""
        found: int | None = self._found("team", row, self._add_team)
        return found

    def whoever(self) -> int:
        """The team that stands for "somebody, the file does not say who"."""
        known = self._known["team"].get(_key(self._branch))
        return int(known) if known is not None else self._add_team(self._mapping.name, self._branch)

    def _add_team(self, name: str, code: str = "") -> int:
        new, name = self._ids.next("team_id"), _plain(name)
        code = code or f"{self._branch}-{new}"
        active = self._mapping["team"].active
        self._add("team", {"id": new, "code": code, "name": name, "active": active})
        self._vendors[new], self._names[new] = None, name
        self._known["team"][_key(code)] = new
        return new

    def given_to(self, team_id: int) -> Mapping[str, Any]:
        """The facts of an assignment to that team."""
        vendor, name = self._vendors[team_id], self._names[team_id]
        return {"assignee_id": None, "team_id": team_id, "vendor_id": vendor, "whom": name}

    def _found(self, thing: str, row: Mapping[str, str], create: Callable[[str], Any]) -> Any:
        column, known = self._mapping[thing], self._known[thing]
        name = column.read(row)
        if not name:
            return None
        if _key(name) not in known:
            _may_be_created(column, thing, name)
            known[_key(name)] = create(name)
        return known[_key(name)]

    def _add(self, table: str, row: Row) -> None:
        self._created.setdefault(table, []).append(row)

    def write(self, tx: Transaction) -> Mapping[str, int]:
        """Writes what was created; how many by table."""
        for table, rows in self._created.items():
            tx.append(table, pl.DataFrame(rows, infer_schema_length=None))
        return {table: len(rows) for table, rows in self._created.items()}


def _may_be_created(column: Column, thing: str, name: str) -> None:
    if column.unknown != CREATE:
        raise WrongInput(UNKNOWN_WORDS[thing], name=name)


def _index(found: Any, names: Sequence[str], value: str) -> dict[Hashable, Any]:
    """By each of those attributes; where two say the same, the later attribute wins."""
    return {
        _key(text): getattr(one, value) for name in names for one in found if (text := getattr(one, name))
    }


def _plain(name: str) -> str:
    return " ".join(name.split())


def _key(name: str) -> str:
    return _plain(name).casefold()
