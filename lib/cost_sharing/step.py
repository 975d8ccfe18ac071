"""The one way a statement changes: permission, order of steps, the row if nobody was faster, and its event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from lib.core.clock import local
from lib.core.errors import NotAllowed, NotFound, TooLate
from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.statement import STEPS, Statement, after
from lib.cost_sharing.words import DONE_WORDS, Action
from lib.people import audit
from lib.people.roles import Actor, Matter, Permission, require
from lib.store.database import Database, Reading, Transaction
from lib.tickets.by import as_of_now

Rule = Callable[[Transaction, Statement], Mapping[str, Any]]
"""From the statement as it is, the columns that change; a Refusal where that cannot be."""
Also = Callable[[Transaction, Statement], None]


def known(db: Reading, statement_id: int) -> Statement:
    """The statement; NotFound for none."""
    statement = records.by_id(db, statement_id)
    if statement is None:
        raise NotFound(mark("There is no such statement."))
    return statement


def load(db: Database, statement_id: int, actor: Actor) -> Statement:
    """The whole statement, for somebody who sees all vendors' shares."""
    require(actor, Permission.SEE_SHARING)
    return known(db, statement_id)


def somebody(db: Database, actor: Actor) -> Actor:
    """Who acts, with what the account holds now. NotAllowed for the product itself and for links: every step of a
    statement is a named person's, since maker, checker and approver are told apart."""
    if actor.account_id is None:
        raise NotAllowed(mark("Only a person with an account takes the steps of a statement."))
    return as_of_now(db, actor)


def nothing(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
    """For steps that change no column but the version."""
    return {}


def step(
    db: Database,
    action: Action,
    *,
    actor: Actor,
    statement_id: int,
    version: int | None,
    now: datetime,
    rule: Rule = nothing,
    facts: Mapping[str, Any] | None = None,
    also: Also | None = None,
    vendor_id: int | None = None,
) -> Statement:
    """The statement after the action. `version` is the one the person saw (None: whichever there is now).

    `vendor_id`: whose answer it is. NotAllowed, NotFound and what the rule says; TooLate when somebody was faster, with
    who did what. `also` writes what belongs to it in the same transaction; every step is a line of the audit log.
    """
    with db.transaction() as tx:
        actor = somebody(db, actor)
        require(actor, STEPS[action].needs, Matter(vendor_id=vendor_id))
        statement = known(tx, statement_id)
        if version is not None and version != statement.version:
            raise too_late(tx, statement)
        columns = {"status": after(statement.status, action), **rule(tx, statement)}
        changed = replace(statement, **columns, version=statement.version + 1)
        if not records.change(tx, changed, seen=statement.version):
            raise too_late(tx, statement)
        remember(tx, changed, action, actor, now, {**(facts or {}), **_sealed(columns)})
        if also:
            also(tx, changed)
    return changed


def _sealed(columns: Mapping[str, Any]) -> Mapping[str, Any]:
    """A step that froze the statement says the hash in its history and in the audit log."""
    return {"hash": columns["hash"]} if columns.get("hash") else {}


def remember(
    tx: Transaction,
    statement: Statement,
    action: Action,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any],
) -> None:
    """The line of history of a statement that has just come to its version, and of the audit log."""
    event = records.Event(
        statement_id=statement.id,
        seq=statement.version,
        action=action,
        actor_id=actor.account_id,
        actor_name=actor.name,
        happened_at=now,
        facts=facts,
    )
    records.add_event(tx, event)
    audit.write(tx, actor, f"statement_{action}", statement.number, now=now, facts=facts)


def too_late(tx: Reading, statement: Statement) -> TooLate:
    """Tells who did what a moment ago."""
    last = records.events(tx, statement.id)[-1]
    return TooLate(
        mark("This statement was {what} by {who} at {time}; it has been refreshed for you."),
        what=DONE_WORDS[last.action],
        who=last.actor_name or mark("the product itself"),
        time=f"{local(last.happened_at):%H:%M}",
    )
