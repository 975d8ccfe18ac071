"""Roles in one cell: "desk operator;ward liaison:department:XXNK", in words or in codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lib.core.errors import WrongInput
from lib.core.i18n import Language, mark, say
from lib.lists import things
from lib.lists.cells import Choice, Named
from lib.lists.plain import folded, short
from lib.lists.things import CAMPUS, DEPARTMENT, TEAM, VENDOR, Ids, ids
from lib.people.roles import BY_LINK, ROLE_WORDS, SCOPES, Grant, Role, Scope
from lib.store.database import Database
from lib.store.tables import table

SCOPE_WORDS: Mapping[str, str] = {
    Scope.CAMPUS: CAMPUS,
    Scope.DEPARTMENT: DEPARTMENT,
    Scope.VENDOR: VENDOR,
    Scope.TEAM: TEAM,
}
TABLES: Mapping[str, str] = {Scope.CAMPUS: "location"} | {
    scope.value: scope.value for scope in (Scope.DEPARTMENT, Scope.VENDOR, Scope.TEAM)
}
KNOWN: Mapping[str, Callable[[Database], Named]] = {
    Scope.CAMPUS: things.campuses,
    Scope.DEPARTMENT: things.departments,
    Scope.VENDOR: things.vendors,
    Scope.TEAM: things.teams,
}
CODE = mark("code")
GIVEN: Mapping[str, str] = {role.value: words for role, words in ROLE_WORDS.items() if role not in BY_LINK}
# Plain reaches need no word: the whole hospital, or for technicians their own jobs.
PLAIN = (Scope.EVERYWHERE, Scope.OWN)

_BETWEEN = re.compile(r"[;\uff1b\n]")
_PARTS = re.compile(r"[:\uff1a]")


@dataclass(frozen=True, slots=True)
class Roles:
    """Values are grants in the words of the command line: "operator", "leader:team:T01"."""

    ids: Mapping[str, Ids]
    things: Mapping[str, Named]

    @classmethod
    def of(cls, db: Database) -> Roles:
        return cls(
            {scope: ids(db, table) for scope, table in TABLES.items()},
            {scope: known(db) for scope, known in KNOWN.items()},
        )

    def read(self, typed: str) -> tuple[str, ...]:
        """The roles of the cell, each once, in one order however they were written."""
        return tuple(sorted({self._one(part) for part in _BETWEEN.split(typed) if part.strip()}))

    def say(self, value: Sequence[str], language: Language) -> str:
        """As `read` understands it."""
        return ";".join(_said(written, language) for written in value)

    def offered(self, language: Language) -> Sequence[str]:
        """Every role; those that need a reach with every one they can have."""
        return [_said(written, language) for role in GIVEN for written in self._ways(Role(role))]

    def _ways(self, role: Role) -> Iterator[str]:
        if SCOPES[role].intersection(PLAIN):
            yield role.value
            return
        for scope in sorted(SCOPES[role]):
            for code in self._in_use(scope):
                yield f"{role}:{scope}:{code}"

    def _in_use(self, scope: str) -> Sequence[str]:
        named = self.things[scope]
        return [code for code in named.known if code not in named.retired]

    def _one(self, part: str) -> str:
        name, *reach = _PARTS.split(part)
        role = _role(name)
        if not reach:
            if not SCOPES[role].intersection(PLAIN):
                raise self._unclear(role)
            return role.value
        scope = self._scope(role, reach)
        return f"{role}:{scope}:{self._reached(scope, reach[-1])}"

    def _reached(self, scope: str, typed: str) -> str:
        """The code, also of what is out of use: a role that is held may be written again."""
        kept = self.ids[scope].spelled(typed)
        return kept if kept and kept in self.things[scope].known else self.things[scope].read(typed)

    def _scope(self, role: Role, reach: Sequence[str]) -> str:
        """The reach that is named, or the only one the role can have."""
        possible = {scope.value: SCOPE_WORDS[scope] for scope in sorted(SCOPES[role]) if scope in SCOPE_WORDS}
        if len(reach) == 1 and len(possible) == 1:
            return next(iter(possible))
        if len(reach) != 2:
            raise self._unclear(role)
        try:
            return Choice(possible).read(reach[0])
        except WrongInput:
            raise self._unclear(role) from None

    def _unclear(self, role: Role) -> WrongInput:
        scope = next((scope for scope in sorted(SCOPES[role]) if scope in SCOPE_WORDS), None)
        if scope is None:
            return WrongInput(mark("“{role}” is given without a reach."), role=ROLE_WORDS[role])
        return WrongInput(
            mark("“{role}” cannot be given with that reach; write it like {role}:{thing}:{code}"),
            role=ROLE_WORDS[role],
            thing=SCOPE_WORDS[scope],
            code=next(iter(self._in_use(scope)), CODE),
        )

    def written(self, grant: Grant) -> str:
        """A grant as a value of this cell."""
        if grant.scope in PLAIN:
            return grant.role.value
        return f"{grant.role}:{grant.scope}:{self.ids[grant.scope].code(grant.scope_id)}"

    def grant(self, written: str) -> Grant:
        """The grant a value of this cell means."""
        name, _, reach = written.partition(":")
        role = Role(name)
        if not reach:
            return Grant(role, Scope.OWN if Scope.OWN in SCOPES[role] else Scope.EVERYWHERE)
        scope, _, code = reach.partition(":")
        return Grant(role, Scope(scope), self.ids[scope].of(code) or 0)


def _role(name: str) -> Role:
    if (meant := _synonyms().get(folded(name))) is not None:
        return meant
    try:
        return Role(Choice(GIVEN).read(name))
    except WrongInput:
        message = mark("There is no role “{role}”; there are: {choices}")
        raise WrongInput(message, role=short(name.strip()), choices=tuple(GIVEN.values())) from None


@cache
def _synonyms() -> Mapping[str, Role]:
    """What people call a role, and which it is."""
    return {folded(row["word"]): Role(row["role"]) for row in table("role_words")}


def _said(written: str, language: Language) -> str:
    name, *reach = written.split(":", 2)
    parts = [say(language, ROLE_WORDS[Role(name)])]
    if reach:
        parts += [say(language, SCOPE_WORDS[reach[0]]), *reach[1:]]
    return ":".join(parts)
