"""The second pair of eyes: a statement goes on to approval, or back to be made again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.cost_sharing import deadline, freezing, hands, naming, sharing
from lib.cost_sharing.actions.answering import silent
from lib.cost_sharing.actions.reasons import given
from lib.cost_sharing.actions.sending import drafted
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import step
from lib.cost_sharing.telling import tell
from lib.cost_sharing.words import Action
from lib.people import organisation
from lib.people.roles import Actor
from lib.store.database import Database, Reading, Transaction


def check(db: Database, *, actor: Actor, statement_id: int, version: int | None, now: datetime) -> Statement:
    """Checked, on to approval, with the figures as they are now; disputed tickets nobody decided on stay held out.

    Refusal while vendors have time left to answer (how many, which, until when); NotAllowed for whoever made it.
    """

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        if not_you := hands.why_not_check(tx, statement, actor):
            raise not_you
        if not_yet := why_wait(db, tx, statement, now):
            raise not_yet
        figures = freezing.freeze(tx, db, statement, sharing.of_statement(db, statement), now)
        return {"checked_by": actor.account_id, "checked_at": now, **figures}

    def also(tx: Transaction, statement: Statement) -> None:
        tell(tx, hands.may_approve(db, statement), "statement_to_approve", statement, now)

    return step(
        db,
        Action.CHECK,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        also=also,
    )


def why_wait(db: Database, reading: Reading, statement: Statement, now: datetime) -> Refusal | None:
    """Why it cannot be checked yet: vendors that have not answered and still may. None once all have, or the last day
    is over."""
    waiting = silent(reading, statement.id)
    if not waiting or deadline.is_over(statement, now):
        return None
    vendors = organisation.vendors(db)
    names = [vendors[one].name for one in waiting]
    message = mark(
        "Not answered yet: {count} ({names}). They have until {day}; after that silence counts as no objection, and"
        " it can be checked from {next}."
    )
    day = f"{statement.answer_by:%Y-%m-%d}"
    after = f"{statement.answer_by + timedelta(1):%m-%d}" if statement.answer_by else ""
    listed = naming.listed(names, naming.AMONG)
    return Refusal(message, count=len(names), names=listed, day=day, next=after)


def send_back(
    db: Database, *, actor: Actor, statement_id: int, version: int | None, reason: str, now: datetime
) -> Statement:
    """From approval back to its maker, with the reason: the vendors answer again to what is made of it. Their
    objections and the decisions on them stay. WrongInput without a reason."""
    said = given(reason, mark("Please say what is to be done."))

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        maker = {statement.made_by, statement.sent_by}
        tell(tx, maker, "statement_sent_back", statement, now, reason=said)
        return drafted(tx, statement)

    return step(
        db,
        Action.SEND_BACK,
        actor=actor,
        statement_id=statement_id,
        version=version,
        now=now,
        rule=rule,
        facts={"reason": said},
    )
