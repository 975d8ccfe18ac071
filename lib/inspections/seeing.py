"""Which rounds somebody may see, said to the database: the same answer as `roles.may` of `rights.matter`, for lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.people.roles import GRANTS, Actor, Permission, Scope
from lib.tickets.seeing import EVERYTHING, NOTHING, Sight

__all__ = ["EVERYTHING", "NOTHING", "Sight", "visible"]

TEAM = "COALESCE(r.team_id, (SELECT p.team_id FROM post p WHERE p.id = r.post_id))"
"""The team a round belongs to: its own, else its post's."""
VENDOR = f"COALESCE(r.vendor_id, (SELECT m.vendor_id FROM team m WHERE m.id = {TEAM}))"
"""The vendor a round belongs to: its own, else its team's."""
_REACHED: Mapping[Scope, str] = {
    Scope.CAMPUS: "r.campus_id = ${name}",
    Scope.VENDOR: f"{VENDOR} = ${{name}}",
    Scope.TEAM: f"{TEAM} = ${{name}}",
}


def visible(actor: Actor, permission: Permission = Permission.SEE_ROUNDS) -> Sight:
    """The rounds for which one of the actor's grants gives the permission: a condition on `round r`."""
    if actor.system:
        return EVERYTHING
    given = sorted({(g.scope, g.scope_id) for g in actor.grants if permission in GRANTS[g.role]})
    if any(scope is Scope.EVERYWHERE for scope, _ in given):
        return EVERYTHING
    parts = [part for n, (scope, scope_id) in enumerate(given) if (part := _part(scope, scope_id, n, actor))]
    if not parts:
        return NOTHING
    values: dict[str, Any] = {}
    for part in parts:
        values |= part.values
    return Sight(f"({' OR '.join(part.sql for part in parts)})", values)


def _part(scope: Scope, scope_id: int, n: int, actor: Actor) -> Sight | None:
    """The part of one grant; None where its scope reaches no round at all (a ward's, a ticket's)."""
    name = f"see_{n}"
    if scope is Scope.OWN:
        own = f"(r.account_id = ${name} OR (r.account_id IS NULL AND {_of_team(f'{name}_team')}))"
        return Sight(own, {name: actor.account_id, f"{name}_team": actor.team_id})
    if scope is Scope.TEAM and scope_id == actor.team_id:
        return Sight(_of_team(name), {name: scope_id})
    return Sight(_REACHED[scope].format(name=name), {name: scope_id}) if scope in _REACHED else None


def _of_team(name: str) -> str:
    """The team's, or what only its company has: each of the company's people may do that."""
    company = f"{TEAM} IS NULL AND r.vendor_id = (SELECT m.vendor_id FROM team m WHERE m.id = ${name})"
    return f"({TEAM} = ${name} OR ({company}))"
