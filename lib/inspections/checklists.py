"""Checklists: what is looked at, version by version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.inspections.words import ItemKind
from lib.store.database import Database, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist. A reading outside `warn_low`..`warn_high` is near the limit, outside `fail_low`..
    `fail_high` not normal (a value on the limit is still good; None: no limit). `bad_choices`: those of `choices` that
    are not normal. `photo`: one is needed whatever the kind. `service_code` and `severity`: of the ticket a failure
    opens; empty: the plan's asset or the catalogue says."""

    item_id: int
    position: int
    words: str
    hint: str
    kind: ItemKind
    unit: str
    choices: tuple[str, ...]
    bad_choices: tuple[str, ...]
    warn_low: Decimal | None
    warn_high: Decimal | None
    fail_low: Decimal | None
    fail_high: Decimal | None
    needed: bool
    photo: bool
    service_code: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist by its name; `version` is the one new rounds get."""

    id: int
    name: str
    category: str
    version: int
    active: bool


_ITEM = ", ".join(field.name for field in fields(Item))


def all_checklists(db: Database) -> Mapping[int, Checklist]:
    """Every checklist by id."""
    sql = "SELECT id, name, category, version, active FROM checklist ORDER BY id"
    return db.derived("checklists", ("checklist",), lambda: {r["id"]: Checklist(**r) for r in db.rows(sql)})


def checklist(db: Database, checklist_id: int) -> Checklist:
    """One; NotFound when there is none."""
    found = all_checklists(db).get(checklist_id)
    if found is None:
        raise NotFound(mark("There is no such checklist."))
    return found


def items(db: Database, checklist_id: int, version: int) -> tuple[Item, ...]:
    """Its items in that version, in order. Versions never change, so each is read once."""
    kept: dict[tuple[int, int], tuple[Item, ...]] = db.derived(
        "checklist_items", ("checklist_item", "checklist"), dict
    )
    key = (checklist_id, version)
    if key not in kept:
        kept[key] = read_items(db, checklist_id, version)
    return kept[key]


def read_items(db: Reading, checklist_id: int, version: int) -> tuple[Item, ...]:
    """The same from the table, also inside a transaction."""
    rows = db.rows(
        f"SELECT {_ITEM} FROM checklist_item WHERE checklist_id = $id AND version = $version ORDER BY position",
        id=checklist_id,
        version=version,
    )
    plain = {"kind": ItemKind, "choices": tuple, "bad_choices": tuple}
    return tuple(Item(**{**row, **{name: made(row[name]) for name, made in plain.items()}}) for row in rows)
