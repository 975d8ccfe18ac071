"""Contracts: which vendor, from when to when, for how much a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.lists.amounts import Day, Money
from lib.lists.cells import Choice, Code
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import ids, vendors
from lib.people.organisation import CONTRACT_WORDS, ContractStatus
from lib.store.database import Database, Row, Transaction

KEPT = ("number", "starts_on", "ends_on", "status", "yearly_cents")
LIKE_THIS = mark("A day, year first: 2026-1-5 or 2026/1/5.")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="number", title=mark("Contract number"), cell=Code(), needed=True),
        Column(attribute="vendor", title=mark("Vendor"), cell=vendors(db), needed=True),
        Column(attribute="starts_on", title=mark("Starts on"), cell=Day(), needed=True, note=LIKE_THIS),
        Column(attribute="ends_on", title=mark("Ends on"), cell=Day(), needed=True, note=LIKE_THIS),
        Column(
            attribute="status",
            title=mark("Status"),
            cell=Choice(CONTRACT_WORDS),
            default=ContractStatus.DRAFT.value,
        ),
        Column(attribute="yearly_cents", title=mark("Yearly sum (yuan)"), cell=Money(), default=0),
    )


def _rows(db: Database) -> Iterable[Values]:
    companies = ids(db, "vendor")
    for row in db.rows("SELECT * FROM contract ORDER BY id"):
        yield {**{name: row[name] for name in KEPT}, "vendor": companies.code(row["vendor_id"])}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.differs and draft.values["ends_on"] < draft.values["starts_on"]:
            draft.refuse("ends_on", WrongInput(mark("A contract ends after it starts.")))


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    companies = ids(db, "vendor")

    def made(values: Values) -> Row:
        return {**{name: values[name] for name in KEPT}, "vendor_id": companies.of(values["vendor"])}

    keep(tx, "contract", drafts, made, key="number")
    return {}


SHAPE = List(
    name="contracts",
    title=mark("Contracts"),
    order=40,
    keys=("number",),
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
)
