"""Finding assets by what is remembered of them, and by what they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lib.people.roles import Actor
from lib.places import asset_rights
from lib.places.assets import Asset, all_assets
from lib.places.locations import all_locations, initials
from lib.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked for. `words`: apart by spaces, all of them have to fit. `under`: places; what lies in or below
    one of them fits. Empty: any. `vendor_ids`: 0 stands for none named."""

    words: str = ""
    under: Collection[int] = ()
    categories: Collection[str] = ()
    statuses: Collection[str] = ()
    criticalities: Collection[str] = ()
    vendor_ids: Collection[int] = ()


def found(db: Database, actor: Actor, query: Query) -> list[Asset]:
    """The assets this person may see that fit, in the order of their numbers."""
    return asset_rights.seen(db, actor, fitting(db, query))


def fitting(db: Database, query: Query) -> list[Asset]:
    """The assets that fit: number, name, maker, model, serial number, category, place, and pinyin initials of name and
    place are searched."""
    sought, texts = query.words.lower().split(), _texts(db)
    places = _below(db, query.under)
    return [
        asset
        for asset in all_assets(db).values()
        if (places is None or asset.location_id in places)
        and (not query.categories or asset.category in query.categories)
        and (not query.statuses or asset.status in query.statuses)
        and (not query.criticalities or asset.criticality in query.criticalities)
        and (not query.vendor_ids or (asset.vendor_id or 0) in query.vendor_ids)
        and all(word in texts[asset.id] for word in sought)
    ]


def categories(db: Database) -> Sequence[str]:
    """The categories there are, the largest first."""

    def counted() -> Sequence[str]:
        rows = db.rows(
            "SELECT category FROM asset WHERE category <> '' GROUP BY category ORDER BY count(*) DESC, category"
        )
        return [row["category"] for row in rows]

    return db.derived("asset categories", ("asset",), counted)


def _texts(db: Database) -> Mapping[int, str]:
    """What each asset is searched by."""
    return db.derived("asset texts", ("asset", "location", "occupancy"), lambda: _written(db))


def _written(db: Database) -> Mapping[int, str]:
    places, written = all_locations(db), {}
    for asset in all_assets(db).values():
        parts = [asset.number, asset.name, asset.category, asset.maker, asset.model, asset.serial]
        if (place := places.get(asset.location_id or 0)) is not None:
            # Both as people write the place: apart and in one.
            parts += [place.number, place.path, place.path.replace(" ", ""), place.initials]
        written[asset.id] = "\n".join([*parts, initials(asset.name)]).lower()
    return written


def _below(db: Database, under: Collection[int]) -> frozenset[int] | None:
    """The places asked for and all that lies in them; None for anywhere."""
    if not under:
        return None
    inside = set(under)
    # Parents come before children.
    for place in all_locations(db).values():
        if place.parent_id in inside:
            inside.add(place.id)
    return frozenset(inside)
