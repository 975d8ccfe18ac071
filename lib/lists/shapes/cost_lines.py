"""Cost lines of one statement: what the desk cost, for the page that keeps them; no list of the hospital's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from lib.core import money
from lib.core.errors import NotFound, Refusal, WrongInput
from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.actions import costs
from lib.cost_sharing.actions.costs import LONGEST, Cost
from lib.cost_sharing.scheme_checks import MOST_CENTS
from lib.cost_sharing.statement import Statement, after
from lib.cost_sharing.words import COST_WORDS, Action
from lib.lists.amounts import LIKE_THIS, Money, Someday
from lib.lists.cells import Choice, Text
from lib.lists.plain import narrow, short
from lib.lists.shape import WHOLE_ROW, Column, Draft, List, Values
from lib.people.roles import Actor, Permission
from lib.store.database import Database, Transaction

NAME, TITLE = "cost_lines", mark("Cost lines")


@dataclass(frozen=True, slots=True)
class _Number(Text):
    """The number of a line that is there."""

    def read(self, typed: str) -> str:
        number = narrow(typed)
        if not number.isascii() or not number.isdecimal():
            raise WrongInput(mark("“{typed}” is not a whole number."), typed=short(typed))
        return str(int(number))


@dataclass(frozen=True, slots=True)
class _Amount(Money):
    """Yuan, in cents; below zero for what came back, but not nothing."""

    def read(self, typed: str) -> int:
        text = narrow(typed)
        back = text.startswith("-") and not text.startswith("--")
        # Called by name: a dataclass with slots is made twice, and super() knows only the first.
        cents = -Money.read(self, text[1:]) if back else Money.read(self, text)
        if not cents:
            raise WrongInput(mark("Please enter the amount."))
        if abs(cents) > MOST_CENTS:
            raise WrongInput(mark("An amount is at most {most}."), most=money.yuan(MOST_CENTS))
        return cents


def of(statement: Statement, actor: Actor) -> List:
    """The lines of that statement as a file; who brings it back has entered what it adds and changes."""
    return List(
        name=NAME,
        title=TITLE,
        order=0,
        keys=("line",),
        columns=_columns,
        rows=partial(_rows, statement.id),
        check=partial(_check, statement.id),
        save=partial(_save, statement.id, actor),
        needs=Permission.KEEP_SHARING,
        new_without_key=True,
        note=mark("Empty for a new line; as exported for one that is there."),
    )


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="line", title=mark("Line number"), cell=_Number()),
        Column(attribute="category", title=mark("Cost category"), cell=Choice(COST_WORDS), needed=True),
        Column(attribute="words", title=mark("What for"), cell=Text(LONGEST["words"])),
        Column(
            attribute="amount_cents",
            title=mark("Amount (yuan)"),
            cell=_Amount(),
            needed=True,
            note=mark("With a minus where money came back."),
        ),
        Column(attribute="spent_on", title=mark("Spent on"), cell=Someday(), note=LIKE_THIS),
        Column(attribute="document", title=mark("Voucher number"), cell=Text(LONGEST["document"])),
    )


def _rows(statement_id: int, db: Database) -> Iterable[Values]:
    return [
        {
            "line": str(one.id),
            "category": one.category,
            "words": one.words,
            "amount_cents": one.amount_cents,
            "spent_on": one.spent_on or "",
            "document": one.document,
        }
        for one in records.cost_lines(db, statement_id)
    ]


def _check(statement_id: int, db: Database, drafts: Sequence[Draft]) -> None:
    closed = _closed(db, statement_id)
    for draft in drafts:
        if draft.before is None and draft.values.get("line"):
            message = mark("This statement has no line of that number; leave it empty for a new line.")
            draft.refuse("line", NotFound(message))
        if closed and draft.differs:
            draft.refuse(WHOLE_ROW, closed)


def _closed(db: Database, statement_id: int) -> Refusal | None:
    """Why its lines stand as they are: only those of drafts change."""
    statement = records.by_id(db, statement_id)
    if statement is None:
        return NotFound(mark("There is no such statement."))
    try:
        after(statement.status, Action.CHANGE)
    except Refusal as refusal:
        return refusal
    return None


def _save(
    statement_id: int, actor: Actor, db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime
) -> Mapping[str, str]:
    there = {one.id: one for one in records.cost_lines(tx, statement_id)}
    new = [_cost(draft.values) for draft in drafts if draft.before is None]
    costs.add_costs(db, actor=actor, statement_id=statement_id, costs=new, now=now)
    for draft in drafts:
        if draft.before is not None:
            line = there[int(draft.values["line"])]
            cost = _cost(draft.values, line.file_hash)
            costs.change_cost(db, actor=actor, line_id=line.id, cost=cost, now=now)
    return {}


def _cost(values: Mapping[str, Any], file_hash: str = "") -> Cost:
    day = values["spent_on"]
    return Cost(
        category=values["category"],
        amount_cents=values["amount_cents"],
        words=values["words"],
        spent_on=day if isinstance(day, date) else None,
        document=values["document"],
        file_hash=file_hash,
    )
