"""Cells of duty lists: whose posts they are, who holds them, times of day, weeks; and whose rows one may change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import Language, mark, say
from lib.lists.amounts import Day
from lib.lists.cells import Named
from lib.lists.plain import Free, folded, narrow
from lib.lists.shape import Draft
from lib.lists.things import TEAM
from lib.people import accounts, organisation
from lib.people.posts import reaches
from lib.people.roles import Actor, Permission
from lib.people.roster import monday
from lib.store.database import Database

DESK = "DESK"
"""Stands in files where a team's code would: the posts of the service desk."""
SERVICE_DESK = mark("Service desk")
PERSON = mark("Person")
_BETWEEN = re.compile(r"[;,/\uff1b\uff0c\u3001\n]")
_CLOCK = re.compile(r"(\d{1,2})[:.]?([0-5]\d)(?::00)?", re.ASCII)


def teams_and_desk(db: Database) -> Named:
    """A team by its code, or the service desk."""
    known = {one.code: one.name for one in organisation.teams(db).values()}
    retired = frozenset(one.code for one in organisation.teams(db).values() if not one.active)
    return Named(TEAM, {DESK: say(Language.ZH, SERVICE_DESK), **known}, retired)


def team_ids(db: Database) -> Mapping[str, int | None]:
    """Ids by code; the desk has none."""
    return {DESK: None, **{one.code: one.id for one in organisation.teams(db).values()}}


def team_codes(db: Database) -> Mapping[int | None, str]:
    """The other way round."""
    return {team_id: code for code, team_id in team_ids(db).items()}


def reach(db: Database, actor: Actor, drafts: Sequence[Draft]) -> None:
    """Marks the rows that would change something of a team the person does not keep."""
    known = team_ids(db)
    for draft in drafts:
        code = draft.values.get("team", "")
        if draft.differs and code in known and not reaches(db, actor, Permission.KEEP_DUTY, known[code]):
            draft.refuse("team", NotAllowed(mark("These posts are kept by others.")))


@dataclass(frozen=True, slots=True)
class TimeOfDay(Free):
    """A time of the wall clock: 17:30 or 1730."""

    def read(self, typed: str) -> time:
        found = _CLOCK.fullmatch(narrow(typed))
        if found is None or int(found[1]) > 23:
            raise WrongInput(mark("Please write a time such as 20:00."))
        return time(int(found[1]), int(found[2]))

    def say(self, value: time, language: Language) -> str:
        return f"{value:%H:%M}"


@dataclass(frozen=True, slots=True)
class Week(Free):
    """A week by any of its days; kept as its Monday."""

    def read(self, typed: str) -> date:
        return monday(Day().read(typed))

    def say(self, value: date, language: Language) -> str:
        return f"{value:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Holders(Free):
    """People by name, or by user name where two are called alike; several with a semicolon or comma between them.
    Kept as account ids."""

    named: Named
    ids: Mapping[str, int]

    def read(self, typed: str) -> tuple[int, ...]:
        parts = filter(None, (part.strip() for part in _BETWEEN.split(typed)))
        return tuple(sorted({self.ids[self.named.read(part)] for part in parts}))

    def say(self, value: Sequence[int], language: Language) -> str:
        usernames = {known: username for username, known in self.ids.items()}
        return "; ".join(self._said(usernames[one]) for one in value if one in usernames)

    def _said(self, username: str) -> str:
        name = self.named.known[username]
        alone = sum(folded(other) == folded(name) for other in self.named.known.values()) == 1
        return name if alone else f"{username} {name}"


def holders(db: Database) -> Holders:
    """Everybody who has an account."""
    people = list(accounts.all_accounts(db).values())
    retired = frozenset(one.username for one in people if not one.active)
    named = Named(PERSON, {one.username: one.name for one in people}, retired)
    return Holders(named, {one.username: one.id for one in people})
