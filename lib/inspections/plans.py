"""Plans: what is inspected or maintained, how often, by whom, and inside which window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import NamedTuple

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.inspections.words import Basis, HolidayRule, PlanKind
from lib.store.database import Database, Reading


class Slot(NamedTuple):
    """A span of the day on the hospital's wall clock; one that ends no later than it begins ends the next day."""

    starts: time
    ends: time

    @property
    def text(self) -> str:
        """ "08:00-16:00", which also tells rounds of one day apart."""
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


class Stop(NamedTuple):
    """One station of a route: an asset, or a place, or an asset at a place of its own."""

    position: int
    asset_id: int | None
    location_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One row. `rule`: the recurrence on days (RFC 5545, "FREQ=MONTHLY;BYDAY=-1FR"), counted from `starts_on`; every
    day has one round for each slot. The window of a round opens `early_days` before its day when the slot begins and
    closes `late_days` after it when the slot ends. `lead_days`: how long before its window it is shown to who does it.
    `season`: "11-15..03-15" or empty. `minutes`: expected work of one round. `carries`: what a round leaves goes to a
    follow-up round; else it is missed. `made_until`: rounds have been made for all days up to this one. Rounds of days
    before `changed_from` are those of the plan as it was before its last change."""

    id: int
    code: str
    version: int
    name: str
    kind: PlanKind
    checklist_id: int
    route: int
    rule: str
    basis: Basis
    starts_on: date
    ends_on: date | None
    season: str
    holidays: HolidayRule
    slots: tuple[Slot, ...]
    early_days: int
    late_days: int
    lead_days: int
    minutes: int
    account_id: int | None
    post_id: int | None
    team_id: int | None
    vendor_id: int | None
    campus_id: int | None
    carries: bool
    active: bool
    made_until: date | None
    changed_from: date | None = None


COLUMNS = tuple(field.name for field in fields(Plan))
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM plan"


def all_plans(db: Database) -> Mapping[int, Plan]:
    """Every plan by id."""
    return db.derived("plans", ("plan",), lambda: {plan.id: plan for plan in read_plans(db)})


def read_plans(db: Reading) -> list[Plan]:
    """The same from the table, also inside a transaction."""
    return [from_row(row) for row in db.rows(f"{_SELECT} ORDER BY id")]


def plan(db: Database, plan_id: int) -> Plan:
    """One; NotFound when there is none."""
    found = all_plans(db).get(plan_id)
    if found is None:
        raise NotFound(mark("There is no such plan."))
    return found


def from_row(row: Mapping[str, object]) -> Plan:
    """A plan from its columns."""
    codes = {"kind": PlanKind, "basis": Basis, "holidays": HolidayRule, "slots": parse_slots}
    return Plan(**{**row, **{name: made(row[name]) for name, made in codes.items()}})  # type: ignore[arg-type]


def parse_slots(text: object) -> tuple[Slot, ...]:
    """ "08:00-16:00 16:00-00:00" → slots; ValueError for anything else."""
    spans = (span.split("-") for span in str(text).split())
    return tuple(Slot(time.fromisoformat(starts), time.fromisoformat(ends)) for starts, ends in spans)


def slots_text(slots: tuple[Slot, ...]) -> str:
    """The slots as they are kept."""
    return " ".join(slot.text for slot in slots)


def route(db: Database, plan_id: int, route: int) -> tuple[Stop, ...]:
    """The stops of a route a plan has or had, in order."""
    kept: dict[tuple[int, int], tuple[Stop, ...]] = db.derived("routes", ("plan_stop",), dict)
    key = (plan_id, route)
    if key not in kept:
        kept[key] = read_route(db, plan_id, route)
    return kept[key]


def read_route(db: Reading, plan_id: int, route: int) -> tuple[Stop, ...]:
    """The same from the table, also inside a transaction."""
    sql = """SELECT position, asset_id, location_id FROM plan_stop
             WHERE plan_id = $plan AND route = $route ORDER BY position"""
    return tuple(Stop(**row) for row in db.rows(sql, plan=plan_id, route=route))
