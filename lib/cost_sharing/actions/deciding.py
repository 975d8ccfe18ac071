"""The word on a disputed ticket: it counts, it does not, or it counts for another vendor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.choices import known
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.cost_sharing import hands
from lib.cost_sharing.actions.answering import LONGEST, known_dispute
from lib.cost_sharing.records import Dispute
from lib.cost_sharing.scheme_checks import CHOOSE
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import somebody, step
from lib.cost_sharing.telling import tell
from lib.cost_sharing.words import DECISION_WORDS, Action, Decision, Status
from lib.people import organisation
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Transaction
from lib.tickets import records as tickets


def decide(
    db: Database,
    *,
    actor: Actor,
    dispute_id: int,
    decision: str,
    moved_to: int | None,
    reason: str,
    now: datetime,
) -> Statement:
    """What became of a disputed ticket, with the reason both vendors read. Until the statement is issued the decision
    moves its figures; after that it is carried by a correction.

    It may be put right while the vendors still have the statement, and stands from then on. WrongInput with the field
    for no decision, no reason, or a vendor it cannot be moved to.
    """
    require(somebody(db, actor), Permission.KEEP_SHARING)
    dispute = known_dispute(db, dispute_id)
    row = {
        **_checked(db, dispute, decision, moved_to, reason),
        "decided_by": actor.account_id,
        "decided_at": now,
    }

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        before = known_dispute(tx, dispute_id)
        if before.decision is not Decision.NONE and statement.status is not Status.CHECKING:
            raise Refusal(
                mark("This objection was decided on: {decision}."), decision=DECISION_WORDS[before.decision]
            )
        tx.update("dispute", {"id": dispute_id, **row})
        _tell(db, tx, statement, dispute, row, now)
        return {}

    facts = {"ticket_id": dispute.ticket_id, "decision": row["decision"], "reason": row["reason"]}
    return step(
        db,
        Action.DECIDE,
        actor=actor,
        statement_id=dispute.statement_id,
        version=None,
        now=now,
        rule=rule,
        facts=facts | ({"moved_to": row["moved_to"]} if row["moved_to"] else {}),
    )


def _checked(
    db: Database, dispute: Dispute, decision: str, moved_to: int | None, reason: str
) -> Mapping[str, Any]:
    said = seen(reason)
    if not known(Decision, decision) or decision == Decision.NONE:
        raise WrongInput(CHOOSE, field="decision")
    if not said:
        raise WrongInput(mark("Please say why; the vendor reads it."), field="reason")
    if len(said) > LONGEST:
        raise WrongInput(mark("Please keep it under {most} characters."), field="reason", most=LONGEST)
    to = moved_to if decision == Decision.MOVED else None
    if decision == Decision.MOVED:
        other = organisation.vendors(db).get(to or 0)
        if other is None or other.internal or other.id == dispute.vendor_id:
            raise WrongInput(mark("Please choose the other vendor it counts for."), field="moved_to")
    return {"decision": str(decision), "moved_to": to, "reason": said}


def _tell(
    db: Database,
    tx: Transaction,
    statement: Statement,
    dispute: Dispute,
    row: Mapping[str, Any],
    now: datetime,
) -> None:
    ticket = tickets.by_id(tx, dispute.ticket_id)
    facts = {"ticket": ticket.number if ticket else "", "reason": row["reason"]}
    tell(tx, hands.of_vendor(db, dispute.vendor_id), "dispute_decided", statement, now, **facts)
    if row["moved_to"] is not None:
        tell(tx, hands.of_vendor(db, row["moved_to"]), "dispute_moved", statement, now, **facts)
