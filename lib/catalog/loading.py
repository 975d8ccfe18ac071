"""The catalogue, calendars and promises from the reference tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from lib.store.database import Row, Transaction
from lib.store.tables import table

_WHOLE = ("respond_minutes", "arrive_minutes", "complete_minutes")


def load_catalogue(tx: Transaction, vendors: Mapping[str, int], teams: Mapping[str, int]) -> None:
    """Groups, services, materials, causes, remedies. Ids by code of the vendors and teams that are there."""
    groups = [{**row, "sort": int(row["sort"])} for row in table("service_groups")]
    unclassified = table("unclassified")[0]
    group = {"code": unclassified["group_code"], "name": unclassified["group"], "icon": "help", "sort": 999}
    tx.append("service_group", pl.DataFrame([*groups, group]))
    services = [_service(row, vendors, teams) for row in table("services")]
    tx.append("service", pl.DataFrame([*services, _unclassified(unclassified)], infer_schema_length=None))
    materials = [{**row, "unit_cents": int(row["unit_cents"]), "active": True} for row in table("materials")]
    tx.append("material", pl.DataFrame(materials))
    tx.append("cause", pl.DataFrame(table("causes")))
    tx.append("remedy", pl.DataFrame(table("remedies")))


def _service(row: Row, vendors: Mapping[str, int], teams: Mapping[str, int]) -> Row:
    kept = {
        name: row[name]
        for name in ("code", "group_code", "name", "name_en", "kind", "severity", "licence", "words")
    }
    return {
        **kept,
        "weight": float(row["weight"]),
        "vendor_id": vendors.get(row["vendor_code"]),
        "team_id": teams.get(row["team_code"]),
        "people": int(row["people"]),
        "visit": row["visit"] == "true",
        "active": True,
    }


def _unclassified(row: Row) -> Row:
    """The service of a ticket whose reporter could not say."""
    said = {name: row[name] for name in ("code", "group_code", "name", "name_en")}
    rest = {"kind": "repair", "severity": "normal", "licence": "", "words": "", "weight": 1.0, "people": 1}
    return {**said, **rest, "vendor_id": None, "team_id": None, "visit": True, "active": True}


def load_promises(tx: Transaction, since: datetime) -> None:
    """Working calendars and promises, in force since then."""
    calendars = [{**row, "version": 1, "valid_from": since} for row in table("calendars")]
    tx.append("working_calendar", pl.DataFrame(calendars))
    rows = [
        {
            **row,
            **{name: int(row[name]) for name in _WHOLE},
            "id": tx.next_id("promise_id"),
            "version": 1,
            "valid_from": since,
        }
        for row in table("promises")
    ]
    tx.append("promise", pl.DataFrame(rows))
