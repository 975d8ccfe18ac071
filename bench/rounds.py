"""Rounds made a year ahead from sixty plans over four hundred assets, plans changed, and a schedule made flatter."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl

from lib.core import clock
from lib.core.settings import settings
from lib.inspections import generating
from lib.inspections.flattening import Movable, propose
from lib.inspections.plan_keeping import save_plan
from lib.people.roles import SYSTEM
from lib.places import locations
from lib.store.database import Database
from lib.store.opening import close_all, opened
from lib.tickets.by import By
from lib.tickets.rules import set_rule

ASSETS, PLANS, AHEAD = 400, 60, 365
SHIFTS = "00:00-08:00 08:00-16:00 16:00-00:00"
# Most rounds come of the few plans that are done every shift, as in a hospital.
RHYTHMS = (
    *(("FREQ=DAILY", SHIFTS),) * 49,
    *(("FREQ=DAILY", "06:00-10:00 18:00-22:00"),) * 8,
    ("FREQ=WEEKLY;BYDAY=MO,TH", "08:00-17:00"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "08:00-17:00"),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "08:00-17:00"),
)


def main() -> None:
    with empty() as db:
        now = clock.now()
        checklist, assets = seed(db)
        by = By(actor=SYSTEM, now=now)
        took = timed(lambda: plans(db, checklist, assets, by))
        first = int(db.value("SELECT count(*) FROM round"))
        print(f"{PLANS} plans kept one by one, each with 14 days of rounds ({first:,}): {took:.2f} s")
        ahead(db, AHEAD)
        took = timed(lambda: generating.generate(db, now))
        there = int(db.value("SELECT count(*) FROM round"))
        print(f"generate a year ahead: {there - first:,} rounds in {took:.2f} s ({there:,} there)")
        print(f"  again, nothing to do: {timed(lambda: generating.generate(db, now)) * 1000:.1f} ms")
        week = timed(lambda: generating.generate(db, now + timedelta(7)))
        print(f"  after a week's standstill: {week:.2f} s")
        change(db, by)
        close_all()
    flatten()


def timed(do: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


@contextmanager
def empty() -> Iterator[Database]:
    """An empty hospital in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="onestop-bench-") as folder:
        os.environ["ONESTOP_DATA"] = folder
        settings.cache_clear()
        yield opened(Path(folder) / "onestop.duckdb")


def ahead(db: Database, days: int) -> None:
    """Rounds are to be made so many days ahead."""
    with db.transaction() as tx:
        set_rule(tx, "rounds_ahead_days", days)


def seed(db: Database) -> tuple[int, list[int]]:
    """A campus, a checklist and the assets; their ids."""
    with db.transaction() as tx:
        campus = locations.add(tx, number="BY", name="本部院区", kind="campus", parent=None)
        checklist, assets = tx.next_id("checklist_id"), tx.next_ids("asset_id", ASSETS)
        tx.insert("checklist", {"id": checklist, "name": "设备巡检表", "version": 1})
        rows = [
            {"id": asset, "number": f"SB-{asset:04}", "name": f"{asset}号设备", "location_id": campus}
            for asset in assets
        ]
        common = (pl.lit("ordinary").alias("criticality"), pl.lit("in_use").alias("status"))
        tx.append("asset", pl.DataFrame(rows).with_columns(*common))
    ahead(db, 14)
    return checklist, assets


def plans(db: Database, checklist: int, assets: list[int], by: By) -> None:
    """Each over the assets that are its share."""
    for number, (rule, slots) in enumerate(RHYTHMS):
        values = {"name": f"计划{number:02}", "checklist_id": checklist, "rule": rule, "slots": slots}
        values |= {
            "starts_on": clock.local_date(by.now),
            "holidays": "next_workday" if number > 56 else "anyway",
        }
        stops = [(asset, None) for asset in assets[number::PLANS]]
        save_plan(db, values=values, stops=stops, by=by)


def change(db: Database, by: By) -> None:
    """One of the plans that are done every shift, a year of whose rounds are there."""
    took = timed(lambda: save_plan(db, plan_id=1, values={"minutes": 45, "late_days": 1}, by=by))
    print(f"a plan's minutes and window changed, with its {3 * (AHEAD + 8):,} rounds: {took:.2f} s")
    took = timed(lambda: save_plan(db, plan_id=1, values={"rule": "FREQ=DAILY;INTERVAL=2"}, by=by))
    print(f"  its rhythm halved: {took:.2f} s")


def flatten() -> None:
    """Three hundred rounds of two weeks, most of them on Mondays, of one team and of six."""
    random, monday = Random(1), date(2026, 11, 23)
    for groups in (1, 6):
        rounds = []
        for number in range(300):
            day = monday + timedelta(random.choice((0, 0, 0, 1, 7, 7, 8)))
            early, late = timedelta(random.randrange(4)), timedelta(random.randrange(1, 6))
            minutes, group = random.choice((20, 30, 40, 45, 60, 90)), random.randrange(groups)
            about = {
                "earliest": max(monday, day - early),
                "latest": day + late,
                "minutes": minutes,
                "group": group,
            }
            rounds.append(Movable(id=number, day=day, **about))  # type: ignore[arg-type]
        began = time.perf_counter()
        found = propose(rounds, {})
        print(
            f"300 rounds, {groups} group(s) made flatter in {time.perf_counter() - began:.2f} s: "
            f"peak {max(found.before.values())} → {max(found.after.values())} min, {len(found.moves)} move, "
            f"{'proved' if found.proved else 'best found'}"
        )


if __name__ == "__main__":
    main()
