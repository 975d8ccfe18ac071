"""Vendors: companies that maintain something, and the hospital's own units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.core.i18n import mark
from lib.lists.amounts import Rate
from lib.lists.cells import Code, Text, YesNo
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.store.database import Database, Row, Transaction

KEPT = ("code", "name", "vendor_type", "internal", "tax_rate", "active")
OWN_WORDS = mark("In your own words, like {examples}.")
USUAL = (mark("General maintenance"), mark("Lift maintenance"), mark("Cleaning"))
EXAMPLES = 4


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(attribute="code", title=mark("Code"), cell=Code(), needed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(100), needed=True),
        Column(
            attribute="vendor_type", title=mark("Kind"), cell=Text(40), note=OWN_WORDS, examples=_kinds(db)
        ),
        Column(attribute="internal", title=mark("The hospital's own"), cell=YesNo(), default=False),
        Column(attribute="tax_rate", title=mark("Tax rate"), cell=Rate(), note=mark("Like 6% or 0.06.")),
        Column(attribute="active", title=mark("In use"), cell=YesNo(), default=True),
    )


def _kinds(db: Database) -> Sequence[str]:
    """The kinds that are there, the first of them; the usual ones while there are none."""
    rows = db.rows("SELECT vendor_type FROM vendor WHERE vendor_type <> '' ORDER BY id")
    return [*dict.fromkeys(row["vendor_type"] for row in rows)][:EXAMPLES] or USUAL


def _rows(db: Database) -> Iterable[Values]:
    for row in db.rows("SELECT * FROM vendor ORDER BY id"):
        yield _kept(row)


def _kept(row: Values) -> Row:
    return {name: row[name] for name in KEPT}


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    keep(tx, "vendor", drafts, _kept, key="code")
    return {}


SHAPE = List(
    name="vendors", title=mark("Vendors"), order=30, keys=("code",), columns=_columns, rows=_rows, save=_save
)
