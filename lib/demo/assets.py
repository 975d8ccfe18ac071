"""The demonstration's machines: four hundred, each at its place, with its code and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import polars as pl

from lib.demo.chance import random_for
from lib.places.labels import ALPHABET, LENGTH
from lib.store.database import Row, Transaction
from lib.store.tables import table

_MONTH, _YEAR = 30.44, 365.25


def load(
    tx: Transaction,
    places: Mapping[str, int],
    vendors: Mapping[str, int],
    teams: Mapping[str, int],
    since: datetime,
    today: date,
) -> None:
    """Every asset of the reference table, as old as it is there, and its label."""
    rows = table("demo_assets")
    numbers = tx.next_ids("asset_id", len(rows))
    kept = [
        {
            "id": new,
            **{name: row[name] for name in _SAID},
            "location_id": places[row["place"]],
            "vendor_id": vendors.get(row["vendor_code"]),
            "team_id": teams.get(row["team_code"]),
            **_days(row, today),
            "price_cents": int(row["price"]) * 100 or None,
        }
        for new, row in zip(numbers, rows, strict=True)
    ]
    tx.append("asset", pl.DataFrame(kept, infer_schema_length=None))
    random = random_for("asset labels")
    labels = [
        {"code": "".join(random.choices(ALPHABET, k=LENGTH)), "asset_id": new, "issued_at": since}
        | {"printed_at": since}
        for new in numbers
    ]
    tx.append("asset_label", pl.DataFrame(labels))


_SAID = ("number", "name", "category", "maker", "model", "serial", "criticality", "status", "notes")


def _days(row: Row, today: date) -> Row:
    bought = today - timedelta(days=int(row["age_days"]))
    return {
        "bought_on": bought,
        "warranty_until": bought + timedelta(days=round(int(row["warranty_months"]) * _MONTH)),
        "life_ends_on": bought + timedelta(days=round(int(row["life_years"]) * _YEAR)),
    }
