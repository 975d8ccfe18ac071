"""Whether inspection and maintenance hold together: histories of rounds, findings, plans, checklists, assets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.inspections import recurrence_rule, tallies
from lib.inspections.plans import parse_slots
from lib.inspections.seasons import tidy
from lib.inspections.words import Action, Basis, HolidayRule, ItemKind, PlanKind, Status, Verdict
from lib.places.assets import AssetStatus, Criticality
from lib.store.database import Reading
from lib.tickets.checking import MOST, Problem

_UNSOUND: Mapping[str, str] = {
    mark("Round {id}: its history does not lead to version {version}."): """
        SELECT r.id, r.version FROM round r LEFT JOIN (
          SELECT round_id, count(*) AS many, count(DISTINCT seq) AS apart, min(seq) AS first, max(seq) AS last
          FROM round_event GROUP BY round_id) e ON e.round_id = r.id
        WHERE r.version < 1 OR (e.many IS NOT NULL AND (
          e.apart <> e.many OR e.first < 2 OR e.last > r.version)) ORDER BY r.id""",
    mark("Round {id} is {status}, but its history does not say so."): """
        SELECT r.id, r.status FROM round r LEFT JOIN (
          SELECT round_id, count(*) FILTER (WHERE action = 'begin') AS begun,
            count(*) FILTER (WHERE action = 'end') AS ended,
            count(*) FILTER (WHERE action = 'exempt') - count(*) FILTER (WHERE action = 'unexempt') AS exempt
          FROM round_event GROUP BY round_id) e ON e.round_id = r.id
        WHERE coalesce(e.begun, 0) <> CASE WHEN r.begun_at IS NULL THEN 0 ELSE 1 END
          OR coalesce(e.ended, 0) <> CASE WHEN r.status IN ('done', 'partial', 'missed') THEN 1 ELSE 0 END
          OR coalesce(e.exempt, 0) <> CASE WHEN r.status = 'exempt' THEN 1 ELSE 0 END ORDER BY r.id""",
    mark("Round {id}: an answer was not in order, and no finding keeps it."): """
        SELECT DISTINCT round_id AS id FROM answer WHERE verdict = 'failed' AND finding_id IS NULL ORDER BY id""",
    mark("Finding {id} is of an item that was in order on its round."): """
        SELECT f.id FROM finding f WHERE NOT EXISTS (
          SELECT 1 FROM answer a WHERE a.finding_id = f.id AND a.round_id = f.round_id
          AND a.position = f.position AND a.item_id = f.item_id AND a.verdict = 'failed') ORDER BY f.id""",
    mark("Finding {id} has no ticket."): "SELECT id FROM finding WHERE ticket_id IS NULL ORDER BY id",
    mark("Finding {id} is settled without a re-check that passed, or the other way round."): """
        SELECT f.id FROM finding f LEFT JOIN (
          SELECT finding_id, max(checked_at) FILTER (WHERE passed) AS passed_at FROM recheck GROUP BY finding_id) c
          ON c.finding_id = f.id
        WHERE (f.resolved_at IS NULL OR f.mistaken) <> (c.passed_at IS NULL) OR f.resolved_at < f.found_at
          OR (f.mistaken AND f.resolved_at IS NULL) ORDER BY f.id""",
    mark(
        "Finding {id}: its re-checks are not numbered one after the other, or went on after it was settled."
    ): """
        SELECT finding_id AS id FROM recheck GROUP BY finding_id
        HAVING min(seq) <> 1 OR max(seq) <> count(*) OR coalesce(max(seq) FILTER (WHERE passed), max(seq)) < max(seq)
        ORDER BY id""",
    mark("Findings {id} and {other} are the same fault, and both are open."): """
        SELECT min(id) AS id, max(id) AS other FROM finding WHERE resolved_at IS NULL
        GROUP BY asset_id, CASE WHEN asset_id IS NULL THEN location_id END, item_id HAVING count(*) > 1
        ORDER BY id""",
    mark("Plan {code} has rounds beyond the day up to which they were made."): """
        SELECT p.code FROM plan p WHERE p.basis = 'calendar' AND EXISTS (
          SELECT 1 FROM round r WHERE r.plan_id = p.id AND (p.made_until IS NULL OR r.occurs_on > p.made_until))
        ORDER BY p.code""",
    mark("Plan {code} has ended, but rounds are still to come."): """
        SELECT p.code FROM plan p WHERE p.ends_on IS NOT NULL AND EXISTS (
          SELECT 1 FROM round r WHERE r.plan_id = p.id AND r.part = 0 AND r.status = 'due'
          AND r.occurs_on > p.ends_on AND r.closes_at > $now) ORDER BY p.code""",
    mark("Plan {code} has no stop on its route."): """
        SELECT p.code FROM plan p WHERE p.active AND NOT EXISTS (
          SELECT 1 FROM plan_stop s WHERE s.plan_id = p.id AND s.route = p.route) ORDER BY p.code""",
    mark("A stop of plan {code} is neither a machine nor a place."): """
        SELECT DISTINCT p.code FROM plan p JOIN plan_stop s ON s.plan_id = p.id
        WHERE s.asset_id IS NULL AND s.location_id IS NULL ORDER BY p.code""",
    mark("Checklist “{name}” has nothing in version {version}, which is in use."): """
        SELECT c.name, v.version FROM checklist c JOIN (
          SELECT id AS checklist_id, version FROM checklist
          UNION SELECT checklist_id, checklist_version FROM round) v ON v.checklist_id = c.id
        WHERE NOT EXISTS (SELECT 1 FROM checklist_item i WHERE i.checklist_id = c.id AND i.version = v.version)
        ORDER BY c.name, v.version""",
    mark("The asset {number} has more than one valid code."): """
        SELECT a.number FROM asset_label l JOIN asset a ON a.id = l.asset_id WHERE l.replaced_at IS NULL
        GROUP BY a.number HAVING count(*) > 1 ORDER BY a.number""",
}
_CODES: Mapping[tuple[str, str], type[StrEnum]] = {
    ("asset", "criticality"): Criticality,
    ("asset", "status"): AssetStatus,
    ("checklist_item", "kind"): ItemKind,
    ("plan", "kind"): PlanKind,
    ("plan", "basis"): Basis,
    ("plan", "holidays"): HolidayRule,
    ("round", "status"): Status,
    ("round_event", "action"): Action,
    ("answer", "verdict"): Verdict,
}


def problems(db: Reading, now: datetime) -> list[Problem]:
    """Everything that is wrong; an empty list for a sound database. Reads all of it: about 1 s for 10,000 rounds."""
    return [*_at_most(_unsound(db, now)), *_codes(db), *_unreadable(db), *_at_most(tallies.problems(db))]


def _unsound(db: Reading, now: datetime) -> list[Problem]:
    return [
        Problem(message, row)
        for message, sql in _UNSOUND.items()
        for row in db.rows(sql, **({"now": now} if "$now" in sql else {}))
    ]


def _at_most(found: list[Problem]) -> list[Problem]:
    """The first of each kind; the rest is counted."""
    kinds: dict[str, list[Problem]] = {}
    for problem in found:
        kinds.setdefault(problem.message, []).append(problem)
    return [line for kind in kinds.values() for line in (*kind[:MOST], *_rest(len(kind) - MOST))]


def _rest(rest: int) -> list[Problem]:
    return [Problem(mark("… and {rest} more of this kind."), {"rest": rest})] if rest > 0 else []


def _codes(db: Reading) -> Iterator[Problem]:
    for (table, column), known in _CODES.items():
        for row in db.rows(f"SELECT DISTINCT {column} AS it FROM {table} ORDER BY it"):
            if row["it"] not in set(known):
                said = {"table": table, "column": column, "value": row["it"]}
                yield Problem(mark("“{value}” in {table}.{column} is a word nobody knows."), said)


def _unreadable(db: Reading) -> Iterator[Problem]:
    """Plans whose rule, season or times of day nobody could have entered."""
    for row in db.rows("SELECT code, rule, season, slots FROM plan ORDER BY code"):
        try:
            recurrence_rule.read(row["rule"])
            readable = tidy(row["season"]) == row["season"] and bool(parse_slots(row["slots"]))
        except (Refusal, ValueError):
            readable = False
        if not readable:
            message = mark("The rule, season or times of plan {code} cannot be read.")
            yield Problem(message, {"code": row["code"]})
