"""How far the demonstration hospital is with its wall codes: the old campus hangs, the new one is under way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby

from lib.demo.chance import between, random_for
from lib.places.labels.hanging import Proof
from lib.places.labels.papers import Wrong
from lib.places.labels.walk import Stop, stops
from lib.store.database import Database, Transaction

USUAL = 0.97
HANGING: Mapping[str, float | None] = {
    "BY-C": 0.6, "BY-G": 0.85, "XY": 0.5, "XY-MZ": 0.4, "XY-ZY": 0.1, "XY-HQ": None, "XY-DL": None,
}  # fmt: skip
"""The share of a building's codes that hang, where it is not the usual one; None: nothing is printed yet."""
DAMAGED = 7


def hang(db: Database, now: datetime) -> None:
    """Codes printed, hung, silent and damaged, the same in every demonstration."""
    found = stops(db)
    with db.transaction() as tx:
        for number, some in groupby(found, key=_building):
            share = HANGING.get(number, USUAL)
            if share is not None:
                _hung(tx, number, [stop.label.code for stop in some if stop.label], share, now)
        _torn(tx, [stop.label.code for stop in found if stop.label], now)


def _building(stop: Stop) -> str:
    lies_in = stop.building or stop.campus
    return lies_in.number if lies_in else ""


def _hung(tx: Transaction, number: str, codes: list[str], share: float, now: datetime) -> None:
    random = random_for("walls", number)
    on_the_way = number.startswith("XY")
    printed = now - (timedelta(days=4) if on_the_way else timedelta(days=60) + between(random, 0, 9_000))
    tx.execute(
        "UPDATE label SET printed_at = $at WHERE code = ANY($codes::VARCHAR[])", at=printed, codes=codes
    )
    hung = [code for code in codes if random.random() < share]
    tx.execute(
        """
        UPDATE label SET first_scan_at = $at, hung_at = $at, hung_how = $how WHERE code = ANY($codes::VARCHAR[])
        """,
        at=printed + timedelta(days=1),
        how=Proof.SCAN,
        codes=hung,
    )


def _torn(tx: Transaction, codes: list[str], now: datetime) -> None:
    torn = random_for("walls", "torn").sample(codes[: len(codes) // 2], DAMAGED)
    tx.execute(
        """
        UPDATE label SET reported_at = $at, reported_why = $why
        WHERE code = ANY($codes::VARCHAR[]) AND hung_at IS NOT NULL
        """,
        at=now - timedelta(days=2),
        why=Wrong.DAMAGED,
        codes=torn,
    )
