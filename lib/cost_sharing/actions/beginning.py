"""A new statement for a period, with the rules of the one before."""

from __future__ import annotations

from datetime import date, datetime

from lib.cost_sharing import period, records, scheme_checks
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.step import remember, somebody
from lib.cost_sharing.words import Action, Status
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading


def begin(db: Database, *, actor: Actor, starts_on: date, ends_on: date, now: datetime) -> Statement:
    """A draft for these days, both inclusive, under the scheme of the newest period; its pool is what its cost lines
    will add up to. WrongInput for a period that cannot be (see `period.check`), or a scheme (`scheme_checks.check`)."""
    with db.transaction() as tx:
        actor = somebody(db, actor)
        require(actor, Permission.KEEP_SHARING)
        period.check(tx, starts_on, ends_on)
        made = Statement(
            id=tx.next_id("statement_id"),
            number=period.free_number(tx, ends_on),
            version=1,
            status=Status.DRAFT,
            starts_on=starts_on,
            ends_on=ends_on,
            scheme=_carried_over(tx),
            pool_cents=None,
            made_by=actor.account_id,
            made_at=now,
        )
        records.add(tx, made)
        remember(tx, made, Action.MAKE, actor, now, {"starts_on": starts_on, "ends_on": ends_on})
    return made


def _carried_over(tx: Reading) -> Scheme:
    newest = next(iter(records.all_statements(tx)), None)
    scheme = newest.scheme if newest else Scheme()
    scheme_checks.check(tx, scheme)
    return scheme
