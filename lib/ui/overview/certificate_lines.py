"""Certificates of statutory inspection that end soon or have ended, as lines of the overview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.inspections.certificates import Certificate, ending
from lib.people.roles import Permission, Role
from lib.places import assets
from lib.ui.certificates.table import ENDED, ENDING, SOON, left_said
from lib.ui.overview.glance import Part, target
from lib.ui.session import Session

SHOWN = 4
AMBER, RED = 30, 7
"""Days left at which a line turns amber, and red."""


def group(here: Session) -> Part:
    """Those that end within 60 days or have ended, for who keeps plans and who leads a team, of the own assets only."""
    hears = here.may(Permission.KEEP_PLANS) or Role.LEADER in here.actor.roles
    title = here._(mark("Certificates of statutory inspection that end soon"))
    return {"name": "", "title": title, "lines": list(_ending(here)) if hears else []}


def _ending(here: Session) -> Iterator[Part]:
    found = ending(here.db, actor=here.actor, now=here.now, within=timedelta(days=SOON))
    for one in found[:SHOWN]:
        yield _line(here, one)
    if len(found) > SHOWN:
        more = here._(mark("and {n} more certificates"), n=len(found) - SHOWN)
        yield {"text": more, "target": _there(here, ENDING)}


def _line(here: Session, one: Certificate) -> Part:
    left, asset = one.days_left(local_date(here.now)), assets.known(here.db, one.asset_id)
    return {
        "text": f"{asset.name} · {asset.number} · {one.name}",
        "when": left_said(here, one),
        "tone": "late" if left <= RED else "soon" if left <= AMBER else "",
        "target": _there(here, ENDED if left < 0 else ENDING, asset.number),
    }


def _there(here: Session, view: str, sought: str | None = None) -> Part | None:
    found = {"certificates_q": sought} if sought else {}
    return target(here, "inspection_plans", plans_tab="certificates", certificates_view=view, **found)
