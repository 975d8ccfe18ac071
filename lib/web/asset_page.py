"""What the code on a machine says: what it is, and what somebody signed in is to check on it now."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from lib.inspections.due_here import due_here
from lib.people.organisation import teams, vendors
from lib.people.roles import Permission, may
from lib.places import asset_labels, asset_rights
from lib.places.assets import STATUS_WORDS, Asset, AssetStatus
from lib.web import scanning
from lib.web.wall import Wall


def facts(here: Wall, asset: Asset) -> dict[str, Any]:
    """What stands above the form. Anybody reads what it is and where; who looks after it, and the way to its record,
    only those who may see it there."""
    sees = asset_rights.reaches(here.db, here.actor, Permission.SEE_ASSETS, asset)
    return {
        "asset": asset,
        "asset_status": STATUS_WORDS[asset.status],
        "retired": asset.status == AssetStatus.RETIRED,
        "keeper": _keeper(here, asset) if sees else "",
        "sees_asset": sees,
        "checks": _checks(here, asset),
    }


def _keeper(here: Wall, asset: Asset) -> str:
    team, vendor = teams(here.db).get(asset.team_id or 0), vendors(here.db).get(asset.vendor_id or 0)
    return " · ".join(one.name for one in (team, vendor) if one)


def _checks(here: Wall, asset: Asset) -> list[dict[str, Any]]:
    """The rounds to be done here now, for whoever does rounds."""
    if not may(here.actor, Permission.DO_ROUNDS):
        return []
    place_id = asset.location_id
    return due_here(here.db, asset_id=asset.id, location_id=place_id, actor=here.actor, now=here.now)


def opened(request: Request, here: Wall) -> None:
    """Remembers the first scan, unless somebody only looks at it at a desk."""
    label = asset_labels.read(here.db, here.code)
    if label.first_scan_at is None and not label.replaced and not scanning.at_the_office(request):
        with here.db.transaction() as tx:
            asset_labels.scanned(tx, label.code, here.now)
