"""A plan's rounds follow it when it changes: those nobody has begun, from a day on; never the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from lib.core.clock import local_date
from lib.inspections import coming_rounds
from lib.inspections.coming_rounds import SCHEMA, Standing
from lib.inspections.generating import horizon, remember
from lib.inspections.plans import Plan, all_plans, from_row
from lib.inspections.recurrence import Occurrence, working_days
from lib.inspections.words import Action, Basis, HolidayRule, Status
from lib.store.database import Database, Row, Transaction

TIMES = ("day", "planned_at", "opens_at", "closes_at")
WHO = ("account_id", "post_id", "team_id", "vendor_id")
SHAPE = (*WHO, "campus_id", "minutes", "checklist_id", "checklist_version", "route", "stops")
_KEPT: Mapping[str, tuple[str, ...]] = {Action.MOVE: TIMES, Action.GIVE: WHO}
"""What somebody decided for one round alone stays."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """How many rounds were added, changed and taken away; `kept`: of the same days, but begun, ended or missed."""

    added: int
    changed: int
    removed: int
    kept: int

    @property
    def total(self) -> int:
        """How many rounds are not as they were."""
        return self.added + self.changed + self.removed


def adapt(
    db: Database,
    tx: Transaction,
    plan: Plan,
    since: date,
    now: datetime,
    *,
    columns: Sequence[str] = (*TIMES, *SHAPE),
) -> Adapted:
    """Makes the rounds from that day on what the plan says. One that still occurs keeps its identity and what was
    decided for it alone; one that does not goes away. Source: the product's rule on changed plans."""
    there = coming_rounds.standing(tx, plan, min(since, local_date(now)))
    free = [each for each in there if each.occurs_on >= since and _free(each, now)]
    stays = [each for each in there if each not in free]
    until = max([horizon(db, now), since - timedelta(1), *(each.occurs_on for each in free)])
    days = working_days(db)
    wanted = coming_rounds.to_come(plan, stays, since, until, days, now) if plan.active else []
    open_ones = {
        (each.occurs_on, each.slot.text): each
        for each in wanted
        if coming_rounds.times(plan, each)["closes_at"] > now
    }
    known = {(each.occurs_on, each.slot): each for each in free}
    gone = [each.id for key, each in known.items() if key not in open_ones]
    _remove(tx, gone)
    fresh = [each for key, each in open_ones.items() if key not in known]
    coming_rounds.add(tx, plan, fresh)
    both = {known[key].id: each for key, each in open_ones.items() if key in known}
    changed = _change(tx, plan, both, columns)
    if plan.active:
        _reaches(tx, plan, since, max([until, *(each.occurs_on for each in wanted)]))
    kept = sum(each.occurs_on >= since and each.part == 0 for each in stays)
    return Adapted(len(fresh), changed, len(gone), kept)


def realign(db: Database, now: datetime, since: date) -> int:
    """Rounds of that day and later are put where the holidays are as we know them now; how many changed. Those a
    change of the plan has not reached yet stay as they are."""
    count = 0
    for plan in all_plans(db).values():
        if (
            plan.active
            and plan.basis is Basis.CALENDAR
            and plan.holidays is not HolidayRule.ANYWAY
            and plan.made_until
        ):
            with db.transaction() as tx:
                row = tx.row("SELECT * FROM plan WHERE id = $id", id=plan.id)
                found = _realigned(db, tx, from_row(row), since, now) if row else None
            count += found.total if found else 0
    return count


def _realigned(db: Database, tx: Transaction, plan: Plan, since: date, now: datetime) -> Adapted:
    return adapt(db, tx, plan, max(since, plan.changed_from or since), now, columns=TIMES)


def _free(each: Standing, now: datetime) -> bool:
    return each.status is Status.DUE and each.part == 0 and each.closes_at > now


def _remove(tx: Transaction, gone: Sequence[int]) -> None:
    if gone:
        tx.execute("DELETE FROM round_event WHERE round_id IN (SELECT unnest($ids))", ids=list(gone))
        tx.execute("DELETE FROM round WHERE id IN (SELECT unnest($ids))", ids=list(gone))


def _change(tx: Transaction, plan: Plan, coming: Mapping[int, Occurrence], columns: Sequence[str]) -> int:
    """Writes the rows in which something differs; how many."""
    if not coming:
        return 0
    shape, decided = coming_rounds.shape_of(tx, plan), _decided(tx, list(coming))
    sql = f"SELECT id, version, {', '.join((*TIMES, *SHAPE))} FROM round WHERE id IN (SELECT unnest($ids))"
    rows = [
        {**row, **after, "version": row["version"] + 1}
        for row in tx.rows(sql, ids=list(coming))
        if (after := _after(row, {**shape, **coming_rounds.times(plan, coming[row["id"]])}, decided, columns))
    ]
    names = ("id", "version", *columns)
    schema = {name: SCHEMA[name] for name in names}
    tx.amend("round", pl.DataFrame([{name: row[name] for name in names} for row in rows], schema=schema))
    return len(rows)


def _after(row: Row, planned: Row, decided: Mapping[int, set[str]], columns: Sequence[str]) -> Row:
    stays = decided.get(row["id"], set())
    return {name: planned[name] for name in columns if name not in stays and row[name] != planned[name]}


def _decided(tx: Transaction, ids: Sequence[int]) -> Mapping[int, set[str]]:
    """Columns by round that somebody set for it alone."""
    sql = """
        SELECT DISTINCT e.round_id, e.action FROM round_event e JOIN round r ON r.id = e.round_id
        WHERE r.changed AND r.id IN (SELECT unnest($ids))"""
    found: dict[int, set[str]] = {}
    for row in tx.rows(sql, ids=list(ids)):
        found.setdefault(row["round_id"], set()).update(_KEPT.get(row["action"], ()))
    return found


def _reaches(tx: Transaction, plan: Plan, since: date, until: date) -> None:
    # What is counted from completion is never made ahead: only the days before stay out of reach.
    remember(tx, plan, until if plan.basis is Basis.CALENDAR else since - timedelta(1))
