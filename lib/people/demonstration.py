"""The accounts of a demonstration hospital that stand for their roles: what sign-in page and command line offer."""

from __future__ import annotations

from lib.people.accounts import Account, all_accounts
from lib.people.roles import ROLE_WORDS, Role
from lib.store.database import Database

_SEVERAL = {Role.CONTRACT_OFFICER: 2}
"""What one of them made is for another to check."""


def one_of_each_role(db: Database) -> list[tuple[Role, Account]]:
    """For each role the first active demonstration account that holds little besides, of contract officers two; empty
    in a real hospital."""
    shown = [found for found in all_accounts(db).values() if found.demonstration and found.active]
    holders = {
        role: [a for a in shown if any(grant.role is role for grant in a.grants)] for role in ROLE_WORDS
    }
    return [
        (role, account)
        for role, holding in holders.items()
        for account in sorted(holding, key=lambda one: (len(one.grants), one.id))[: _SEVERAL.get(role, 1)]
    ]
