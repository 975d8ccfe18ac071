"""The same by place: every stop of the rounds that were due, with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from lib.inspections.compliance import BECAME, DUE, Chosen, with_rates
from lib.inspections.seeing import Sight
from lib.places.locations import LocationKind, all_locations
from lib.store.database import Database

STOPS = ("in_time", "late", "left")
"""What becomes of a stop: done whole inside the window, done whole after it, or left (skipped, something of it
unchecked, never reached)."""
_SQL = f"""
    WITH due AS (
        SELECT r.id, r.plan_id, r.route, r.closes_at, {BECAME} AS became
        FROM round r JOIN plan p ON p.id = r.plan_id
        WHERE r.part = 0 AND r.day BETWEEN $first AND $last AND {{sight}} AND {{chosen}}),
    unchecked AS (
        SELECT DISTINCT round_id, position, seq FROM answer WHERE verdict = 'unchecked'),
    seen AS (
        SELECT v.round_id, v.position, v.visited_at, v.skipped = '' AND u.seq IS NULL AS whole,
               v.seq = max(v.seq) OVER (PARTITION BY v.round_id, v.position) AS last
        FROM visit v LEFT JOIN unchecked u
            ON u.round_id = v.round_id AND u.position = v.position AND u.seq = v.seq
        WHERE v.round_id IN (SELECT id FROM due)),
    stood AS (
        SELECT round_id, position, bool_or(whole AND last) AS done,
               min(CASE WHEN whole THEN visited_at END) AS done_at
        FROM seen GROUP BY round_id, position)
    SELECT d.id AS round_id, s.position, COALESCE(s.location_id, a.location_id) AS location_id,
           CASE WHEN NOT COALESCE(t.done, FALSE) THEN 'left' WHEN t.done_at < d.closes_at THEN 'in_time'
                ELSE 'late' END AS became
    FROM due d
    JOIN plan_stop s ON s.plan_id = d.plan_id AND s.route = d.route
    LEFT JOIN asset a ON a.id = s.asset_id
    LEFT JOIN stood t ON t.round_id = d.id AND t.position = s.position
    WHERE d.became IN ({", ".join(f"'{name}'" for name in DUE)})"""


def stops(db: Database, chosen: Chosen, *, sight: Sight, now: datetime) -> pl.DataFrame:
    """Every stop of the planned rounds that were due: round_id, position, location_id, building_id (null where nobody
    has said where it is), became (one of STOPS). What a follow-up round made good stays left: it is counted apart."""
    condition, values = chosen.condition
    period = {"first": chosen.first, "last": chosen.last, "now": now}
    sql = _SQL.format(sight=sight.sql, chosen=condition)
    found = db.frame(sql, **period, **sight.values, **values)
    above = buildings(db)
    where = pl.DataFrame({"location_id": list(above), "building_id": list(above.values())}, schema=_WHERE)
    return found.join(where, on="location_id", how="left")


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """One row for each building: building_id, STOPS, due, rate with low and high (see `compliance.counted`)."""
    became = pl.col("became")
    counts = found.group_by("building_id").agg(
        *((became == name).sum().cast(pl.Int64).alias(name) for name in STOPS)
    )
    return with_rates(counts, STOPS)


_WHERE = {"location_id": pl.Int64, "building_id": pl.Int64}


def buildings(db: Database) -> Mapping[int, int]:
    """The building each place lies in (itself for a building, and for what lies outside every building), by id."""
    return db.derived("buildings_above", ("location",), lambda: _buildings(db))


def _buildings(db: Database) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for place in all_locations(db).values():
        inside = place.kind not in (LocationKind.CAMPUS, LocationKind.BUILDING)
        above = found.get(place.parent_id) if inside and place.parent_id is not None else None
        outside = above is not None and all_locations(db)[above].kind == LocationKind.CAMPUS
        found[place.id] = place.id if above is None or outside else above
    return found
