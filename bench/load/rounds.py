"""A calendar full of rounds: plans of every kind over the machines of the hospital, and a month of their rounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from lib.core.clock import wall
from lib.store.database import Database, Row

PLANS, EVERY = 240, 4
FIRST = 900_000
"""Numbers that nothing else has."""
NAMES = (
    "配电房日巡查",
    "电梯周检",
    "空调机房巡检",
    "消防设施月检",
    "净化机组保养",
    "锅炉班次巡检",
    "医用气体站巡检",
    "水泵房巡检",
)
KINDS = (
    "inspection",
    "inspection",
    "maintenance",
    "inspection",
    "maintenance",
    "inspection",
    "statutory",
    "drill",
)
TIMES = ("08:00-12:00", "13:30-17:30", "16:00-00:00", "00:00-08:00")


def filled(db: Database, *, first: date, last: date, rounds: int, now: datetime) -> None:
    """That many rounds from the first day to the last: done before now, some of them missed or with failed items."""
    with db.transaction() as tx:
        teams = tx.rows("SELECT t.id, t.vendor_id, t.campus_id FROM team t WHERE t.active ORDER BY t.id")
        rooms = [row["id"] for row in tx.rows("SELECT id FROM location WHERE kind = 'room' ORDER BY id")]
        tx.insert(
            "checklist", {"id": FIRST, "name": "通用检查表", "category": "通用", "version": 1, "active": True}
        )
        tx.insert("checklist_version", {"checklist_id": FIRST, "version": 1, "made_at": now, "made_by": None})
        plans = [_plan(n, teams[n % len(teams)], first) for n in range(PLANS)]
        for plan in plans:
            tx.insert("plan", plan)
        stops = [_stop(plan["id"], at, rooms) for plan in plans for at in range(1, 1 + plan["id"] % 9 + 1)]
        tx.append("plan_stop", pl.DataFrame(stops, infer_schema_length=None))
        made = list(_rounds(plans, first, last, rounds, now))
        tx.append("round", pl.DataFrame(made, infer_schema_length=None))


def _plan(n: int, team: Row, first: date) -> Row:
    base: Row = {
        "id": FIRST + n,
        "code": f"B{n:03}",
        "version": 1,
        "name": f"{n + 1}号{NAMES[n % len(NAMES)]}",
    }
    base |= {"kind": KINDS[n % len(KINDS)], "checklist_id": FIRST, "route": 1, "rule": "FREQ=DAILY"}
    base |= {
        "basis": "calendar",
        "starts_on": first,
        "holidays": "anyway",
        "slots": " ".join(TIMES),
        "minutes": 30,
    }
    whose = {"team_id": team["id"], "vendor_id": team["vendor_id"], "campus_id": team["campus_id"]}
    made = {"made_until": first + timedelta(days=4000)}  # the background adds none of its own
    return base | whose | made | {"early_days": 2, "late_days": 2}


def _stop(plan: int, at: int, rooms: list[int]) -> Row:
    return {"plan_id": plan, "route": 1, "position": at, "location_id": rooms[(plan * 31 + at) % len(rooms)]}


def _rounds(plans: list[Row], first: date, last: date, rounds: int, now: datetime) -> Iterator[Row]:
    """Each plan and slot every fourth day, so that rounds have somewhere to move to."""
    days = (last - first).days + 1
    for n in range(rounds):
        at, turn = n % days, n // days * EVERY + n % days % EVERY
        plan, slot = plans[turn % PLANS], TIMES[turn // PLANS % len(TIMES)]
        yield _round(FIRST + n, plan, first + timedelta(days=at), slot, now)


def _round(id: int, plan: Row, day: date, slot: str, now: datetime) -> dict[str, Any]:
    starts, ends = (time.fromisoformat(part) for part in slot.split("-"))
    planned = wall(day, starts)
    closes = wall(day + timedelta(days=2 + (ends <= starts)), ends)
    done = closes <= now and id % 17 != 0
    row = {
        "id": id,
        "version": 1,
        "plan_id": plan["id"],
        "occurs_on": day,
        "slot": slot,
        "part": 0,
        "day": day,
    }
    row |= {"status": "done" if done else "due", "planned_at": planned, "closes_at": closes}
    row |= {"opens_at": wall(day - timedelta(days=2), starts), "minutes": 10 + id % 7 * 10, "route": 1}
    row |= {
        "checklist_id": FIRST,
        "checklist_version": 1,
        "team_id": plan["team_id"],
        "vendor_id": plan["vendor_id"],
    }
    stops = plan["id"] % 9 + 1
    row |= {
        "campus_id": plan["campus_id"],
        "stops": stops,
        "stops_done": stops if done else 0,
        "changed": False,
    }
    ended = planned + timedelta(minutes=40 if id % 29 else 5000)
    row |= {"failed": int(done and id % 97 == 0), "warned": 0, "begun_at": planned if done else None}
    return row | {"ended_at": ended if done else None}
