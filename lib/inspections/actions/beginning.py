"""A round begins: by itself with the first stop, or because somebody says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from lib.core.clock import local
from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.inspections.round import Round
from lib.inspections.step import load, step, too_late
from lib.inspections.words import Action, Status
from lib.people.roles import Permission
from lib.store.database import Database, Transaction
from lib.tickets.by import By, as_of_now


def begin(db: Database, *, round_id: int, by: By) -> Round:
    """The round under way; one that is already stays as it is, whoever began it.

    NotAllowed, NotFound; TooLate for one that is over, Refusal before its window opens. After its window it may still
    be begun: then it is made up. Source: the product's rule.
    """
    with db.transaction() as tx:
        round = open_round(db, tx, round_id, by)
        if round.status is not Status.DUE:
            return round
        by = replace(by, happened_at=clamped(round, by.happened_at, by.now))
        return step(db, Action.BEGIN, round_id=round_id, version=None, by=by, rule=lambda _: _begun(by))


def open_round(db: Database, tx: Transaction, round_id: int, by: By) -> Round:
    """The round, for somebody who may do it, while something can be written down in it; the refusals of `begin`."""
    round = load(db, round_id, as_of_now(db, by.actor), Permission.DO_ROUNDS)
    if not round.is_open:
        raise too_late(tx, round)
    if by.now < round.opens_at:
        raise Refusal(
            mark("This round can be done from {time} on."), time=f"{local(round.opens_at):%m-%d %H:%M}"
        )
    return round


def clamped(round: Round, happened_at: datetime | None, now: datetime) -> datetime:
    """When it happened, whatever a phone's clock says: not in the future, nor before the round could be begun."""
    return max(min(happened_at or now, now), round.opens_at)


def _begun(by: By) -> Mapping[str, Any]:
    return {"status": Status.RUNNING, "begun_at": by.happened_at, "begun_by": by.actor.account_id}
