"""An issued statement is settled: how each vendor pays, and then it is closed for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.core.choices import known
from lib.core.clock import local_date
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_fields import possible
from lib.core.typed_words import seen
from lib.cost_sharing import freezing, naming, records
from lib.cost_sharing.records import Share
from lib.cost_sharing.scheme_checks import CHOOSE
from lib.cost_sharing.statement import Statement, after
from lib.cost_sharing.step import known as known_statement
from lib.cost_sharing.step import somebody, step
from lib.cost_sharing.words import Action, SettledHow
from lib.people import organisation
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading, Transaction

LONGEST = 60
"""Characters of an invoice's number."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a vendor's settlement still lacks: a column of its share."""

    vendor_id: int
    column: str


def record(
    db: Database,
    *,
    actor: Actor,
    statement_id: int,
    vendor_id: int,
    settled_how: str,
    invoice_number: str,
    invoiced_on: date | None,
    paid_on: date | None,
    now: datetime,
) -> Statement:
    """How one vendor settles its share of an issued statement, as far as it is known; again as often as it changes.
    Where that is what is written already, nothing is written. WrongInput with the field for what cannot be."""
    row = {
        "settled_how": settled_how,
        "invoice_number": seen(invoice_number),
        "invoiced_on": invoiced_on,
        "paid_on": paid_on,
    }
    _check(row, local_date(now))

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        tx.execute(
            """
            UPDATE statement_share SET settled_how = $settled_how, invoice_number = $invoice_number,
              invoiced_on = $invoiced_on, paid_on = $paid_on, settled_by = $who
            WHERE statement_id = $statement AND vendor_id = $vendor
            """,
            **row,
            who=actor.account_id,
            statement=statement_id,
            vendor=vendor_id,
        )
        return {}

    with db.transaction() as tx:
        require(somebody(db, actor), Permission.KEEP_SHARING)
        share = _share(tx, statement_id, vendor_id)
        if all(getattr(share, name) == value for name, value in row.items()):
            return _as_it_is(tx, statement_id)
        facts = {"vendor": organisation.vendors(db)[vendor_id].code, **row}
        return step(
            db,
            Action.RECORD,
            actor=actor,
            statement_id=statement_id,
            version=None,
            now=now,
            rule=rule,
            facts=facts,
        )


def settle(db: Database, *, actor: Actor, statement_id: int, version: int | None, now: datetime) -> Statement:
    """Closed for good, with its content and hash. Refusal while it is not known how a vendor settles what it owes; a
    deduction needs its day, a payment its invoice and the day it was paid."""

    def rule(tx: Transaction, statement: Statement) -> Mapping[str, Any]:
        if not_yet := why_not_settle(db, tx, statement.id):
            raise not_yet
        return {"settled_at": now, **freezing.settle(tx, statement, now)}

    return step(
        db, Action.SETTLE, actor=actor, statement_id=statement_id, version=version, now=now, rule=rule
    )


def lacking(db: Reading, statement_id: int) -> Iterator[Lacking]:
    """What has to be entered before the statement can be settled; nothing of a vendor that owes nothing."""
    for share in records.shares(db, statement_id).values():
        for column in _needed(share):
            if not getattr(share, column):
                yield Lacking(share.vendor_id, column)


def _needed(share: Share) -> tuple[str, ...]:
    if not share.total_cents:
        return ()
    return ("settled_how", *_NEEDED.get(share.settled_how, ()))


_NEEDED: Mapping[str, tuple[str, ...]] = {
    SettledHow.PAYMENT: ("invoice_number", "invoiced_on", "paid_on"),
    SettledHow.DEDUCTION: ("paid_on",),
}


_LACKS: Mapping[str, str] = {
    "settled_how": mark("It is not said yet how {names} settle it."),
    "invoice_number": mark("The invoice number of {names} is missing."),
    "invoiced_on": mark("The day of the invoice of {names} is missing."),
    "paid_on": mark("The day of payment or deduction of {names} is missing."),
}


def why_not_settle(db: Database, reading: Reading, statement_id: int) -> Refusal | None:
    """What is missing first before it can be settled, and of whom; None where nothing is."""
    found = list(lacking(reading, statement_id))
    if not found:
        return None
    column = next(name for name in _LACKS if any(one.column == name for one in found))
    names = [organisation.vendors(db)[one.vendor_id].name for one in found if one.column == column]
    return Refusal(_LACKS[column], field=column, names=naming.listed(names))


def _share(reading: Reading, statement_id: int, vendor_id: int) -> Share:
    share = records.shares(reading, statement_id).get(vendor_id)
    if share is None:
        raise NotFound(mark("This vendor carries nothing of this statement."))
    return share


def _as_it_is(reading: Reading, statement_id: int) -> Statement:
    """The statement, where it might have been changed."""
    statement = known_statement(reading, statement_id)
    after(statement.status, Action.RECORD)
    return statement


def _check(row: Mapping[str, Any], today: date) -> None:
    if row["settled_how"] and not known(SettledHow, row["settled_how"]):
        raise WrongInput(CHOOSE, field="settled_how")
    if len(row["invoice_number"]) > LONGEST:
        raise WrongInput(
            mark("Please keep it under {most} characters."), field="invoice_number", most=LONGEST
        )
    days = {name: row[name] for name in ("invoiced_on", "paid_on")}
    possible(days)
    for name, day in days.items():
        if day is not None and day > today:
            raise WrongInput(mark("This day has not come yet."), field=name)
