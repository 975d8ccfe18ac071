"""Plans of inspection and maintenance: what is visited, how often, in which window, by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import mark
from lib.inspections import plan_bringing, plan_checks, plan_figures, plan_keeping, plan_routes
from lib.inspections.plan_bringing import New
from lib.inspections.plans import Stop, all_plans
from lib.lists.plan_cells import usual_slots
from lib.lists.plan_columns import columns
from lib.lists.plan_rows import Things, kept, rows, things
from lib.lists.shape import Draft, List, Values
from lib.lists.things import ids
from lib.people.roles import Actor, Matter, Permission, may
from lib.store.database import Database, Transaction

WHO = ("person", "post", "team", "vendor")
COLUMN: Mapping[str, str] = {
    "account_id": "person",
    "post_id": "post",
    "team_id": "team",
    "vendor_id": "vendor",
    "campus_id": "campus",
    "checklist_id": "checklist",
    "rule": "how_often",
}
"""Where a fault of a field stands, unless the column is called like it."""


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    there = things(db)
    for draft in drafts:
        _completed(db, there, draft)
        if not draft.faults and draft.differs:
            _one_of_four(draft)
            fields, _ = kept(there, draft.values)
            for wrong in plan_checks.wrongs(db, fields):
                name = wrong.field or ""
                draft.refuse(COLUMN.get(name, name), wrong)


def _completed(db: Database, there: Things, draft: Draft) -> None:
    """What an empty cell means where that depends on another: the part of the day, the campus."""
    values = draft.values
    if not values.get("slots") and "how_often" in values:
        values["slots"] = usual_slots(values["how_often"])
    # A row that says nothing new stays as it is, also without a campus.
    if not values.get("campus") and values.get("route") and (draft.faults or draft.differs):
        route = values["route"]
        stops = [Stop(0, there.assets.of(one.asset), there.places.of(one.place)) for one in route]
        values["campus"] = there.places.code(plan_routes.campus_of(db, stops))


def _one_of_four(draft: Draft) -> None:
    """A team may stand with its vendor, nobody else with anybody."""
    said = [name for name in WHO if draft.values.get(name)]
    for name in said[1:] if said != ["team", "vendor"] else ():
        message = mark("Only one of person, post, team and vendor can do it; {first} stands there already.")
        draft.refuse(name, WrongInput(message, first=draft.cells.get(said[0]) or draft.values[said[0]]))


def _reach(db: Database, actor: Actor, drafts: Sequence[Draft]) -> None:
    """Somebody who keeps the plans of one campus brings back no others."""
    places = ids(db, "location")
    for draft in drafts:
        for values in (draft.values, draft.before or {}) if draft.differs else ():
            about = Matter(campus_id=places.of(values.get("campus", "")))
            if values and not may(actor, Permission.KEEP_PLANS, about):
                draft.refuse("campus", NotAllowed(mark("The plans there are kept by others.")))


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    known, there = {one.code: one.id for one in all_plans(db).values()}, things(db)
    new = [New(*kept(there, draft.values)) for draft in drafts if draft.before is None]
    plan_bringing.add(db, tx, new, now)
    for draft in drafts:
        if draft.before is not None:
            values, stops = kept(there, draft.values)
            plan_keeping.bring(db, tx, plan_id=known[draft.key[0]], values=values, stops=stops, now=now)
    return {}


def _seen(db: Database, reader: Actor) -> Callable[[Values], bool]:
    codes = {one.code for one in plan_figures.seen(db, reader)}
    return lambda values: values["code"] in codes


SHAPE = List(
    name="plans",
    title=mark("Plans"),
    order=94,
    keys=("code",),
    columns=columns,
    rows=rows,
    check=_check,
    reach=_reach,
    save=_save,
    seen=_seen,
    needs=Permission.KEEP_PLANS,
    note=mark("Changes count from today on: rounds begun or ended stay, the later ones follow the plan."),
)
