"""Which tickets somebody may see, said to the database: the same answer as `roles.may`, for lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.people.roles import GRANTS, Actor, Permission, Scope


@dataclass(frozen=True, slots=True)
class Sight:
    """A condition on `ticket t`, and the values of its parameters (all named `see_…`)."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for everybody who sees the same: what is made once for all of them is kept under it."""
        return (self.sql, *sorted(self.values.items()))


EVERYTHING, NOTHING = Sight("TRUE"), Sight("FALSE")


def visible(actor: Actor, permission: Permission = Permission.SEE_TICKET) -> Sight:
    """The tickets for which one of the actor's grants gives the permission."""
    if actor.system:
        return EVERYTHING
    given = sorted({(g.scope, g.scope_id) for g in actor.grants if permission in GRANTS[g.role]})
    if any(scope is Scope.EVERYWHERE for scope, _ in given):
        return EVERYTHING
    parts = [_reached(scope, scope_id, f"see_{n}", actor) for n, (scope, scope_id) in enumerate(given)]
    if not parts:
        return NOTHING
    values: dict[str, Any] = {}
    for part in parts:
        values |= part.values
    return Sight(f"({' OR '.join(part.sql for part in parts)})", values)


_COLUMNS: Mapping[Scope, str] = {
    Scope.CAMPUS: """(t.location_id IN (SELECT id FROM location WHERE campus_id = ${name}) OR (t.location_id IS NULL
        AND t.department_id IN (SELECT id FROM department WHERE campus_id = ${name})))""",
    Scope.DEPARTMENT: "t.department_id = ${name}",
    Scope.VENDOR: "t.vendor_id = ${name}",
    Scope.TEAM: "t.team_id = ${name}",
    Scope.TICKET: "t.id = ${name}",
}


def _reached(scope: Scope, scope_id: int, name: str, actor: Actor) -> Sight:
    if scope is not Scope.OWN:
        return Sight(_COLUMNS[scope].format(name=name), {name: scope_id})
    own = f"t.assignee_id = ${name} OR ${name} = ANY(t.helpers) OR (t.assignee_id IS NULL AND t.team_id = ${name}_team)"
    return Sight(f"({own})", {name: actor.account_id, f"{name}_team": actor.team_id})
