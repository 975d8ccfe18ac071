"""The people a foreign file names: found here, created without a way to sign in, or kept as a name only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.people.roles import Role, Scope
from lib.tickets.importing.columns import CREATE, PEOPLE, REJECT
from lib.tickets.importing.created import Created
from lib.tickets.importing.ids import Ids
from lib.tickets.importing.known import SEVERAL, Known, key, plain
from lib.tickets.importing.mapping import MapFile

UNKNOWN = mark("There is nobody called “{name}” here.")
AMBIGUOUS = mark("There are several people called “{name}” here; the user name would tell them apart.")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a row names: an account here, or a name only."""

    name: str = ""
    account_id: int | None = None


NOBODY = Person()


class People:
    """Whom the file's words mean. New people are technicians without a password and not active; their team is the one
    they are named with most often."""

    def __init__(self, known: Known, mapping: MapFile, ids: Ids, created: Created, now: datetime) -> None:
        self._known, self._mapping, self._ids = known, mapping, ids
        self._created, self._now = created, now
        self._teams: dict[int, Counter[int]] = {}

    def check(self, row: Mapping[str, str]) -> None:
        """WrongInput when the row names somebody unknown whom the mapping rejects."""
        for field in PEOPLE:
            column = self._mapping[field]
            if column.unknown == REJECT and (name := column.read(row)):
                found = self._known.find("person", key(name))
                if found is None or found == SEVERAL:
                    raise WrongInput(AMBIGUOUS if found else UNKNOWN, name=name)

    def person(self, field: str, row: Mapping[str, str]) -> Person:
        """Who stands there; NOBODY where the row says nothing."""
        column = self._mapping[field]
        name = plain(column.read(row))
        if not name:
            return NOBODY
        found = self._known.find("person", key(name))
        if found == SEVERAL:
            found = None
        elif found is None and column.unknown == CREATE:
            found = self._add(name)
        return Person(name, found)

    def _add(self, name: str) -> int:
        new = self._ids.next("account_id")
        values = {"id": new, "username": f"im-{self._mapping.source.lower()}-{new}", "name": name}
        self._created.add(
            "account", {**values, "active": False, "must_change": True, "created_at": self._now}
        )
        role = {"account_id": new, "role": Role.TECHNICIAN.value, "scope": Scope.OWN.value}
        self._created.add("account_role", role)
        self._teams[new] = Counter()
        self._known.add("person", key(name), new)
        return new

    def works_in(self, person: Person, team_id: int | None) -> None:
        """Remembers the team a new person was named with."""
        if team_id is not None and person.account_id in self._teams:
            self._teams[person.account_id][team_id] += 1

    def homeless(self) -> bool:
        """Whether a new person was never named with a team."""
        return not all(self._teams.values())

    def settle(self, whoever: int) -> None:
        """Puts the new people into their teams; into `whoever` where they were never named with one."""
        for account_id, teams in self._teams.items():
            team = teams.most_common(1)[0][0] if teams else whoever
            self._created.add("technician", {"account_id": account_id, "team_id": team})
