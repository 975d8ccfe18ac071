"""A round nobody has to do (免检), with the reason; it counts neither as done nor as missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections.round import Round
from lib.inspections.step import step
from lib.inspections.words import Action, Status
from lib.store.database import Database
from lib.tickets.by import By

LONGEST_REASON = 200


def exempt(db: Database, *, round_id: int, version: int | None, reason: str, by: By) -> Round:
    """The round, exempted. Only while nobody has begun it, also after its window: a machine that stood still was no
    omission. WrongInput without a reason, Refusal for one that was begun, TooLate when somebody was faster."""
    said = seen(reason)
    if not said:
        raise WrongInput(mark("Please say why."), field="reason")
    if len(said) > LONGEST_REASON:
        raise WrongInput(mark("Please keep it under {most} characters."), field="reason", most=LONGEST_REASON)

    def rule(round: Round) -> Mapping[str, Any]:
        if round.status is not Status.DUE:
            raise Refusal(mark("Only a round that nobody has begun can be exempted."))
        return {"status": Status.EXEMPT, "ended_at": by.now, "ended_by": by.actor.account_id}

    return step(
        db, Action.EXEMPT, round_id=round_id, version=version, by=by, rule=rule, facts={"reason": said}
    )
