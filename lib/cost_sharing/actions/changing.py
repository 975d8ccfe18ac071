"""What a draft says is changed: its period, its rules, its pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing import period, records, scheme_checks
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.scheme_checks import MOST_CENTS
from lib.cost_sharing.statement import Statement, after
from lib.cost_sharing.step import known, somebody, step
from lib.cost_sharing.words import Action
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading


class Left(Enum):
    """A value that stays as it is; None means something of its own where the pool is concerned."""

    AS_IT_IS = "as it is"


AS_IT_IS: Final = Left.AS_IT_IS


def change(
    db: Database,
    *,
    actor: Actor,
    statement_id: int,
    version: int | None,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    scheme: Scheme | None = None,
    pool_cents: int | Left | None = AS_IT_IS,
) -> Statement:
    """The draft with what was given put in place; what was not given stays. `pool_cents` None: its cost lines are
    added up. Where that is what it says already, nothing is written.

    WrongInput with the field for a period, rule or pool that cannot be; see `period.check`, `scheme_checks.check`.
    """
    given = {"starts_on": starts_on, "ends_on": ends_on, "scheme": scheme}
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if pool_cents is not AS_IT_IS:
        wanted["pool_cents"] = pool_cents
    with db.transaction() as tx:
        require(somebody(db, actor), Permission.KEEP_SHARING)
        before = known(tx, statement_id)
        changes = {name: value for name, value in wanted.items() if getattr(before, name) != value}
        if not changes:
            after(before.status, Action.CHANGE)
            return before
        facts = _told(before, changes)
        return step(
            db,
            Action.CHANGE,
            actor=actor,
            statement_id=statement_id,
            version=version,
            now=now,
            rule=lambda tx, statement: _checked(tx, statement, changes),
            facts=facts,
        )


def _checked(tx: Reading, before: Statement, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    wanted = replace(before, **changes)
    columns = dict(changes)
    if {"starts_on", "ends_on"} & changes.keys():
        period.check(tx, wanted.starts_on, wanted.ends_on, own_id=before.id)
        _after_what_it_corrects(tx, wanted)
        columns |= _number(tx, before, wanted)
    if "scheme" in changes:
        scheme_checks.check(tx, wanted.scheme)
    _possible_pool(wanted.pool_cents)
    return columns


def _after_what_it_corrects(tx: Reading, wanted: Statement) -> None:
    for one in records.adjustments(tx, wanted.id):
        corrected = known(tx, one.corrects_id)
        if corrected.ends_on >= wanted.starts_on:
            raise WrongInput(
                mark("It carries a correction of {number}, which is of an earlier period: drop that first."),
                field="starts_on",
                number=corrected.number,
            )


def _number(tx: Reading, before: Statement, wanted: Statement) -> Mapping[str, Any]:
    """The number follows the month until vendors have seen it."""
    same_month = (before.ends_on.year, before.ends_on.month) == (wanted.ends_on.year, wanted.ends_on.month)
    if same_month or any(event.action is Action.SEND for event in records.events(tx, before.id)):
        return {}
    return {"number": period.free_number(tx, wanted.ends_on)}


def _possible_pool(cents: int | None) -> None:
    if cents is not None and not 0 <= cents <= MOST_CENTS:
        raise WrongInput(
            mark("The pool lies between 0 and {most}, not {pool}."),
            field="pool",
            most=yuan(MOST_CENTS),
            pool=yuan(cents),
        )


def _told(before: Statement, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was and what is, of a scheme only the rules that differ."""
    told = {name: [getattr(before, name), value] for name, value in changes.items() if name != "scheme"}
    if scheme := changes.get("scheme"):
        told |= {
            one.name: [getattr(before.scheme, one.name), getattr(scheme, one.name)]
            for one in fields(Scheme)
            if getattr(before.scheme, one.name) != getattr(scheme, one.name)
        }
    return told
