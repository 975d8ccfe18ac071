"""What the meters of a stop showed last, so that none runs backwards unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.store.database import Reading

_SQL = """
    SELECT DISTINCT ON (a.item_id) a.item_id, a.number, v.visited_at
    FROM answer a
    JOIN visit v ON v.round_id = a.round_id AND v.position = a.position AND v.seq = a.seq
    JOIN round r ON r.id = a.round_id
    JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route AND s.position = a.position
    WHERE a.item_id IN (SELECT unnest($items::BIGINT[])) AND a.number IS NOT NULL AND {there}
      AND v.visited_at <= $before AND NOT (a.round_id = $round AND a.position = $position)
    ORDER BY a.item_id, v.visited_at DESC, v.seq DESC
"""


class LastReading(NamedTuple):
    """A number and when it was read."""

    number: Decimal
    read_at: datetime


def last_readings(
    db: Reading, round: Round, stop: Stop, item_ids: Sequence[int], before: datetime
) -> Mapping[int, LastReading]:
    """By item: what the same items showed last at the same asset (or place, where there is none) up to that instant;
    what was written down in this very round does not count."""
    if not item_ids:
        return {}
    by_asset = stop.asset_id is not None
    there = "s.asset_id = $there" if by_asset else "s.asset_id IS NULL AND s.location_id = $there"
    rows = db.rows(
        _SQL.format(there=there),
        items=list(item_ids),
        there=stop.asset_id if by_asset else stop.location_id,
        before=before,
        round=round.id,
        position=stop.position,
    )
    return {row["item_id"]: LastReading(row["number"], row["visited_at"]) for row in rows}
