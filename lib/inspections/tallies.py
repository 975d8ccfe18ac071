"""Whether rounds say what was written down in them: counts, stops, answers, beginnings and ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lib.core.i18n import mark
from lib.store.database import Reading
from lib.tickets.checking import Problem

LAST = """
    SELECT v.* FROM visit v WHERE v.seq = (
      SELECT max(w.seq) FROM visit w WHERE w.round_id = v.round_id AND w.position = v.position)
"""
"""The visits that count: the last of each stop."""
COUNTED = f"""
    SELECT u.round_id, count(*) FILTER (WHERE u.whole) AS stops_done,
      coalesce(sum(u.warned), 0) AS warned, coalesce(sum(u.failed), 0) AS failed
    FROM (SELECT v.round_id, v.position,
            v.skipped = '' AND count(*) FILTER (WHERE a.verdict = 'unchecked') = 0 AS whole,
            count(*) FILTER (WHERE a.verdict = 'warned') AS warned,
            count(*) FILTER (WHERE a.verdict = 'failed') AS failed
          FROM ({LAST}) v LEFT JOIN answer a
            ON a.round_id = v.round_id AND a.position = v.position AND a.seq = v.seq
          GROUP BY v.round_id, v.position, v.skipped) u
    GROUP BY u.round_id
"""
"""The same as `stops.tally`, for all rounds at once."""
_ON_ITS_ROUTE = """
    EXISTS (SELECT 1 FROM plan_stop s WHERE s.plan_id = r.plan_id AND s.route = r.route AND s.position = v.position)
    AND (r.positions IS NULL OR list_contains(r.positions, v.position))
"""
_UNSOUND: Mapping[str, str] = {
    mark(
        "Round {id} counts {stops_done} stops, {warned} near and {failed} over the limit; its visits say otherwise."
    ): f"""
        SELECT r.id, r.stops_done, r.warned, r.failed FROM round r LEFT JOIN ({COUNTED}) c ON c.round_id = r.id
        WHERE r.stops_done <> coalesce(c.stops_done, 0) OR r.warned <> coalesce(c.warned, 0)
          OR r.failed <> coalesce(c.failed, 0) ORDER BY r.id""",
    mark("Round {id} says it has {stops} stops; its route says otherwise."): """
        SELECT r.id, r.stops FROM round r WHERE r.stops <> (
          SELECT count(*) FROM plan_stop s WHERE s.plan_id = r.plan_id AND s.route = r.route
          AND (r.positions IS NULL OR list_contains(r.positions, s.position))) ORDER BY r.id""",
    mark("Round {id} is {status}, which does not go with what was done in it."): """
        SELECT r.id, r.status FROM round r WHERE CASE r.status
          WHEN 'due' THEN r.begun_at IS NOT NULL OR r.ended_at IS NOT NULL
          WHEN 'running' THEN r.begun_at IS NULL OR r.ended_at IS NOT NULL
          WHEN 'done' THEN r.begun_at IS NULL OR r.ended_at IS NULL OR r.stops_done <> r.stops
          WHEN 'partial' THEN r.ended_at IS NULL OR r.stops_done = 0 OR r.stops_done >= r.stops
          WHEN 'missed' THEN r.ended_at IS NULL OR r.stops_done > 0
          ELSE r.status <> 'exempt' END ORDER BY r.id""",
    mark("Round {id} was written down in without having begun, or at a stop it does not have."): f"""
        SELECT DISTINCT r.id FROM visit v JOIN round r ON r.id = v.round_id
        WHERE r.begun_at IS NULL OR NOT ({_ON_ITS_ROUTE}) ORDER BY r.id""",
    mark(
        "Round {id} has an answer without a visit, of an item its checklist does not ask, or of a skipped stop."
    ): """
        SELECT DISTINCT a.round_id AS id FROM answer a
        LEFT JOIN visit v ON v.round_id = a.round_id AND v.position = a.position AND v.seq = a.seq
        LEFT JOIN round r ON r.id = a.round_id
        LEFT JOIN checklist_item i ON i.checklist_id = r.checklist_id AND i.version = r.checklist_version
          AND i.item_id = a.item_id
        WHERE v.seq IS NULL OR i.item_id IS NULL OR v.skipped <> '' ORDER BY a.round_id""",
    mark("Round {id} carries on nothing, or what it carries on is no earlier part of the same round."): """
        SELECT r.id FROM round r LEFT JOIN round f ON f.id = r.follows_id
        WHERE (r.part > 0) <> (r.follows_id IS NOT NULL) OR (r.follows_id IS NOT NULL AND (
          f.id IS NULL OR f.plan_id <> r.plan_id OR f.occurs_on <> r.occurs_on OR f.slot <> r.slot
          OR f.part >= r.part OR f.ended_at IS NULL)) ORDER BY r.id""",
    mark("Round {id} was ended before it had begun, or written down in the future."): """
        SELECT DISTINCT r.id FROM round r LEFT JOIN visit v ON v.round_id = r.id
        WHERE r.ended_at < r.begun_at OR v.visited_at > v.recorded_at ORDER BY r.id""",
}


def problems(db: Reading) -> list[Problem]:
    """Every round that does not hold together; reads all of them (a second for 60,000)."""
    return list(_found(db))


def _found(db: Reading) -> Iterator[Problem]:
    for message, sql in _UNSOUND.items():
        for row in db.rows(sql):
            yield Problem(message, row)
