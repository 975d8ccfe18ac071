"""The part of the facts somebody may see: the same answer as `lib.tickets.seeing`, said over columns."""

from __future__ import annotations

import polars as pl

from lib.people.organisation import departments
from lib.people.roles import GRANTS, Actor, Permission, Scope
from lib.store.database import Database


def seen(db: Database, actor: Actor, permission: Permission) -> pl.Expr:
    """Whether a row of the facts is a ticket for which one of the actor's grants gives the permission."""
    if actor.system:
        return pl.lit(value=True)
    given = sorted({(g.scope, g.scope_id) for g in actor.grants if permission in GRANTS[g.role]})
    if any(scope is Scope.EVERYWHERE for scope, _ in given):
        return pl.lit(value=True)
    reached = (_reached(db, scope, id) for scope, id in given)
    return pl.any_horizontal(pl.lit(value=False), *(one.fill_null(value=False) for one in reached))


def all_seen(actor: Actor, permission: Permission) -> bool:
    """Whether no ticket is hidden from the actor."""
    grants = (g for g in actor.grants if permission in GRANTS[g.role])
    return actor.system or any(grant.scope is Scope.EVERYWHERE for grant in grants)


def _reached(db: Database, scope: Scope, id: int) -> pl.Expr:
    match scope:
        case Scope.CAMPUS:
            placeless = pl.col("location_id").is_null() & pl.col("department_id").is_in(_departments(db, id))
            return (pl.col("campus_id") == id) | placeless
        case Scope.DEPARTMENT:
            return pl.col("department_id") == id
        case Scope.VENDOR:
            return pl.col("vendor_id") == id
        case Scope.TEAM:
            return pl.col("team_id") == id
        case Scope.TICKET:
            return pl.col("id") == id
        case _:
            # Nobody looks at figures of the few jobs in his own hands; helpers are no fact of a ticket.
            return pl.lit(value=False)


def _departments(db: Database, campus_id: int) -> list[int]:
    return [id for id, one in departments(db).items() if one.campus_id == campus_id]
