"""Escalation levels: who is told how long before or after a promise is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.lists.amounts import Whole
from lib.lists.cells import Choice, Several, Text, YesNo
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.some_of import SomeOf
from lib.store.database import Database, Transaction
from lib.tickets.escalation import levels
from lib.tickets.escalation.levels import EARLIEST, LATEST, STAGE_WORDS, TOLD_WORDS
from lib.tickets.words import SEVERITY_WORDS

KEYS = ("severity", "stage", "minutes")
KEPT = (*KEYS, "tell", "accounts", "raises", "note", "active")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="severity", title=mark("Severity"), cell=Choice(SEVERITY_WORDS), needed=True),
        Column(attribute="stage", title=mark("Step"), cell=Choice(STAGE_WORDS), needed=True),
        Column(
            attribute="minutes",
            title=mark("Minutes after due"),
            cell=Whole(EARLIEST, LATEST),
            needed=True,
            note=mark("Below zero: before it is due."),
        ),
        Column(
            attribute="tell",
            title=mark("Tell"),
            cell=SomeOf(words=TOLD_WORDS),
            default=(),
            note=mark("Several with a semicolon between them."),
        ),
        Column(
            attribute="accounts",
            title=mark("Accounts to tell"),
            cell=Several(),
            default=(),
            note=mark("Sign-in names; several with a semicolon between them."),
        ),
        Column(attribute="raises", title=mark("Raise the severity"), cell=YesNo(), default=False),
        Column(attribute="note", title=mark("Note"), cell=Text(200)),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    for one in levels.in_use(db):
        yield {name: getattr(one, name) for name in KEPT}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if not draft.differs:
            continue
        if draft.before is None and not draft.values["active"]:
            draft.refuse("active", WrongInput(mark("There is no such level that could end.")))
        try:
            levels.check(db, draft.values)
        except Refusal as refusal:
            draft.refuse(refusal.field or "tell", refusal)


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    for draft in drafts:
        levels.put(tx, draft.values)
    return {}


SHAPE = List(
    name="escalations",
    title=mark("Escalation"),
    order=75,
    keys=KEYS,
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    note=mark("A ticket reaches each level once; a change holds for tickets that have not reached it yet."),
)
