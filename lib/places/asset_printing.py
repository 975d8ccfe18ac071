"""Which codes of assets go on paper, and in which order somebody walks with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from lib.core.i18n import mark
from lib.people.roles import Actor
from lib.places import asset_finding, asset_labels
from lib.places.asset_finding import Query
from lib.places.asset_labels import AssetLabel
from lib.places.assets import Asset, AssetStatus
from lib.places.labels.walk import Key, in_order
from lib.places.locations import Location, LocationKind, location
from lib.store.database import Database


class Only(StrEnum):
    """What a batch is cut down to."""

    UNPRINTED = "unprinted"
    UNSCANNED = "unscanned"
    ALL = "all"


ONLY_WORDS = {
    Only.UNPRINTED: mark("Not printed yet"),
    Only.UNSCANNED: mark("Never scanned"),
    Only.ALL: mark("All"),
}


@dataclass(frozen=True, slots=True)
class Machine:
    """An asset with its code, and where somebody goes to stick it on."""

    asset: Asset
    label: AssetLabel
    place: Location | None
    campus: Location | None
    building: Location | None


def batch(
    db: Database,
    actor: Actor,
    *,
    only: Only,
    under: Collection[int] = (),
    category: str = "",
    chosen: Collection[int] = (),
) -> list[Machine]:
    """The assets in service whose codes are asked for, by campus, building, place and number: the `chosen` ones, or
    those in or below the places `under` and of the category; only those this person may see and that have a code."""
    query = Query(under=under, categories=[category] if category else [])
    codes = asset_labels.in_force(db)
    found = [
        _machine(db, asset, codes[asset.id])
        for asset in asset_finding.found(db, actor, query)
        if asset.id in codes and (asset.id in chosen if chosen else _wanted(asset, codes[asset.id], only))
    ]
    return sorted(found, key=_walked)


def _wanted(asset: Asset, label: AssetLabel, only: Only) -> bool:
    if asset.status == AssetStatus.RETIRED:
        return False
    if only is Only.UNPRINTED:
        return label.printed_at is None
    return only is Only.ALL or label.first_scan_at is None


def _machine(db: Database, asset: Asset, label: AssetLabel) -> Machine:
    place = location(db, asset.location_id)
    lies: dict[str, Location] = {}
    above = place
    while above is not None:
        lies[above.kind] = above
        above = location(db, above.parent_id)
    return Machine(asset, label, place, lies.get(LocationKind.CAMPUS), lies.get(LocationKind.BUILDING))


def _walked(machine: Machine) -> tuple[tuple[Key, ...], ...]:
    lies = (machine.campus, machine.building, machine.place)
    return (*(in_order(one.number) if one else () for one in lies), in_order(machine.asset.number))
