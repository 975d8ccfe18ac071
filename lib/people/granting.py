"""A role written in one word, as on the command line: "operator", "leader:team:T01", "liaison:department:XXNK"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.core.choices import known
from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.people.roles import SCOPES, Grant, Role, Scope
from lib.store.database import Database

# Where the code of a reach is looked up; a technician reaches the own jobs, the code says of which team.
_CODES: Mapping[str, tuple[str, str]] = {
    Scope.CAMPUS: ("location", "number"),
    Scope.DEPARTMENT: ("department", "code"),
    Scope.VENDOR: ("vendor", "code"),
    Scope.TEAM: ("team", "code"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """The role with its reach, and the team the person belongs to, if the word names one."""

    grant: Grant
    team_id: int | None


def granted(db: Database, written: str) -> Given:
    """What `role`, `role:scope:code` means; WrongInput or NotFound say which part of it means nothing."""
    name, _, reach = written.partition(":")
    if not known(Role, name):
        raise WrongInput(
            mark("There is no role “{role}”; roles are: {roles}."), role=name, roles=", ".join(Role)
        )
    role = Role(name)
    scope, _, code = reach.partition(":")
    if not scope:
        return Given(_without_reach(role), None)
    if role is Role.TECHNICIAN and scope == Scope.TEAM:
        return Given(Grant(role, Scope.OWN), _id(db, scope, code))
    if scope not in SCOPES[role]:
        raise _unclear(role)
    found = _id(db, scope, code)
    return Given(Grant(role, Scope(scope), found), found if scope == Scope.TEAM else None)


def _without_reach(role: Role) -> Grant:
    if Scope.EVERYWHERE not in SCOPES[role]:
        raise _unclear(role)
    return Grant(role, Scope.EVERYWHERE)


def _unclear(role: Role) -> WrongInput:
    scopes = {Scope.TEAM} if role is Role.TECHNICIAN else SCOPES[role] & _CODES.keys()
    ways = ", ".join(f"{role}:{scope}:…" for scope in sorted(scopes))
    return WrongInput(
        mark("For the role {role} please write: {ways}"), role=role.value, ways=ways or role.value
    )


def _id(db: Database, scope: str, code: str) -> int:
    table, column = _CODES.get(scope, ("", ""))
    found = db.value(f"SELECT id FROM {table} WHERE {column} = $code", code=code) if table else None
    if found is None:
        raise NotFound(mark("There is no {scope} “{code}” here."), scope=scope, code=code)
    return int(found)
