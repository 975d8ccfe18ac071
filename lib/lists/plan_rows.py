"""Plans as rows of a list, and rows as plans are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.inspections import checklists, presets
from lib.inspections.plan_figures import stations
from lib.inspections.plans import Plan, Stop, all_plans
from lib.inspections.presets import Preset
from lib.inspections.words import Basis
from lib.lists.plan_cells import post_names
from lib.lists.route_cell import Station
from lib.lists.shape import Values
from lib.lists.things import Ids, ids
from lib.people import accounts
from lib.places import assets
from lib.store.database import Database

PLAIN = (
    *("code", "name", "starts_on", "season", "early_days", "late_days", "lead_days", "minutes"),
    *("carries", "active"),
)
"""What a row and the table say alike."""
CODES = ("kind", "holidays", "basis")


@dataclass(frozen=True, slots=True)
class Things:
    """What rows name, by what they call it."""

    assets: Ids
    places: Ids
    teams: Ids
    vendors: Ids
    people: Ids
    posts: Ids
    checklists: Ids


def things(db: Database) -> Things:
    """All that there is."""
    return Things(
        assets=Ids({one.number: key for key, one in assets.all_assets(db).items()}),
        places=ids(db, "location"),
        teams=ids(db, "team"),
        vendors=ids(db, "vendor"),
        people=Ids({one.username: key for key, one in accounts.all_accounts(db).items()}),
        posts=Ids({name: key for key, name in post_names(db).items()}),
        checklists=Ids({one.name: key for key, one in checklists.all_checklists(db).items()}),
    )


def rows(db: Database) -> Iterable[Values]:
    """Every plan by its code."""
    said = sayer(db)
    return [said(one) for one in sorted(all_plans(db).values(), key=lambda one: one.code)]


def sayer(db: Database) -> Callable[[Plan], Values]:
    """Turns plans into rows."""
    there, routes = things(db), stations(db)

    def station(one: Stop) -> Station:
        return Station(there.assets.code(one.asset_id), there.places.code(one.location_id))

    def said(plan: Plan) -> Values:
        preset = presets.preset_of(plan.rule, plan.starts_on, plan.slots, plan.basis)
        return {
            **{name: getattr(plan, name) for name in PLAIN},
            **{name: getattr(plan, name).value for name in CODES},
            "checklist": there.checklists.code(plan.checklist_id),
            "route": tuple(station(stop) for stop in routes.get(plan.id, ())),
            "how_often": preset.value if preset else plan.rule,
            "ends_on": plan.ends_on or "",
            "slots": plan.slots,
            "campus": there.places.code(plan.campus_id),
            **_who(there, plan),
        }

    return said


def _who(there: Things, plan: Plan) -> Values:
    """A person's team stands in the table only for their leader: who does it is said once."""
    said = {"person": there.people.code(plan.account_id), "post": there.posts.code(plan.post_id)}
    alone = plan.account_id is None and plan.post_id is None
    team, vendor = there.teams.code(plan.team_id), there.vendors.code(plan.vendor_id)
    return {**said, "team": team if alone else "", "vendor": vendor if alone else ""}


def rule_text(values: Values) -> str:
    """The rule of a row: that of its preset, or its own."""
    often = values["how_often"]
    if often in set(Preset):
        return presets.rule_of(Preset(often), values["starts_on"], Basis(values["basis"]))
    return str(often)


def kept(there: Things, values: Values) -> tuple[Mapping[str, Any], list[tuple[int | None, int | None]]]:
    """A row as the keeping of plans takes it: its fields, and its stops."""
    fields = {
        **{name: values[name] for name in (*PLAIN, *CODES, "slots")},
        "rule": rule_text(values),
        "ends_on": values["ends_on"] or None,
        "checklist_id": there.checklists.of(values["checklist"]),
        "account_id": there.people.of(values["person"]),
        "post_id": there.posts.of(values["post"]),
        "team_id": there.teams.of(values["team"]),
        "vendor_id": there.vendors.of(values["vendor"]),
        "campus_id": there.places.of(values["campus"]),
    }
    return fields, [(there.assets.of(one.asset), there.places.of(one.place)) for one in values["route"]]
