"""A small hospital with two machines and a checklist, and plans made through the use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from lib.core.clock import wall
from lib.inspections.plan_keeping import Saved, save_plan
from lib.inspections.plans import Plan, plan
from lib.store.database import Database
from tests.conftest import Cast

# A Tuesday, 09:00 in the hospital.
TODAY = date(2026, 11, 24)
NOW = wall(TODAY, time(9))


@dataclass(frozen=True)
class House:
    """Where plans are made: `assets` are two pumps in the ICU."""

    cast: Cast
    assets: tuple[int, ...]
    checklist_id: int

    @property
    def db(self) -> Database:
        return self.cast.db

    def save(self, *, now: datetime = NOW, who: str = "zhao", **asked: Any) -> Saved:
        """A plan of both pumps for the team: `values` are merged into it, or change the one named by `plan_id`."""
        values, given = asked.pop("values", {}), asked.get("plan_id")
        if given is None:
            first = {"name": "生活水泵房巡查", "checklist_id": self.checklist_id, "team_id": self.cast.team}
            values = first | {"starts_on": TODAY, "rule": "FREQ=DAILY"} | values
            asked.setdefault("stops", [(asset, None) for asset in self.assets])
        return save_plan(self.db, values=values, by=self.cast.by(who, now), **asked)

    def plan(self, **values: Any) -> Plan:
        return self.save(values=values).plan

    def read(self, saved: Plan) -> Plan:
        return plan(self.db, saved.id)

    def rounds(self, saved: Plan) -> list[dict[str, Any]]:
        sql = "SELECT * FROM round WHERE plan_id = $id ORDER BY occurs_on, planned_at, part"
        return self.db.rows(sql, id=saved.id)

    def days(self, saved: Plan) -> list[date]:
        return [row["day"] for row in self.rounds(saved)]

    def all_keys(self) -> list[tuple[Any, ...]]:
        sql = "SELECT plan_id, occurs_on, slot, part, day, opens_at, closes_at, stops FROM round ORDER BY ALL"
        return [tuple(row.values()) for row in self.db.rows(sql)]


def make_house(cast: Cast) -> House:
    """Writes the machines and the checklist."""
    with cast.db.transaction() as tx:
        assets = tuple(tx.next_ids("asset_id", 2))
        for number, asset in enumerate(assets, start=1):
            row = {
                "id": asset,
                "number": f"SB-{number:04}",
                "name": f"{number}号生活水泵",
                "location_id": cast.icu,
            }
            tx.insert("asset", row | {"criticality": "important", "status": "in_use"})
        checklist = tx.next_id("checklist_id")
        tx.insert("checklist", {"id": checklist, "name": "水泵巡检表", "version": 1})
        tx.insert("checklist_version", {"checklist_id": checklist, "version": 1, "made_at": NOW})
    return House(cast, assets, checklist)
