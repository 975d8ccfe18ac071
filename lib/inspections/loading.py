"""Checklists from the reference tables: what a new hospital starts with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import polars as pl

from lib.inspections.words import ItemKind
from lib.store.database import Row, Transaction
from lib.store.tables import table

_LIMITS = ("warn_low", "warn_high", "fail_low", "fail_high")
_DECIMAL = dict.fromkeys(_LIMITS, pl.Decimal(18, 4))


def load_checklists(tx: Transaction, now: datetime, *tables: str) -> Mapping[str, int]:
    """The checklists of those tables ("checklists" where none is named), each in version 1; ids by name. They are of
    the hospital's catalogue: their services have to be there."""
    lines: dict[str, list[Row]] = {}
    for name in tables or ("checklists",):
        for row in table(name):
            lines.setdefault(row["plan"], []).append(row)
    ids = dict(zip(lines, tx.next_ids("checklist_id", len(lines)), strict=True))
    kept = [
        {"id": ids[name], "name": name, "category": rows[0]["asset_category"], "version": 1, "active": True}
        for name, rows in lines.items()
    ]
    tx.append("checklist", pl.DataFrame(kept))
    versions = [{"checklist_id": ids[name], "version": 1, "made_at": now} for name in lines]
    tx.append("checklist_version", pl.DataFrame(versions))
    _load_items(tx, [(ids[name], place, row) for name, rows in lines.items() for place, row in _placed(rows)])
    return ids


def _placed(rows: list[Row]) -> list[tuple[int, Row]]:
    return list(enumerate(rows, start=1))


def _load_items(tx: Transaction, placed: list[tuple[int, int, Row]]) -> None:
    numbers = tx.next_ids("check_item_id", len(placed))
    kept = [
        {"item_id": new, "checklist_id": checklist, "version": 1, "position": place, **_item(row)}
        for new, (checklist, place, row) in zip(numbers, placed, strict=True)
    ]
    items = pl.DataFrame(kept, schema_overrides=_DECIMAL, infer_schema_length=None)
    tx.append("check_item", items.select(pl.col("item_id").alias("id"), "checklist_id"))
    tx.append("checklist_item", items)


def _item(row: Row) -> Row:
    limits = {name: Decimal(row[name]) if row[name] else None for name in _LIMITS}
    named = {"words": row["item"], "unit": row["unit"], "service_code": row["service_code"]}
    return {"kind": ItemKind(row["kind"]).value, **named, **limits}
