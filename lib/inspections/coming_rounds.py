"""The rounds a plan still has to get, next to those it has, and their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from lib.core.clock import local_date
from lib.inspections.plans import Plan
from lib.inspections.recurrence import (
    LONGEST_WAIT,
    Days,
    Occurrence,
    next_from_completion,
    occurrences,
    placed,
    window,
)
from lib.inspections.round import ENDED
from lib.inspections.words import Basis, HolidayRule, Status
from lib.store.database import Reading, Row, Transaction

KEY = ("occurs_on", "slot")
SCHEMA: Mapping[str, Any] = {
    **dict.fromkeys(("id", "plan_id", "checklist_id"), pl.Int64),
    **dict.fromkeys(("version", "part", "checklist_version", "route", "minutes", "stops"), pl.Int32),
    **dict.fromkeys(("occurs_on", "day"), pl.Date),
    **dict.fromkeys(("slot", "status"), pl.String),
    **dict.fromkeys(("planned_at", "opens_at", "closes_at"), pl.Datetime("us", "UTC")),
    **dict.fromkeys(("account_id", "post_id", "team_id", "vendor_id", "campus_id"), pl.Int64),
}
_WHO = ("account_id", "post_id", "team_id", "vendor_id")
_LOOK_BACK = timedelta(40)
"""Longer than any run of holidays: as far back as an earlier round can take a later one's day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A round of a plan that is there, as far as the rounds to come depend on it."""

    id: int
    occurs_on: date
    slot: str
    part: int
    status: Status
    day: date
    closes_at: datetime
    ended_at: datetime | None

    def over(self, now: datetime) -> bool:
        """Whether it was ended, or nobody came while its window was open."""
        return self.status in ENDED or (self.status is Status.DUE and self.closes_at <= now)

    @property
    def done_on(self) -> date:
        """The day the next one is counted from: when it was ended, or its own day where nothing was done."""
        worked = self.status in (Status.DONE, Status.PARTIAL) and self.ended_at
        return local_date(self.ended_at) if worked and self.ended_at else self.day


def standing(tx: Reading, plan: Plan, since: date) -> list[Standing]:
    """The plan's rounds that those from that day on depend on, in order: all of them where the next is counted from
    the last, however long ago that was."""
    first = since - _LOOK_BACK if plan.basis is Basis.CALENDAR else date.min
    sql = """
        SELECT id, occurs_on, slot, part, status, day, closes_at, ended_at FROM round
        WHERE plan_id = $plan AND occurs_on >= $first ORDER BY occurs_on, part, planned_at"""
    rows = tx.rows(sql, plan=plan.id, first=first)
    return [Standing(**{**row, "status": Status(row["status"])}) for row in rows]


def to_come(
    plan: Plan, there: Sequence[Standing], first: date, last: date, days: Days, now: datetime
) -> list[Occurrence]:
    """The rounds the plan should have from `first` to `last` besides `there`, which stay; and the next one after
    `last` where there is none ahead. Counted from completion: the one that follows the last, once that is over."""
    if plan.basis is Basis.COMPLETION:
        return list(_chain(plan, there, first, days, now))
    has = {(each.occurs_on, each.slot) for each in there}
    earlier = _taken(plan, there, first, days)
    found = occurrences(plan, first, last, days, taken=earlier)
    today = local_date(now)
    if not any(day >= today for day in [*(each.day for each in there), *(each.day for each in found)]):
        found += _next(plan, last, days, earlier)
    return [each for each in found if (each.occurs_on, each.slot.text) not in has]


def _next(plan: Plan, last: date, days: Days, taken: Collection[date]) -> list[Occurrence]:
    """The rounds of the first day after `last` that has any."""
    for year in range(LONGEST_WAIT):
        begins = last + timedelta(1 + 366 * year)
        if found := occurrences(
            plan, begins, begins + timedelta(365), days, taken=taken if not year else None
        ):
            return [each for each in found if each.occurs_on == found[0].occurs_on]
    return []


def _taken(plan: Plan, there: Sequence[Standing], first: date, days: Days) -> set[date]:
    if plan.holidays is not HolidayRule.NEXT_WORKDAY:
        return set()
    near = [each.occurs_on for each in there if first - _LOOK_BACK <= each.occurs_on < first]
    return {day for occurs_on in near if (day := placed(plan, occurs_on, days)) is not None}


def _chain(
    plan: Plan, there: Sequence[Standing], first: date, days: Days, now: datetime
) -> Iterator[Occurrence]:
    """One open round at a time; those whose time went by while nobody looked were missed, and the next follows."""
    if any(not each.over(now) for each in there):
        return
    last = max(there, key=lambda each: (each.occurs_on, each.part), default=None)
    done_on = last.done_on if last else None
    after = max(last.occurs_on, first - timedelta(1)) if last else first - timedelta(1)
    while coming := next_from_completion(plan, done_on, after, days):
        yield coming
        if window(coming.slot, coming.day, plan.early_days, plan.late_days).closes_at > now:
            return
        done_on, after = coming.day, coming.occurs_on


def add(tx: Transaction, plan: Plan, coming: Sequence[Occurrence]) -> None:
    """Writes their rounds, with the checklist's version and the route of now."""
    write(tx, rows_of(plan, coming, shape_of(tx, plan)))


def rows_of(plan: Plan, coming: Sequence[Occurrence], shape: Row) -> list[Row]:
    """The rows of these rounds, still without their ids; `shape`: as `shaped`."""
    fresh = {"version": 1, "part": 0, "status": Status.DUE.value, "plan_id": plan.id}
    return [
        {**shape, **fresh, "occurs_on": each.occurs_on, "slot": each.slot.text, **times(plan, each)}
        for each in coming
    ]


def write(tx: Transaction, rows: Sequence[Row]) -> None:
    """New rounds, of one plan or of many, at once."""
    ids = tx.next_ids("round_id", len(rows))
    tx.append(
        "round",
        pl.DataFrame([{"id": new, **row} for new, row in zip(ids, rows, strict=True)], schema=SCHEMA),
    )


def times(plan: Plan, coming: Occurrence) -> Row:
    """The columns that say when."""
    found = window(coming.slot, coming.day, plan.early_days, plan.late_days)
    return {"day": coming.day, **found._asdict()}


def shape_of(tx: Reading, plan: Plan) -> Row:
    """The columns all rounds of the plan have from now on: who, what, how long."""
    version = tx.value("SELECT version FROM checklist WHERE id = $id", id=plan.checklist_id)
    count = "SELECT count(*) FROM plan_stop WHERE plan_id = $id AND route = $route"
    return shaped(plan, version, tx.value(count, id=plan.id, route=plan.route))


def shaped(plan: Plan, checklist_version: int, stops: int) -> Row:
    """The same where the checklist's version and the number of stops are known."""
    return {
        **{name: getattr(plan, name) for name in (*_WHO, "campus_id")},
        "minutes": plan.minutes,
        "checklist_id": plan.checklist_id,
        "checklist_version": checklist_version,
        "route": plan.route,
        "stops": stops,
    }
