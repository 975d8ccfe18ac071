"""The tree of places from its reference table, a label each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from random import Random

import polars as pl

from lib.places import labels
from lib.places.locations import LocationKind
from lib.store.database import Row, Transaction
from lib.store.tables import table


def load_locations(tx: Transaction) -> Mapping[str, int]:
    """Every place of `locations.csv`, parents before children; ids by number."""
    ids: dict[str, int] = {}
    campus: dict[str, int] = {}
    kept: list[Row] = []
    for row in table("locations"):
        number = row["number"]
        ids[number] = tx.next_id("location_id")
        campus[number] = ids[number] if row["kind"] == LocationKind.CAMPUS else campus[row["parent"]]
        named = {name: row[name] for name in ("number", "kind", "name", "area_class", "notes")}
        above = ids[row["parent"]] if row["parent"] else None
        kept.append(
            {"id": ids[number], "parent_id": above, "campus_id": campus[number], "active": True, **named}
        )
    tx.append("location", pl.DataFrame(kept, infer_schema_length=None))
    return ids


def load_occupancy(
    tx: Transaction, places: Mapping[str, int], departments: Mapping[str, int], since: date
) -> None:
    """Which department each place belongs to from that day on."""
    rows = [
        {
            "location_id": places[row["number"]],
            "department_id": departments[row["department"]],
            "from_date": since,
        }
        for row in table("locations")
        if row["department"]
    ]
    tx.append("occupancy", pl.DataFrame(rows))


def label_everything(
    tx: Transaction, places: Mapping[str, int], now: datetime, random: Random | None = None
) -> None:
    """A code for every room and zone. `random` makes them repeatable, for the demonstration only."""
    rows = [
        {"code": _code(random), "location_id": places[row["number"]], "issued_at": now}
        for row in table("locations")
        if row["kind"] in (LocationKind.ROOM, LocationKind.ZONE)
    ]
    tx.append("label", pl.DataFrame(rows))


def _code(random: Random | None) -> str:
    return "".join(random.choices(labels.ALPHABET, k=labels.LENGTH)) if random else labels.new_code()
