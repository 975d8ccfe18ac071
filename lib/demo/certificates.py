"""The demonstration's certificates: most are good for months, some end soon, one has ended unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from lib.core.clock import local_date
from lib.demo.chance import random_for
from lib.places.assets import Asset, AssetStatus, all_assets
from lib.store.database import Database, Row, Transaction
from lib.store.tables import table

_MONTH = 30.44
ENDING: Mapping[str, int] = {
    "DT-031": -6,
    "FT-004": 3,
    "YR-007": 5,
    "DT-019": 17,
    "DT-020": 22,
    "GY-001": 28,
    "GL-002": 41,
    "FT-002": 52,
    "DT-023": 57,
}
"""Days from today until the first certificate of these assets ends."""
_SOONEST = 66


def fill(db: Database, tx: Transaction, now: datetime) -> None:
    """A certificate of each kind an asset needs, brought by its last statutory inspection where there was one."""
    today, brought = local_date(now), _brought(tx)
    kinds: dict[str, list[Row]] = {}
    for row in table("demo_certificates"):
        kinds.setdefault(row["category"], []).append(row)
    rows = [
        row
        for asset in all_assets(db).values()
        if asset.status != AssetStatus.RETIRED
        for row in _of(asset, kinds, today, brought.get(asset.id))
    ]
    numbers = tx.next_ids("certificate_id", len(rows))
    kept = [
        {"id": new, "file_hash": "", "kept_at": now - timedelta(days=1), **row}
        for new, row in zip(numbers, rows, strict=True)
    ]
    tx.append("certificate", pl.DataFrame(kept, infer_schema_length=None))


def _brought(tx: Transaction) -> Mapping[int, Row]:
    """By asset: the round of its last statutory inspection that is done, and when it ended."""
    rows = tx.rows(
        """
        SELECT s.asset_id, r.id, r.ended_at FROM round r JOIN plan p ON p.id = r.plan_id
        JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route
        WHERE p.kind = 'statutory' AND r.status = 'done' AND r.positions IS NULL ORDER BY r.ended_at
        """
    )
    return {row["asset_id"]: row for row in rows}


def _of(
    asset: Asset, kinds_of: Mapping[str, Sequence[Row]], today: date, brought: Row | None
) -> Iterator[Row]:
    kinds = kinds_of.get(asset.category, ())
    for nth, kind in enumerate(kinds):
        lasts = round(int(kind["months"]) * _MONTH)
        random = random_for("certificate", asset.number, nth)
        left, round_id = random.randrange(_SOONEST, lasts - 10), None
        if nth == 0 and asset.number in ENDING:
            left = ENDING[asset.number]
        elif nth == 0 and brought:
            day = local_date(brought["ended_at"])
            left, round_id = (day - today).days + lasts, brought["id"]
        issued = today + timedelta(days=left - lasts)
        yield {
            "asset_id": asset.id,
            "name": kind["name"],
            "number": f"{kind['prefix']}{issued:%Y}-{random.randrange(10_000, 99_999)}",
            "issuer": kind["issuer"],
            "issued_on": issued,
            "valid_until": today + timedelta(days=left),
            "round_id": round_id,
        }
