"""What the page says of a plan: who, when, and what stands at a stop."""

from __future__ import annotations

from lib.core.i18n import mark
from lib.inspections.plans import Plan, Slot, Stop
from lib.inspections.round import Round
from lib.people import accounts, organisation
from lib.people.posts import all_posts
from lib.places import assets
from lib.places.locations import location
from lib.store.database import Database
from lib.ui.session import Session

WHOLE_DAY = "00:00-00:00"
INSPECTORS = mark("The inspectors of the campus")


def who(here: Session, plan: Plan | Round) -> str:
    """Who does it: a person, a post, a team, a vendor, else the inspectors."""
    db = here.db
    if plan.account_id is not None:
        return accounts.names(db).get(plan.account_id, "—")
    if plan.post_id is not None:
        return post(here, plan.post_id)
    if plan.team_id is not None:
        return organisation.teams(db)[plan.team_id].name
    if plan.vendor_id is not None:
        return organisation.vendors(db)[plan.vendor_id].name
    return here._(INSPECTORS)


def post(here: Session, post_id: int) -> str:
    """A duty post with its team."""
    found = all_posts(here.db).get(post_id)
    team = organisation.teams(here.db).get(found.team_id or 0) if found else None
    return " · ".join(filter(None, (team.name if team else "", found.name if found else "—")))


def slots(here: Session, found: tuple[Slot, ...]) -> str:
    """The spans of the day in which a round is done."""
    if [slot.text for slot in found] == [WHOLE_DAY]:
        return here._(mark("the whole day"))
    return here._(", ").join(f"{slot.starts:%H:%M}–{slot.ends:%H:%M}" for slot in found)


def window(here: Session, plan: Plan) -> str:
    """How far round its day it may be done."""
    _ = here._
    early = _("from {n} days before", n=plan.early_days) if plan.early_days else ""
    late = _("until {n} days after", n=plan.late_days) if plan.late_days else ""
    return _(", ").join(filter(None, (early, late))) or _("on its day")


def stop(db: Database, one: Stop) -> tuple[str, str]:
    """What stands there, and where that is."""
    asset, place = assets.asset(db, one.asset_id), location(db, one.location_id)
    if asset is None:
        return (place.path, place.number) if place else ("—", "")
    own = location(db, asset.location_id)
    where = place or own
    return f"{asset.name} · {asset.number}", where.path if where else ""
