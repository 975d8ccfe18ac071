"""Teams: whose people go to the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.i18n import mark
from lib.lists.cells import Code, Text, YesNo
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import campuses, ids, vendors
from lib.store.database import Database, Row, Transaction

KEPT = ("code", "name", "takes", "active")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="code", title=mark("Code"), cell=Code(), needed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(60), needed=True),
        Column(attribute="vendor", title=mark("Vendor"), cell=vendors(db)),
        Column(
            attribute="campus",
            title=mark("Campus"),
            cell=campuses(db),
            note=mark("Empty: the team works on every campus."),
        ),
        Column(
            attribute="takes",
            title=mark("People take jobs themselves"),
            cell=YesNo(),
            default=True,
            note=mark("Yes: offered to all on duty, the first one has it. No: the leader passes it on."),
        ),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    companies, places = ids(db, "vendor"), ids(db, "location")
    for row in db.rows("SELECT * FROM team ORDER BY id"):
        above = {"vendor": companies.code(row["vendor_id"]), "campus": places.code(row["campus_id"])}
        yield {**{name: row[name] for name in KEPT}, **above}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    companies, places = ids(db, "vendor"), ids(db, "location")

    def made(values: Values) -> Row:
        above = {"vendor_id": companies.of(values["vendor"]), "campus_id": places.of(values["campus"])}
        return {**{name: values[name] for name in KEPT}, **above}

    keep(tx, "team", drafts, made, key="code")
    return {}


SHAPE = List(
    name="teams", title=mark("Teams"), order=50, keys=("code",), columns=_columns, rows=_rows, save=_save
)
