"""A draft takes over what earlier statements would say otherwise today, or lets go of it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.cost_sharing import corrected, corrections, records
from lib.cost_sharing.corrections import Correction
from lib.cost_sharing.statement import FROZEN, Statement
from lib.cost_sharing.step import known, step
from lib.cost_sharing.words import Action
from lib.people import organisation
from lib.people.roles import Actor
from lib.store.database import Database, Transaction


def adjust(
    db: Database,
    *,
    actor: Actor,
    statement_id: int,
    corrects_id: int,
    now: datetime,
    version: int | None = None,
) -> Statement:
    """The draft with everything that is still to be corrected of an earlier statement, as adjustments of each vendor;
    what it carried of that one already is reckoned anew.

    Refusal when there is nothing to correct, when that statement is not issued or not of an earlier period, and what
    sharing it out today refuses.
    """

    def rule(tx: Transaction, draft: Statement) -> Mapping[str, Any]:
        corrected = _earlier(tx, draft, corrects_id)
        found = corrections.difference(db, corrected, without=draft.id)
        if found.refusal:
            raise found.refusal
        if not found.cents:
            raise Refusal(mark("{number} has nothing to correct."), number=corrected.number)
        _remove(tx, draft.id, corrects_id)
        _write(db, tx, draft, found, actor, now)
        return {}

    facts = {"corrects": _number(db, corrects_id)}
    return step(
        db,
        Action.CHANGE,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        facts=facts,
    )


def drop(
    db: Database,
    *,
    actor: Actor,
    statement_id: int,
    corrects_id: int,
    now: datetime,
    version: int | None = None,
) -> Statement:
    """The draft without its adjustments of that statement, which are still to be carried by another one then. Refusal
    when it has none."""

    def rule(tx: Transaction, draft: Statement) -> Mapping[str, Any]:
        if not _remove(tx, draft.id, corrects_id):
            raise Refusal(mark("This draft carries no correction of that statement."))
        return {}

    facts = {"uncorrects": _number(db, corrects_id)}
    return step(
        db,
        Action.CHANGE,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        facts=facts,
    )


def _earlier(tx: Transaction, draft: Statement, corrects_id: int) -> Statement:
    corrected = known(tx, corrects_id)
    if corrected.status not in FROZEN:
        raise Refusal(mark("{number} is not issued yet: change it there."), number=corrected.number)
    if corrected.ends_on >= draft.starts_on:
        raise Refusal(mark("{number} is not of an earlier period."), number=corrected.number)
    return corrected


def _number(db: Database, statement_id: int) -> str:
    return known(db, statement_id).number


def _remove(tx: Transaction, statement_id: int, corrects_id: int) -> int:
    """How many adjustments there were."""
    sql = "DELETE FROM adjustment WHERE statement_id = $statement AND corrects_id = $corrects RETURNING id"
    return len(tx.execute(sql, statement=statement_id, corrects=corrects_id))


def _write(
    db: Database, tx: Transaction, draft: Statement, found: Correction, actor: Actor, now: datetime
) -> None:
    codes = {one.id: one.code for one in organisation.vendors(db).values()}
    for vendor_id, cents in found.cents.items():
        one = records.Adjustment(
            id=tx.next_id("adjustment_id"),
            statement_id=draft.id,
            corrects_id=found.statement.id,
            vendor_id=vendor_id,
            cents=cents,
            words=corrected.written(found.causes, codes.get(vendor_id, ""), found.statement.scheme),
            made_by=actor.account_id,
            made_at=now,
        )
        tx.insert("adjustment", {name: getattr(one, name) for name in one.__slots__})
