"""A small tour: two machines and a room, a checklist with an item of each kind, one plan, one round of it on Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from lib.inspections import records
from lib.inspections.checklists import Item, items
from lib.inspections.round import Round
from lib.places.locations import all_locations
from lib.store.database import Database, Transaction
from tests.conftest import MONDAY, Cast

DAY = date(2026, 11, 16)
# The slot 08:00-18:00 of that Monday, in the hospital.
OPENS, CLOSES = datetime(2026, 11, 16, 0, 0, tzinfo=UTC), datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
ASSETS = (("SB-0001", "1号生活水泵", "给排水"), ("SB-0002", "2号生活水泵", "给排水"))
# What is asked, in order; the words are those of the hospital.
ITEMS: dict[str, dict[str, Any]] = {
    "noise": {"words": "运行无异响", "kind": "yes_no", "service_code": "GD-01", "severity": "urgent"},
    "lamp": {"words": "指示灯", "kind": "choice", "choices": ["绿", "黄", "红"], "bad_choices": ["红"]},
    "pressure": {
        "words": "出水压力",
        "kind": "number",
        "unit": "MPa",
        "warn_low": Decimal("0.32"),
        "warn_high": Decimal("0.45"),
        "fail_low": Decimal("0.30"),
        "fail_high": Decimal("0.50"),
    },
    "meter": {"words": "电表读数", "kind": "meter", "unit": "kWh"},
    "remark": {"words": "其他情况", "kind": "text", "needed": False},
    "photo": {"words": "现场照片", "kind": "photo", "needed": False},
}


@dataclass(frozen=True)
class Tour:
    """Where the story plays: the team of the cast does it; stops 1 and 2 are the pumps, stop 3 is the room."""

    cast: Cast
    assets: tuple[int, ...]
    checklist_id: int
    plan_id: int
    round_id: int
    items: dict[str, int]  # item id by the names above

    @property
    def db(self) -> Database:
        return self.cast.db

    @property
    def round(self) -> Round:
        """As it is now."""
        found = records.by_id(self.db, self.round_id)
        assert found is not None
        return found

    def asked(self, name: str) -> Item:
        return next(i for i in items(self.db, self.checklist_id, 1) if i.item_id == self.items[name])


def make_tour(cast: Cast, **plan: Any) -> Tour:
    """Writes it; `plan`: columns of the plan and its round that are to be otherwise (team_id, carries …)."""
    with cast.db.transaction() as tx:
        assets = tuple(_asset(tx, cast, *about) for about in ASSETS)
        checklist_id, asked = _checklist(tx)
        plan_id = _plan(tx, cast, checklist_id, assets, plan)
        round_id = add_round(tx, plan_id)
    return Tour(cast, assets, checklist_id, plan_id, round_id, asked)


def _asset(tx: Transaction, cast: Cast, number: str, name: str, category: str) -> int:
    new = tx.next_id("asset_id")
    row = {"id": new, "number": number, "name": name, "category": category, "location_id": cast.icu}
    tx.insert("asset", row | {"team_id": cast.team, "criticality": "important", "status": "in_use"})
    return new


def _checklist(tx: Transaction) -> tuple[int, dict[str, int]]:
    new = tx.next_id("checklist_id")
    tx.insert("checklist", {"id": new, "name": "水泵巡检表", "category": "给排水", "version": 1})
    tx.insert("checklist_version", {"checklist_id": new, "version": 1, "made_at": MONDAY})
    asked = dict(zip(ITEMS, tx.next_ids("check_item_id", len(ITEMS)), strict=True))
    tx.append("check_item", pl.DataFrame({"id": list(asked.values()), "checklist_id": new}))
    for position, (name, about) in enumerate(ITEMS.items(), start=1):
        key = {"checklist_id": new, "version": 1, "item_id": asked[name], "position": position}
        tx.insert("checklist_item", key | about)
    return new, asked


def _plan(
    tx: Transaction, cast: Cast, checklist_id: int, assets: tuple[int, ...], other: dict[str, Any]
) -> int:
    new = tx.next_id("plan_id")
    row = {
        "id": new, "code": f"XJ-{new:03}", "version": 1, "name": "生活水泵房日巡查", "kind": "inspection",
        "checklist_id": checklist_id, "route": 1, "rule": "FREQ=DAILY", "basis": "calendar", "starts_on": DAY,
        "holidays": "anyway", "slots": "08:00-18:00", "lead_days": 1, "made_until": date(2026, 12, 31), "minutes": 20,
        "team_id": cast.team, "campus_id": next(iter(all_locations(cast.db))), "carries": True,
    }  # fmt: skip
    tx.insert("plan", row | other)
    stops = [(*assets, None), (*(cast.icu for _ in assets), cast.room)]
    for position, (asset, place) in enumerate(zip(*stops, strict=True), start=1):
        stop = {"plan_id": new, "route": 1, "position": position, "asset_id": asset, "location_id": place}
        tx.insert("plan_stop", stop)
    return new


def add_round(tx: Transaction, plan_id: int, **other: Any) -> int:
    """Another round of the plan: columns that differ from those of Monday's (occurs_on, day, opens_at …)."""
    plan = tx.row("SELECT * FROM plan WHERE id = $id", id=plan_id)
    assert plan is not None
    new = tx.next_id("round_id")
    row = {
        "id": new, "version": 1, "plan_id": plan_id, "occurs_on": DAY, "slot": "08:00-18:00", "status": "due",
        "day": DAY, "planned_at": OPENS, "opens_at": OPENS, "closes_at": CLOSES, "checklist_version": 1,
        "stops": 3,
    }  # fmt: skip
    same = ("minutes", "checklist_id", "route", "account_id", "post_id", "team_id", "vendor_id", "campus_id")
    tx.insert("round", row | {name: plan[name] for name in same} | other)
    return new
