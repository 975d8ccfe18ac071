"""What is to be checked now at a machine or a place: rounds whose window is open and whose route leads here."""

from __future__ import annotations

from datetime import datetime

from lib.inspections.seeing import visible
from lib.people.roles import Actor, Permission
from lib.store.database import Database, Row


def due_here(
    db: Database, *, asset_id: int | None, location_id: int | None, actor: Actor, now: datetime
) -> list[Row]:
    """round_id, position, plan (its name), closes_at, checked (this stop is already written down), stops (1: a row a
    stop); only rounds this person may do, the one that ends first before the others. A stop of the place counts where
    it names no machine."""
    sight = visible(actor, Permission.DO_ROUNDS)
    return db.rows(
        f"""
        SELECT r.id AS round_id, s.position, p.name AS plan, r.closes_at, 1 AS stops,
          EXISTS (SELECT 1 FROM visit v WHERE v.round_id = r.id AND v.position = s.position) AS checked
        FROM round r JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route
          AND (r.positions IS NULL OR list_contains(r.positions, s.position))
        JOIN plan p ON p.id = r.plan_id
        WHERE r.status IN ('due', 'running') AND r.opens_at <= $now AND r.closes_at > $now
          AND (s.asset_id = $asset OR (s.asset_id IS NULL AND s.location_id = $place)) AND {sight.sql}
        ORDER BY r.closes_at, r.id, s.position
        """,
        asset=asset_id,
        place=location_id,
        now=now,
        **sight.values,
    )


def due_at(db: Database, *, location_id: int, actor: Actor, now: datetime) -> list[Row]:
    """The same for a place with all machines that stand there, a row a round: its first stop here that is not written
    down yet (`checked`: all are), and how many `stops` it has here."""
    sight = visible(actor, Permission.DO_ROUNDS)
    return db.rows(
        f"""
        SELECT h.round_id, p.name AS plan, h.closes_at, bool_and(h.checked) AS checked, count(*) AS stops,
          coalesce(min(h.position) FILTER (WHERE NOT h.checked), min(h.position)) AS position
        FROM (
          SELECT r.id AS round_id, r.plan_id, r.closes_at, s.position,
            EXISTS (SELECT 1 FROM visit v WHERE v.round_id = r.id AND v.position = s.position) AS checked
          FROM round r JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route
            AND (r.positions IS NULL OR list_contains(r.positions, s.position))
          LEFT JOIN asset a ON a.id = s.asset_id
          WHERE r.status IN ('due', 'running') AND r.opens_at <= $now AND r.closes_at > $now
            AND coalesce(s.location_id, a.location_id) = $place AND {sight.sql}) h
        JOIN plan p ON p.id = h.plan_id
        GROUP BY h.round_id, p.name, h.closes_at ORDER BY h.closes_at, h.round_id
        """,
        place=location_id,
        now=now,
        **sight.values,
    )
