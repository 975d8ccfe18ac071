"""A draft goes out to the vendors, and comes back into its maker's hands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.clock import local_date
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.cost_sharing import deadline, freezing, records, sharing
from lib.cost_sharing.actions.reasons import given
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import step
from lib.cost_sharing.telling import tell, vendor_accounts
from lib.cost_sharing.words import Action, Answer, Decision
from lib.people.roles import Actor
from lib.store.database import Database, Reading, Transaction


def send(db: Database, *, actor: Actor, statement_id: int, version: int | None, now: datetime) -> Statement:
    """To every vendor that carries something of it, with its figures as they are now; they have the scheme's working
    days to answer, from the day after.

    Refusal where the period is not over, nothing is to be shared, or the scheme cannot be carried out (in names and
    amounts, see `sharing.share`).
    """

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        figures = freezing.freeze(tx, db, statement, ready(db, tx, statement, now), now)
        until = deadline.last_day(db, local_date(now), statement.scheme.answer_days)
        return {"sent_by": actor.account_id, "sent_at": now, "answer_by": until, **figures}

    def also(tx: Transaction, statement: Statement) -> None:
        _object_still(tx, statement)
        day = f"{statement.answer_by:%Y-%m-%d}"
        tell(tx, vendor_accounts(db, tx, statement), "statement_sent", statement, now, day=day)

    return step(
        db,
        Action.SEND,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        also=also,
    )


def ready(db: Database, reading: Reading, statement: Statement, now: datetime) -> Sharing:
    """What would be sent now; the refusals of `send`."""
    if local_date(now) <= statement.ends_on:
        raise Refusal(
            mark("The period runs until {last}; it can be sent from the day after."),
            last=f"{statement.ends_on:%Y-%m-%d}",
        )
    if not records.pool(reading, statement):
        raise WrongInput(
            mark("There is nothing to share: please enter the pool or its cost lines."), field="pool"
        )
    return sharing.of_statement(db, statement)


def _object_still(tx: Transaction, statement: Statement) -> None:
    """Who objected before it came back, and was not answered, need not object twice."""
    for one in records.disputes(tx, statement.id):
        if one.decision is Decision.NONE:
            tx.execute(
                """
                UPDATE statement_share SET answer = $answer, answered_by = $who, answered_at = $at
                WHERE statement_id = $statement AND vendor_id = $vendor
                """,
                answer=Answer.OBJECTED.value,
                who=one.raised_by,
                at=one.raised_at,
                statement=statement.id,
                vendor=one.vendor_id,
            )


def take_back(
    db: Database, *, actor: Actor, statement_id: int, version: int | None, now: datetime, reason: str
) -> Statement:
    """Back from the vendors to be made again: their answers are void, their objections stay. They and its history are
    told why. WrongInput without a reason."""
    said = given(reason, mark("Please say why it is taken back; the vendors read it."))

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        told = vendor_accounts(db, tx, statement)
        tell(tx, told, "statement_taken_back", statement, now, reason=said)
        return drafted(tx, statement)

    return step(
        db,
        Action.TAKE_BACK,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        facts={"reason": said},
    )


def drafted(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
    """The columns of a statement that becomes a draft again: sent, checked and answered by nobody."""
    names = ("sent_by", "sent_at", "answer_by", "checked_by", "checked_at")
    return {**dict.fromkeys(names), **freezing.thaw(tx, statement)}
