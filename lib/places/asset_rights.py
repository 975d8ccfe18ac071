"""Whose an asset is, in the terms of a scope, and who sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.people.organisation import teams
from lib.people.roles import Actor, Matter, Permission, may
from lib.places.assets import Asset
from lib.places.locations import location
from lib.store.database import Database


def matters(db: Database, asset: Asset) -> Sequence[Matter]:
    """The asset as scopes see it. One that no team is named for is every team's of its vendor: each of them may be
    sent to it. Source: the product's rule that a vendor sees what is its own, and nothing of others."""
    known, place = teams(db), location(db, asset.location_id)
    own = known.get(asset.team_id) if asset.team_id is not None else None
    vendor_id = asset.vendor_id if asset.vendor_id is not None else own.vendor_id if own else None
    campus_id = place.campus_id if place else None
    if own is not None or vendor_id is None:
        whose: Sequence[int | None] = [asset.team_id]
    else:
        whose = [None, *(team.id for team in known.values() if team.vendor_id == vendor_id)]
    return [Matter(campus_id=campus_id, vendor_id=vendor_id, team_id=team_id) for team_id in whose]


def reaches(db: Database, actor: Actor, permission: Permission, asset: Asset) -> bool:
    """Whether somebody may do that with this asset."""
    return any(may(actor, permission, matter) for matter in matters(db, asset))


def seen(db: Database, actor: Actor, assets: Iterable[Asset]) -> list[Asset]:
    """Those of the assets this person may see, in the same order. A hospital has thousands of assets, but few
    combinations of campus, vendor and team: each is asked once."""
    answers: dict[tuple[int | None, ...], bool] = {}
    found = []
    for asset in assets:
        place = location(db, asset.location_id)
        key = (place.campus_id if place else None, asset.vendor_id, asset.team_id)
        if key not in answers:
            answers[key] = reaches(db, actor, Permission.SEE_ASSETS, asset)
        if answers[key]:
            found.append(asset)
    return found
