"""A round nobody has to do (免检), with the reason, and one that has to be done after all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections.actions.moving import taken
from lib.inspections.plans import plan
from lib.inspections.round import Round
from lib.inspections.step import step
from lib.inspections.words import Action, Status
from lib.store.database import Database
from lib.tickets.by import By

LONGEST_REASON = 200


def exempt(db: Database, *, round_id: int, version: int | None, reason: str, by: By) -> Round:
    """The round, exempted. Only while nobody has begun it, also after its window: a machine that stood still was no
    omission. WrongInput without a reason, Refusal for one that was begun, TooLate when somebody was faster."""
    said = wanted_reason(reason)

    def rule(round: Round) -> Mapping[str, Any]:
        if round.status is not Status.DUE:
            raise Refusal(mark("Only a round that nobody has begun can be exempted."))
        return {"status": Status.EXEMPT, "ended_at": by.now, "ended_by": by.actor.account_id}

    return step(
        db, Action.EXEMPT, round_id=round_id, version=version, by=by, rule=rule, facts={"reason": said}
    )


def unexempt(db: Database, *, round_id: int, version: int | None, by: By, reason: str = "") -> Round:
    """The round, to be done again; that it was exempted stays in its history. Only until its window closes: afterwards
    nobody could come in time any more. Refusal where it is not exempted, its window is over, its plan is no longer in
    use or another round took its place; TooLate when somebody was faster."""
    said = {"reason": seen(reason)} if seen(reason) else {}

    def rule(round: Round) -> Mapping[str, Any]:
        if round.status is not Status.EXEMPT:
            raise Refusal(mark("This round is not exempted."))
        if by.now >= round.closes_at:
            raise Refusal(mark("The window of this round is over: the exemption stays."))
        _still_wanted(db, round)
        return {"status": Status.DUE, "ended_at": None, "ended_by": None}

    return step(db, Action.UNEXEMPT, round_id=round_id, version=version, by=by, rule=rule, facts=said)


def wanted_reason(reason: str) -> str:
    """The words, trimmed; WrongInput for none or too many."""
    said = seen(reason)
    if not said:
        raise WrongInput(mark("Please say why."), field="reason")
    if len(said) > LONGEST_REASON:
        raise WrongInput(mark("Please keep it under {most} characters."), field="reason", most=LONGEST_REASON)
    return said


def _still_wanted(db: Database, round: Round) -> None:
    of = plan(db, round.plan_id)
    if not of.active or (of.ends_on is not None and round.occurs_on > of.ends_on):
        raise Refusal(mark("The plan of this round is no longer in use: the exemption stays."))
    if taken(db, round, round.day):
        raise Refusal(mark("On {day} this plan already has a round at that time."), day=round.day)
