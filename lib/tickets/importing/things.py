"""Places, services, departments and teams a foreign file names: found here, or created under a branch of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lib.catalog import services
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.people import organisation
from lib.people.organisation import DepartmentKind
from lib.places.locations import LocationKind
from lib.store.database import Database
from lib.tickets.importing.columns import CREATE, THINGS, Column
from lib.tickets.importing.created import Created
from lib.tickets.importing.ids import Ids
from lib.tickets.importing.known import Known, key, plain
from lib.tickets.importing.mapping import MapFile

# Between the campus a branch is and the zone that is named last.
LEVELS = (LocationKind.BUILDING, LocationKind.FLOOR)
SORTED_LAST = 1000
UNKNOWN_WORDS: Mapping[str, str] = {
    "place": mark("There is no place “{name}” here."),
    "service": mark("There is no service “{name}” here."),
    "department": mark("There is no department “{name}” here."),
    "team": mark("There is no team “{name}” here."),
}


class Things:
    """What the file's words mean here. What has to be created waits in `created`."""

    def __init__(self, db: Database, known: Known, mapping: MapFile, ids: Ids, created: Created) -> None:
        self._known, self._mapping, self._ids, self._created = known, mapping, ids, created
        self._branch = f"IM-{mapping.source}"
        self.kinds = {code: service.kind for code, service in services.all_services(db).items()}
        self._mine = sum(1 for code in self.kinds if code.startswith(f"{self._branch}-"))
        teams = organisation.teams(db).values()
        self._teams = {team.id: (team.name, team.vendor_id) for team in teams}
        self._makers: Mapping[str, Callable[[str], Any]] = {
            "service": self._add_service,
            "department": self._add_department,
            "team": self._add_team,
        }

    def check(self, row: Mapping[str, str]) -> None:
        """WrongInput when the row names something unknown that the mapping rejects. Asked before anything is created,
        so that a rejected row leaves nothing behind."""
        for thing in THINGS:
            column = self._mapping[thing]
            if column.unknown == CREATE:
                continue
            if thing == "place":
                texts = _texts(column, row)
                if texts and self._place_here(column, texts) is None:
                    raise WrongInput(UNKNOWN_WORDS[thing], name=" ".join(texts))
            elif (name := column.read(row)) and self._known.find(thing, key(name)) is None:
                raise WrongInput(UNKNOWN_WORDS[thing], name=name)

    def place(self, row: Mapping[str, str]) -> int | None:
        """The id of the place the row names, from its outermost level to its innermost; None where it names none."""
        column = self._mapping["place"]
        texts = _texts(column, row)
        if not texts:
            return None
        found = self._place_here(column, texts)
        return found if found is not None else self._place_of_branch(texts)

    def _place_here(self, column: Column, texts: Sequence[str]) -> int | None:
        for name in (" ".join(texts), column.translated(texts[-1])):
            if (found := self._known.find("place", key(name))) is not None:
                return int(found)
        return None

    def _place_of_branch(self, texts: Sequence[str]) -> int:
        campus = self._known.find("place", key(self._branch))
        if campus is None:
            campus = self._add_place(None, None, self._mapping.name, LocationKind.CAMPUS)
        above = int(campus)
        for level, name in enumerate(texts):
            inner = self._known.find("inside", (above, key(name)))
            if inner is None:
                last = level == len(texts) - 1
                kind = LocationKind.ZONE if last else LEVELS[min(level, len(LEVELS) - 1)]
                inner = self._add_place(above, int(campus), name, kind)
            above = inner
        return above

    def _add_place(self, parent: int | None, campus: int | None, name: str, kind: LocationKind) -> int:
        new = self._ids.next("location_id")
        number = self._branch if parent is None else f"{self._branch}-{new}"
        values = {"number": number, "name": plain(name), "kind": kind.value, "area_class": "", "notes": ""}
        above = {"id": new, "parent_id": parent, "campus_id": campus or new}
        self._created.add("location", {**above, **values, "active": self._mapping["place"].active})
        self._known.add("inside", (parent, key(name)), new)
        self._known.add("place", key(number), new)
        return new

    def service(self, row: Mapping[str, str]) -> str:
        """The code of the service the row names; the catalogue's "not sure" where it names none."""
        return self._found("service", row) or services.UNKNOWN

    def _add_service(self, name: str) -> str:
        if self._known.find("group", self._branch) is None:
            group = {"code": self._branch, "name": self._mapping.name, "icon": "history", "sort": SORTED_LAST}
            self._created.add("service_group", group)
            self._known.add("group", self._branch, self._branch)
        self._mine += 1
        code = f"{self._branch}-{self._mine:03d}"
        self.kinds[code] = self._mapping["kind"].default
        names = {"name": plain(name), "name_en": plain(name)}
        said = {"code": code, "group_code": self._branch, **names, "kind": self.kinds[code]}
        usual = {"severity": self._mapping["severity"].default, "weight": 1.0, "people": 1, "visit": True}
        self._created.add("service", {**said, **usual, "active": self._mapping["service"].active})
        return code

    def department(self, row: Mapping[str, str]) -> int | None:
        """The id of the department the row names, or None."""
        found: int | None = self._found("department", row)
        return found

    def _add_department(self, name: str) -> int:
        new = self._ids.next("department_id")
        values = {"id": new, "code": f"{self._branch}-{new}", "name": plain(name)}
        active = self._mapping["department"].active
        self._created.add("department", {**values, "kind": DepartmentKind.LOGISTICS.value, "active": active})
        return new

    def team(self, row: Mapping[str, str]) -> int | None:
        """The id of the team the row names, or None."""
        found: int | None = self._found("team", row)
        return found

    def whoever(self) -> int:
        """The team that stands for "somebody, the file does not say who"."""
        known = self._known.find("team", key(self._branch))
        return int(known) if known is not None else self._add_team(self._mapping.name, self._branch)

    def _add_team(self, name: str, code: str = "") -> int:
        new, name = self._ids.next("team_id"), plain(name)
        code = code or f"{self._branch}-{new}"
        active = self._mapping["team"].active
        self._created.add("team", {"id": new, "code": code, "name": name, "active": active})
        self._teams[new] = (name, None)
        self._known.add("team", key(code), new)
        return new

    def given_to(self, team_id: int) -> Mapping[str, Any]:
        """The facts of an assignment to that team."""
        name, vendor = self._teams[team_id]
        return {"assignee_id": None, "team_id": team_id, "vendor_id": vendor, "whom": name}

    def _found(self, thing: str, row: Mapping[str, str]) -> Any:
        name = self._mapping[thing].read(row)
        if not name:
            return None
        found = self._known.find(thing, key(name))
        if found is None:
            found = self._makers[thing](name)
            self._known.add(thing, key(name), found)
        return found


def _texts(column: Column, row: Mapping[str, str]) -> list[str]:
    """The levels of a place as the row names them, outermost first."""
    return column.texts(row) or [text for text in (column.default,) if text]
