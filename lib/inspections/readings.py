"""What one item showed over time at one asset or place: numbers, verdicts, limits, and what a meter counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from lib.core.clock import midnight, zone
from lib.inspections.seeing import EVERYTHING, Sight
from lib.inspections.words import ItemKind
from lib.store.database import Reading, Row

A_DAY = 24 * 60 * 60
"""Seconds."""
_THERE = "(s.asset_id = $asset OR ($asset IS NULL AND s.asset_id IS NULL AND s.location_id = $location))"
_SERIES = f"""
    SELECT v.visited_at AS read_at, a.number, a.verdict, a.words, FALSE AS again, a.round_id, i.unit, i.kind,
           i.warn_low, i.warn_high, i.fail_low, i.fail_high
    FROM answer a
    JOIN round r ON r.id = a.round_id
    JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route AND s.position = a.position
    JOIN visit v ON v.round_id = a.round_id AND v.position = a.position AND v.seq = a.seq
    JOIN checklist_item i ON i.checklist_id = r.checklist_id AND i.version = r.checklist_version
        AND i.item_id = a.item_id
    WHERE a.item_id = $item AND a.number IS NOT NULL AND v.visited_at >= $since AND v.visited_at < $until
        AND {_THERE} AND {{sight}} AND a.verdict <> 'unchecked'
        AND NOT EXISTS (SELECT 1 FROM visit n WHERE n.round_id = a.round_id AND n.position = a.position
                        AND n.seq > a.seq)
    UNION ALL
    SELECT c.checked_at, c.number, CASE WHEN c.passed THEN 'passed' ELSE 'failed' END, c.words, TRUE, r.id,
           i.unit, i.kind, i.warn_low, i.warn_high, i.fail_low, i.fail_high
    FROM recheck c
    JOIN finding s ON s.id = c.finding_id
    JOIN round r ON r.id = s.round_id
    JOIN checklist_item i ON i.checklist_id = s.checklist_id AND i.version = s.checklist_version
        AND i.item_id = s.item_id
    WHERE s.item_id = $item AND c.number IS NOT NULL AND c.checked_at >= $since AND c.checked_at < $until
        AND {_THERE} AND {{sight}}
    ORDER BY read_at"""
_WHERE_READ = """
    WITH reading AS (
        SELECT s.asset_id, s.location_id, v.visited_at AS read_at
        FROM answer a
        JOIN round r ON r.id = a.round_id
        JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route AND s.position = a.position
        JOIN visit v ON v.round_id = a.round_id AND v.position = a.position AND v.seq = a.seq
        WHERE a.item_id = $item AND a.number IS NOT NULL AND {sight} AND a.verdict <> 'unchecked'
            AND NOT EXISTS (SELECT 1 FROM visit n WHERE n.round_id = a.round_id AND n.position = a.position
                            AND n.seq > a.seq)
        UNION ALL
        SELECT s.asset_id, s.location_id, c.checked_at
        FROM recheck c
        JOIN finding s ON s.id = c.finding_id
        JOIN round r ON r.id = s.round_id
        WHERE s.item_id = $item AND c.number IS NOT NULL AND {sight}
    )
    SELECT asset_id, CASE WHEN asset_id IS NULL THEN location_id END AS location_id,
           count(*) FILTER (WHERE read_at >= $since AND read_at < $until) AS n, max(read_at) AS last_at
    FROM reading GROUP BY ALL ORDER BY n DESC, last_at DESC, 1, 2"""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item was read: at an asset, or at a place where there is none; `n`: how often in the period asked
    for, counted as `readings` counts."""

    asset_id: int | None
    location_id: int | None
    n: int = field(compare=False)


def spots(
    db: Reading,
    item_id: int,
    sight: Sight = EVERYTHING,
    *,
    first: date = date(2000, 1, 1),
    last: date | None = None,
) -> list[Spot]:
    """Where the item was ever read by rounds one may see, the place read most often from `first` to `last` first."""
    until = midnight(last + timedelta(days=1)) if last else midnight(date(9000, 1, 1))
    rows = db.rows(
        _WHERE_READ.format(sight=sight.sql), item=item_id, since=midnight(first), until=until, **sight.values
    )
    return [Spot(row["asset_id"], row["location_id"], row["n"]) for row in rows]


def readings(
    db: Reading, *, item_id: int, spot: Spot, first: date, last: date, sight: Sight = EVERYTHING
) -> pl.DataFrame:
    """Every reading there from `first` to `last` (the hospital's days, both included), oldest first; of several visits
    to one stop the last counts, and re-checks are readings too (`again`).

    Columns: read_at (hospital's wall clock), day, number (float), verdict, words, again, round_id, unit, the four
    limits of the version in force then (float, null where there is none), and for meters `used`: what it counted since
    the reading before (at `since`), and `per_day`: the same for each day between; null for the first one and where the
    meter started again.
    """
    found = db.frame(
        _SERIES.format(sight=sight.sql),
        item=item_id,
        asset=spot.asset_id,
        location=spot.location_id,
        since=midnight(first),
        until=midnight(last + timedelta(days=1)),
        **sight.values,
    )
    return with_use(found)


def with_use(found: pl.DataFrame) -> pl.DataFrame:
    """The frame with hospital days, plain numbers, and `used` where the item is a meter."""
    numbers = [pl.col(name).cast(pl.Float64) for name in ("warn_low", "warn_high", "fail_low", "fail_high")]
    step = pl.col("number").diff()
    used = pl.when((pl.col("kind") == ItemKind.METER.value) & (step >= 0)).then(step)
    read_at = pl.col("read_at").dt.convert_time_zone(str(zone()))
    # Counted before they become floats: 0.1 + 0.2 has no place on a meter.
    counted = found.with_columns(used=used.cast(pl.Float64), read_at=read_at, since=read_at.shift())
    days = (pl.col("read_at") - pl.col("since")).dt.total_seconds() / A_DAY
    return counted.with_columns(
        pl.col("number").cast(pl.Float64),
        *numbers,
        day=pl.col("read_at").dt.date(),
        per_day=pl.when(days > 0).then(pl.col("used") / days),
    )


def measured(db: Reading, checklist_id: int, version: int) -> list[Row]:
    """The items of that version that are numbers: item_id, words, unit, kind, in order."""
    sql = """
        SELECT item_id, words, unit, kind FROM checklist_item
        WHERE checklist_id = $id AND version = $version AND kind IN ('number', 'meter') ORDER BY position"""
    return db.rows(sql, id=checklist_id, version=version)
