"""What the rounds of a plan are about, for whoever looks at many: where, which kinds of machines, which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from lib.inspections import plans
from lib.inspections.checklists import all_checklists
from lib.inspections.plans import Plan, Stop
from lib.places.assets import asset
from lib.places.locations import initials, location
from lib.store.database import Database

TABLES = ("plan", "plan_stop", "checklist", "asset", "location", "occupancy")
"""A commit to one of these may change what a round is about."""
MOST_FOUND_BY = 60
"""Stops of a route whose names a round is found by; beyond that the words would weigh more than the rounds."""
Work = Mapping[str, Any]
Route = tuple[int, int]
"""A plan, and which of its routes."""


def work(db: Database, plan_id: int, route: int) -> Work:
    """Of a plan on one of its routes: name, code, kind, place (of the first stop), stops (how many), categories (of its
    assets and its checklist), find (what is searched, in small letters)."""
    return works(db, [(plan_id, route)])[plan_id, route]


def works(db: Database, wanted: Collection[Route]) -> Mapping[Route, Work]:
    """The same of many plans and routes."""
    kept: dict[Route, Work] = db.derived("inspection_works", TABLES, dict)
    missing = [one for one in wanted if one not in kept]
    routes = _routes(db, {plan for plan, _ in missing}) if missing else {}
    for plan_id, route in missing:
        stops = tuple(routes.get((plan_id, route), ()))
        kept[plan_id, route] = _work(db, plans.plan(db, plan_id), stops)
    return {one: kept[one] for one in wanted}


def _routes(db: Database, plan_ids: Collection[int]) -> Mapping[Route, list[Stop]]:
    """All stops of those plans in one go: a calendar asks for hundreds of routes at once."""
    sql = """SELECT plan_id, route, position, asset_id, location_id FROM plan_stop
             WHERE plan_id IN (SELECT unnest($ids::BIGINT[])) ORDER BY plan_id, route, position"""
    found: dict[Route, list[Stop]] = defaultdict(list)
    for row in db.rows(sql, ids=list(plan_ids)):
        found[row["plan_id"], row["route"]].append(Stop(row["position"], row["asset_id"], row["location_id"]))
    return found


def _work(db: Database, plan: Plan, stops: tuple[Stop, ...]) -> Work:
    checklist = all_checklists(db).get(plan.checklist_id)
    machines = [found for stop in stops if (found := asset(db, stop.asset_id))]
    categories = {checklist.category if checklist else "", *(one.category for one in machines)} - {""}
    places = list(dict.fromkeys(filter(None, (place(db, stop) for stop in stops[:MOST_FOUND_BY]))))
    named = [plan.name, plan.code, initials(plan.name), *places]
    named += [f"{one.number} {one.name}" for one in machines[:MOST_FOUND_BY]]
    return {
        "name": plan.name,
        "code": plan.code,
        "kind": plan.kind.value,
        "place": places[0] if places else "",
        "stops": len(stops),
        "categories": sorted(categories),
        "find": " ".join(named).lower(),
    }


def place(db: Database, stop: Stop) -> str:
    """Where the stop is, from the building down; "" where nobody has said."""
    machine = asset(db, stop.asset_id)
    found = location(db, stop.location_id or (machine.location_id if machine else None))
    return found.path if found else ""
