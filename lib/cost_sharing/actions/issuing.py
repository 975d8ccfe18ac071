"""Approved by the third person: the statement is issued, and its figures stand for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.cost_sharing import freezing, hands, records, sharing
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import step
from lib.cost_sharing.telling import tell, vendor_accounts
from lib.cost_sharing.words import Action
from lib.people.roles import Actor
from lib.store.database import Database, Reading, Transaction

Changed = Mapping[int, tuple[int, int]]
"""By vendor: what it owed as checked, and what it owes now; cents."""


def approve(
    db: Database, *, actor: Actor, statement_id: int, version: int | None, now: datetime
) -> Statement:
    """Issued with the figures of this moment, undecided disputes held out; what differs from what was checked goes into
    its history. NotAllowed for whoever made or checked it."""
    told: dict[str, Any] = {}

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        if refusal := hands.why_not_approve(tx, statement, actor):
            raise refusal
        found = sharing.of_statement(db, statement)
        if moved := _changed(tx, statement, found):
            told["changed"] = {str(vendor): list(cents) for vendor, cents in moved.items()}
        figures = freezing.freeze(tx, db, statement, found, now)
        return {"approved_by": actor.account_id, "issued_at": now, **figures}

    def also(tx: Transaction, statement: Statement) -> None:
        concerned = {statement.made_by, statement.sent_by, *vendor_accounts(db, tx, statement)}
        tell(tx, concerned, "statement_issued", statement, now)

    return step(
        db,
        Action.APPROVE,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        facts=told,
        also=also,
    )


def changed_since_checked(db: Database, statement: Statement) -> Changed:
    """Vendors that would owe something else if it were approved now, since tickets, contracts or decisions changed
    after it was checked: for whoever is about to approve it."""
    return _changed(db, statement, sharing.of_statement(db, statement))


def _changed(reading: Reading, statement: Statement, now: Sharing) -> Changed:
    checked = {one.vendor_id: one.total_cents for one in records.shares(reading, statement.id).values()}
    today = {line.vendor_id: line.total_cents for line in now.lines}
    pairs = {one: (checked.get(one, 0), today.get(one, 0)) for one in sorted({*checked, *today})}
    return {one: (was, is_now) for one, (was, is_now) in pairs.items() if was != is_now}
