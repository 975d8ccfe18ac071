"""Whose hands a statement went through: who made it may not check it, who checked it may not approve it."""

from __future__ import annotations

from collections.abc import Mapping

from lib.core.errors import NotAllowed
from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action
from lib.people import accounts
from lib.people.roles import Actor, Matter, Permission, may
from lib.store.database import Database, Reading

MAKING = frozenset({Action.MAKE, Action.CHANGE, Action.SEND})
"""Acts by which somebody becomes a maker, cost lines and corrections among them. It is never undone: a statement made
again after it came back still holds what its first maker put in. Source: the product's rule, maker ≠ checker ≠
approver."""
_MADE = mark("You made or changed this statement; somebody else has to check and approve it.")
_CHECKED = mark("You checked this statement; somebody else has to approve it.")


def makers(db: Reading, statement: Statement) -> Mapping[int, str]:
    """Everybody who made, changed, entered costs of, or sent the statement: names by account id."""
    return {
        event.actor_id: event.actor_name
        for event in records.events(db, statement.id)
        if event.action in MAKING and event.actor_id is not None
    }


def why_not_check(db: Reading, statement: Statement, actor: Actor) -> NotAllowed | None:
    """Why this person may not check it: they made it. None where nothing of that kind stands against it."""
    return NotAllowed(_MADE) if actor.account_id in makers(db, statement) else None


def why_not_approve(db: Reading, statement: Statement, actor: Actor) -> NotAllowed | None:
    """Why this person may not approve it: they made or checked it."""
    if actor.account_id is not None and actor.account_id == statement.checked_by:
        return NotAllowed(_CHECKED)
    return why_not_check(db, statement, actor)


def may_check(db: Database, statement: Statement) -> list[int]:
    """Accounts that may check it."""
    people = holders(db, Permission.CHECK_SHARING)
    return [one for one, actor in people.items() if not why_not_check(db, statement, actor)]


def may_approve(db: Database, statement: Statement) -> list[int]:
    """Accounts that may approve it."""
    people = holders(db, Permission.APPROVE_SHARING)
    return [one for one, actor in people.items() if not why_not_approve(db, statement, actor)]


def of_vendor(db: Database, vendor_id: int) -> list[int]:
    """Accounts that answer for a vendor."""
    return list(holders(db, Permission.ANSWER_STATEMENTS, vendor_id))


def holders(db: Database, permission: Permission, vendor_id: int | None = None) -> Mapping[int, Actor]:
    """Accounts in use that hold the permission for the whole hospital, or for that vendor."""
    people = (one for one in accounts.all_accounts(db).values() if one.active)
    actors = {one.id: Actor(account_id=one.id, name=one.name, grants=one.grants) for one in people}
    return {
        one: actor for one, actor in actors.items() if may(actor, permission, Matter(vendor_id=vendor_id))
    }
