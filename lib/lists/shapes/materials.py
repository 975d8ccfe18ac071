"""Materials with their prices; finished tickets keep the price they had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.i18n import mark
from lib.lists.amounts import Money
from lib.lists.cells import Code, Text, YesNo
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import groups
from lib.store.database import Database, Row, Transaction

KEPT = ("code", "name", "unit", "unit_cents", "group_code", "active")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="code", title=mark("Code"), cell=Code(), needed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(100), needed=True),
        Column(attribute="unit", title=mark("Unit"), cell=Text(10), needed=True),
        Column(attribute="unit_cents", title=mark("Price (yuan)"), cell=Money(), needed=True),
        Column(attribute="group_code", title=mark("Group"), cell=groups(db)),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    for row in db.rows("SELECT * FROM material ORDER BY code"):
        yield _kept(row)


def _kept(row: Values) -> Row:
    return {name: row[name] for name in KEPT}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    keep(tx, "material", drafts, _kept, key="code", numbered=False)
    return {}


SHAPE = List(
    name="materials",
    title=mark("Materials"),
    order=80,
    keys=("code",),
    columns=_columns,
    rows=_rows,
    save=_save,
)
