"""Many new plans at once, as a list brings them in: their routes and their first rounds with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import polars as pl

from lib.core.clock import local_date
from lib.inspections import checklists, coming_rounds, generating, plan_checks, plan_routes
from lib.inspections.plan_keeping import as_row
from lib.inspections.plan_routes import Station
from lib.inspections.plans import Plan, Stop
from lib.inspections.recurrence import working_days
from lib.inspections.words import Basis
from lib.store.database import Database, Row, Transaction


class New(NamedTuple):
    """What is said of a new plan: its fields, with `code` and `active`, and the stops of its route in order."""

    values: Mapping[str, Any]
    stops: Sequence[Station]


def add(db: Database, tx: Transaction, wanted: Sequence[New], now: datetime) -> None:
    """Writes them and their rounds from today on; who brings them has been asked, and audits. WrongInput for what
    cannot be. One by one it would hold up all who write: 470 plans took 8 seconds, together they take one."""
    ids = tx.next_ids("plan_id", len(wanted))
    plans = [_plan(db, new, *one) for new, one in zip(ids, wanted, strict=True)]
    if not plans:
        return
    rounds = {plan.id: _rounds(db, plan, len(stops), now) for plan, stops in plans}
    rows = [as_row(_reaching(db, plan, rounds[plan.id], now)) for plan, _ in plans]
    tx.append("plan", pl.DataFrame(rows, **_WHOLE))
    stops = [{"plan_id": plan.id, "route": 1, **stop._asdict()} for plan, stops in plans for stop in stops]
    tx.append("plan_stop", pl.DataFrame(stops, **_WHOLE))
    coming_rounds.write(tx, [row for found in rounds.values() for row in found])


_WHOLE: Mapping[str, Any] = {"infer_schema_length": None}


def _plan(
    db: Database, new: int, values: Mapping[str, Any], stops: Sequence[Station]
) -> tuple[Plan, Sequence[Stop]]:
    row = plan_checks.checked(db, values)
    row["code"] = row["code"] or f"P{new:04}"
    route = plan_routes.checked(db, stops)
    row["campus_id"] = row["campus_id"] or plan_routes.campus_of(db, route)
    more = {"id": new, "version": 1, "route": 1, "active": values["active"], "made_until": None}
    return Plan(**row, **more), route


def _rounds(db: Database, plan: Plan, stops: int, now: datetime) -> list[Row]:
    """Those to come that can still be done."""
    if not plan.active:
        return []
    today, until, days = local_date(now), generating.horizon(db, now), working_days(db)
    coming = coming_rounds.to_come(plan, (), today, until, days, now)
    version = checklists.checklist(db, plan.checklist_id).version
    rows = coming_rounds.rows_of(plan, coming, coming_rounds.shaped(plan, version, stops))
    return [row for row in rows if row["closes_at"] > now]


def _reaching(db: Database, plan: Plan, rounds: Sequence[Row], now: datetime) -> Plan:
    """The plan with the day up to which its rounds are there; what is counted from completion is never made ahead."""
    if not plan.active:
        return plan
    until = max([generating.horizon(db, now), *(row["occurs_on"] for row in rounds)])
    ahead = plan.basis is Basis.CALENDAR
    return replace(plan, made_until=until if ahead else local_date(now) - timedelta(1))
