"""Roles in one cell: "desk operator;ward liaison:department:XXNK", in words or in codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import Language, mark, say
from lib.lists.cells import Choice
from lib.lists.plain import short
from lib.lists.things import CAMPUS, DEPARTMENT, TEAM, VENDOR, Ids, ids
from lib.people.roles import BY_LINK, ROLE_WORDS, SCOPES, Grant, Role, Scope
from lib.store.database import Database

SCOPE_WORDS: Mapping[str, str] = {
    Scope.CAMPUS: CAMPUS,
    Scope.DEPARTMENT: DEPARTMENT,
    Scope.VENDOR: VENDOR,
    Scope.TEAM: TEAM,
}
TABLES: Mapping[str, str] = {Scope.CAMPUS: "location"} | {
    scope.value: scope.value for scope in (Scope.DEPARTMENT, Scope.VENDOR, Scope.TEAM)
}
GIVEN: Mapping[str, str] = {role.value: words for role, words in ROLE_WORDS.items() if role not in BY_LINK}
# Plain reaches need no word: the whole hospital, or for technicians their own jobs.
PLAIN = (Scope.EVERYWHERE, Scope.OWN)

_BETWEEN = re.compile(r"[;\uff1b\n]")
_PARTS = re.compile(r"[:\uff1a]")


@dataclass(frozen=True, slots=True)
class Roles:
    """Values are grants in the words of the command line: "operator", "leader:team:T01"."""

    ids: Mapping[str, Ids]

    @classmethod
    def of(cls, db: Database) -> Roles:
        return cls({scope: ids(db, table) for scope, table in TABLES.items()})

    def read(self, typed: str) -> tuple[str, ...]:
        """The roles of the cell, each once, in one order however they were written."""
        return tuple(sorted({self._one(part) for part in _BETWEEN.split(typed) if part.strip()}))

    def say(self, value: Sequence[str], language: Language) -> str:
        """As `read` understands it."""
        return ";".join(_said(written, language) for written in value)

    def offered(self, language: Language) -> Sequence[str]:
        return ()

    def _one(self, part: str) -> str:
        name, *reach = _PARTS.split(part)
        role = _role(name)
        if not reach:
            if not SCOPES[role].intersection(PLAIN):
                raise _unclear(role)
            return role.value
        scope = _scope(role, reach)
        kept = self.ids[scope].spelled(reach[-1])
        if kept is None:
            message = mark("There is no {thing} “{typed}” here.")
            raise NotFound(message, thing=SCOPE_WORDS[scope], typed=short(reach[-1].strip()))
        return f"{role}:{scope}:{kept}"

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
    try:
        return Role(Choice(GIVEN).read(name))
    except WrongInput:
        message = mark("There is no role “{role}”.")
        raise WrongInput(message, role=short(name.strip())) from None


def _scope(role: Role, reach: Sequence[str]) -> str:
    """The reach that is named, or the only one the role can have."""
    possible = {scope.value: SCOPE_WORDS[scope] for scope in sorted(SCOPES[role]) if scope in SCOPE_WORDS}
    if len(reach) == 1 and len(possible) == 1:
        return next(iter(possible))
    if len(reach) != 2:
        raise _unclear(role)
    try:
        return Choice(possible).read(reach[0])
    except WrongInput:
        raise _unclear(role) from None


def _unclear(role: Role) -> WrongInput:
    if any(scope in SCOPE_WORDS for scope in SCOPES[role]):
        message = mark("“{role}” cannot be given with that reach; write role:reach:code, as in the notes.")
    else:
        message = mark("“{role}” is given without a reach.")
    return WrongInput(message, role=ROLE_WORDS[role])


def _said(written: str, language: Language) -> str:
    name, *reach = written.split(":", 2)
    parts = [say(language, ROLE_WORDS[Role(name)])]
    if reach:
        parts += [say(language, SCOPE_WORDS[reach[0]]), *reach[1:]]
    return ":".join(parts)
