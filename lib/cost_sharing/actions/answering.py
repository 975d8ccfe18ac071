"""A vendor says its word to what it is to carry: it agrees, or objects to single tickets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from lib.core.errors import NotFound, Refusal, TooLate, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.cost_sharing import deadline, frozen, hands, records
from lib.cost_sharing.records import Dispute
from lib.cost_sharing.seeing import sees_share, share_seen
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import Rule, known, step
from lib.cost_sharing.telling import tell, tell_once
from lib.cost_sharing.words import DECISION_WORDS, Action, Answer, Aside, Decision
from lib.people import organisation
from lib.people.roles import Actor
from lib.store.database import Database, Reading, Transaction

LONGEST = 500
"""Characters of what a vendor says, to the whole and to a ticket."""
_TOPICS = {
    Answer.AGREED: "statement_agreed",
    Answer.OBJECTED: "statement_objected",
    Answer.NONE: "statement_withdrawn",
}
NO_DISPUTE = mark("There is no such objection, or it was withdrawn.")


def agree(
    db: Database, *, actor: Actor, statement_id: int, vendor_id: int, words: str, now: datetime
) -> Statement:
    """It agrees to its share. Refusal while it objects to tickets of it: they are to be withdrawn first."""
    said = _short(words, "words")

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        _in_time(statement, now)
        if standing := _standing(tx, statement.id, vendor_id):
            raise Refusal(
                mark("Your objections ({count}) still stand; please withdraw them first."),
                count=len(standing),
            )
        return {}

    return _answer(db, actor, statement_id, vendor_id, now, Answer.AGREED, said, rule=rule)


def object(
    db: Database,
    *,
    actor: Actor,
    statement_id: int,
    vendor_id: int,
    words: str,
    tickets: Mapping[int, str],
    now: datetime,
) -> Statement:
    """It objects: to these tickets, each for its reason, which are held out until somebody decides; without tickets to
    the statement as a whole, in words. Saying it again gives a ticket its new reason.

    WrongInput with the field ("words", or "ticket:" and the id) for what is not said; Refusal for a ticket that does
    not count for this vendor, or that was decided on.
    """
    said = _short(words, "words")
    reasons = {ticket_id: _reason(ticket_id, why) for ticket_id, why in tickets.items()}
    if not reasons and not said:
        raise WrongInput(
            mark("Please choose the tickets you object to, or say what is wrong."), field="words"
        )

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        _in_time(statement, now)
        _raise(db, tx, statement, vendor_id, reasons, actor, now)
        return {}

    facts = {"tickets": {str(one): why for one, why in reasons.items()}}
    return _answer(db, actor, statement_id, vendor_id, now, Answer.OBJECTED, said, rule=rule, facts=facts)


def withdraw(db: Database, *, actor: Actor, dispute_id: int, now: datetime) -> Statement:
    """It no longer objects to that ticket. With its last objection its answer is open again; NotFound for an objection
    that is not its own, Refusal once it was decided on."""

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        _in_time(statement, now)
        _undecided(dispute)
        tx.update("dispute", {"id": dispute_id, "withdrawn_at": now})
        return {}

    with db.transaction() as tx:
        dispute = known_dispute(tx, dispute_id)
        if not sees_share(db, actor, known(tx, dispute.statement_id), dispute.vendor_id):
            raise NotFound(NO_DISPUTE)
        others = [one for one in _standing(tx, dispute.statement_id, dispute.vendor_id) if one != dispute]
        words = records.shares(tx, dispute.statement_id)[dispute.vendor_id].words
        answer = Answer.OBJECTED if others or words else Answer.NONE
        about = {"statement_id": dispute.statement_id, "vendor_id": dispute.vendor_id}
        facts = {"withdrawn": dispute.ticket_id}
        return _answer(db, actor=actor, **about, now=now, answer=answer, words=words, rule=rule, facts=facts)


def known_dispute(db: Reading, dispute_id: int) -> Dispute:
    """One objection that was not withdrawn; NotFound for none."""
    row = db.row("SELECT * FROM dispute WHERE id = $id AND withdrawn_at IS NULL", id=dispute_id)
    if row is None:
        raise NotFound(NO_DISPUTE)
    return Dispute(**{**row, "decision": Decision(row["decision"])})


def silent(db: Reading, statement_id: int) -> list[int]:
    """Vendors that have not answered."""
    return [one.vendor_id for one in records.shares(db, statement_id).values() if one.answer is Answer.NONE]


def _answer(
    db: Database,
    actor: Actor,
    statement_id: int,
    vendor_id: int,
    now: datetime,
    answer: Answer,
    words: str,
    *,
    rule: Rule,
    facts: Mapping[str, Any] | None = None,
) -> Statement:
    share_seen(db, actor, statement_id, vendor_id)
    vendor = organisation.vendors(db)[vendor_id]

    def also(tx: Transaction, statement: Statement) -> None:
        tx.execute(
            """
            UPDATE statement_share SET answer = $answer, answered_by = $who, answered_at = $now, words = $words
            WHERE statement_id = $statement AND vendor_id = $vendor
            """,
            answer=answer.value,
            who=actor.account_id if answer else None,
            now=now if answer else None,
            words=words,
            statement=statement_id,
            vendor=vendor_id,
        )
        maker = {statement.made_by, statement.sent_by}
        tell(tx, maker, _TOPICS[answer], statement, now, vendor=vendor.name)
        if not silent(tx, statement_id):
            tell_once(tx, hands.may_check(db, statement), "statement_to_check", statement, now)

    return step(
        db,
        Action.ANSWER,
        actor=actor,
        statement_id=statement_id,
        version=None,
        now=now,
        rule=rule,
        facts={"vendor": vendor.code, "answer": answer.value, "words": words, **(facts or {})},
        also=also,
        vendor_id=vendor_id,
    )


def _in_time(statement: Statement, now: datetime) -> None:
    if deadline.is_over(statement, now):
        raise TooLate(
            mark("The last day to answer was {day}: silence until then counts as no objection."),
            day=f"{statement.answer_by:%Y-%m-%d}",
        )


def _short(words: str, field: str) -> str:
    said = seen(words)
    if len(said) > LONGEST:
        raise WrongInput(mark("Please keep it under {most} characters."), field=field, most=LONGEST)
    return said


def _reason(ticket_id: int, why: str) -> str:
    said = _short(why, f"ticket:{ticket_id}")
    if not said:
        raise WrongInput(mark("Please say why you object to this ticket."), field=f"ticket:{ticket_id}")
    return said


def _standing(db: Reading, statement_id: int, vendor_id: int) -> list[Dispute]:
    """What the vendor objects to and nobody has decided on."""
    found = records.disputes(db, statement_id)
    return [one for one in found if one.vendor_id == vendor_id and one.decision is Decision.NONE]


def _undecided(dispute: Dispute) -> None:
    if dispute.decision is not Decision.NONE:
        raise Refusal(
            mark("This objection was decided on: {decision}."), decision=DECISION_WORDS[dispute.decision]
        )


def _raise(
    db: Database,
    tx: Transaction,
    statement: Statement,
    vendor_id: int,
    reasons: Mapping[int, str],
    actor: Actor,
    now: datetime,
) -> None:
    """Writes an objection to each of the tickets, which are this vendor's."""
    before = {one.ticket_id: one for one in records.disputes(tx, statement.id) if one.vendor_id == vendor_id}
    _all_counted(db, statement, vendor_id, reasons.keys() - before.keys())
    for ticket_id, why in reasons.items():
        if known := before.get(ticket_id):
            _undecided(known)
            tx.update("dispute", {"id": known.id, "words": why})
            continue
        row = {"id": tx.next_id("dispute_id"), "statement_id": statement.id, "vendor_id": vendor_id}
        said = {"ticket_id": ticket_id, "words": why, "raised_by": actor.account_id, "raised_at": now}
        tx.insert("dispute", {**row, **said})


def _all_counted(db: Database, statement: Statement, vendor_id: int, ticket_ids: Collection[int]) -> None:
    own = set(shown_as_its_own(db, statement, vendor_id)) if ticket_ids else set()
    for ticket_id in ticket_ids:
        if ticket_id not in own:
            # The same for another vendor's ticket and for none at all: a number tried out tells nothing.
            raise WrongInput(
                mark("This ticket does not count for you in this statement."), field=f"ticket:{ticket_id}"
            )


def shown_as_its_own(db: Database, statement: Statement, vendor_id: int) -> list[int]:
    """Tickets a vendor may object to: those that counted for it, or were held out, in what it was sent, and those that
    were moved to it since."""
    code = organisation.vendors(db)[vendor_id].code
    its_own = (pl.col("vendor") == code) & pl.col("aside").is_in(["", Aside.HELD.value])
    sent = frozen.of(db, statement).sharing.tickets.filter(its_own)["ticket_id"]
    moved = (one for one in records.disputes(db, statement.id) if one.moved_to == vendor_id)
    return [*sent, *(one.ticket_id for one in moved)]
