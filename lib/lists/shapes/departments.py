"""Departments: who asks, and who pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.i18n import mark
from lib.lists.cells import Choice, Code, Text, YesNo
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import campuses, ids
from lib.people.organisation import DEPARTMENT_WORDS
from lib.store.database import Database, Row, Transaction

KEPT = ("code", "name", "kind", "extension", "cost_centre", "active")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="code", title=mark("Code"), cell=Code(), needed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(60), needed=True),
        Column(attribute="kind", title=mark("Kind"), cell=Choice(DEPARTMENT_WORDS), needed=True),
        Column(attribute="campus", title=mark("Campus"), cell=campuses(db)),
        Column(attribute="extension", title=mark("Extension"), cell=Text(20)),
        Column(attribute="cost_centre", title=mark("Cost centre"), cell=Text(40)),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    places = ids(db, "location")
    for row in db.rows("SELECT * FROM department ORDER BY id"):
        yield {**{name: row[name] for name in KEPT}, "campus": places.code(row["campus_id"])}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    places = ids(db, "location")

    def made(values: Values) -> Row:
        return {**{name: values[name] for name in KEPT}, "campus_id": places.of(values["campus"])}

    keep(tx, "department", drafts, made, key="code")
    return {}


SHAPE = List(
    name="departments",
    title=mark("Departments"),
    order=10,
    keys=("code",),
    columns=_columns,
    rows=_rows,
    save=_save,
)
