"""Cost lines of a draft: entered, corrected, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from lib.core.choices import known
from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.core.typed_fields import possible, texts
from lib.cost_sharing.records import CostLine
from lib.cost_sharing.scheme_checks import CHOOSE, MOST_CENTS
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import somebody, step
from lib.cost_sharing.words import Action, CostCategory
from lib.people.roles import Actor, Permission, require
from lib.store import files
from lib.store.database import Database, Reading, Transaction

LONGEST: Mapping[str, int] = {"words": 200, "document": 60}
"""Characters of each text of a cost line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What somebody says a cost is: cents (below zero for a credit), what it was for, the day it was spent, the number
    of its document, and the hash of a kept photo or PDF of it."""

    category: str
    amount_cents: int
    words: str = ""
    spent_on: date | None = None
    document: str = ""
    file_hash: str = ""


def add_cost(db: Database, *, actor: Actor, statement_id: int, cost: Cost, now: datetime) -> CostLine:
    """One more cost line of a draft. WrongInput with the field for what cannot be."""
    return add_costs(db, actor=actor, statement_id=statement_id, costs=[cost], now=now)[0]


def add_costs(
    db: Database, *, actor: Actor, statement_id: int, costs: Sequence[Cost], now: datetime
) -> list[CostLine]:
    """Several at once, all or none, one line of history for them."""
    if not costs:
        return []
    with db.transaction() as tx:
        require(somebody(db, actor), Permission.KEEP_SHARING)
        rows = [_row(tx, statement_id, one, tx.next_id("cost_line_id"), actor, now) for one in costs]
        _change(db, actor, statement_id, now, {"added": [_told(row) for row in rows]})
        for row in rows:
            tx.insert("cost_line", row)
    return [CostLine(**row) for row in rows]


def change_cost(db: Database, *, actor: Actor, line_id: int, cost: Cost, now: datetime) -> CostLine:
    """Corrects a cost line of a draft; who corrected it stands for it from then on, the history keeps what it was."""
    with db.transaction() as tx:
        before = _kept(db, tx, actor, line_id)
        row = _row(tx, before.statement_id, cost, line_id, actor, now)
        was = {field.name: getattr(before, field.name) for field in fields(before)}
        if all(was[name] == row[name] for name in Cost.__slots__):
            return before
        _change(db, actor, before.statement_id, now, {"changed": [_told(was), _told(row)]})
        tx.update("cost_line", row)
    return CostLine(**row)


def remove_cost(db: Database, *, actor: Actor, line_id: int, now: datetime) -> Statement:
    """Takes a cost line out of a draft; the history keeps what it said."""
    with db.transaction() as tx:
        gone = _kept(db, tx, actor, line_id)
        was = {field.name: getattr(gone, field.name) for field in fields(gone)}
        changed = _change(db, actor, gone.statement_id, now, {"removed": _told(was)})
        tx.execute("DELETE FROM cost_line WHERE id = $id", id=line_id)
    return changed


def _change(
    db: Database, actor: Actor, statement_id: int, now: datetime, facts: Mapping[str, Any]
) -> Statement:
    return step(db, Action.CHANGE, actor=actor, statement_id=statement_id, version=None, now=now, facts=facts)


def _kept(db: Database, tx: Transaction, actor: Actor, line_id: int) -> CostLine:
    require(somebody(db, actor), Permission.KEEP_SHARING)
    row = tx.row("SELECT * FROM cost_line WHERE id = $id", id=line_id)
    if row is None:
        raise NotFound(mark("This cost line has been taken out meanwhile."))
    return CostLine(**row)


def _row(
    tx: Reading, statement_id: int, cost: Cost, line_id: int, actor: Actor, now: datetime
) -> dict[str, Any]:
    """The row it makes; WrongInput for what cannot be."""
    if not known(CostCategory, cost.category):
        raise WrongInput(CHOOSE, field="category")
    if not cost.amount_cents:
        raise WrongInput(mark("Please enter the amount."), field="amount_cents")
    if abs(cost.amount_cents) > MOST_CENTS:
        raise WrongInput(mark("An amount is at most {most}."), field="amount_cents", most=yuan(MOST_CENTS))
    possible({"spent_on": cost.spent_on})
    if cost.file_hash:
        files.known(tx, cost.file_hash)
    return {
        "id": line_id,
        "statement_id": statement_id,
        "category": str(cost.category),
        **texts(cost, LONGEST),
        "amount_cents": cost.amount_cents,
        "spent_on": cost.spent_on,
        "file_hash": cost.file_hash,
        "entered_by": actor.account_id,
        "entered_at": now,
    }


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the history keeps of a line."""
    return {name: row[name] for name in ("id", *Cost.__slots__) if row[name] not in (None, "")}
