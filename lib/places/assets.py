"""The register of assets: machines and installations that are inspected, maintained and repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.places import asset_labels
from lib.store.database import Database


class Criticality(StrEnum):
    CRITICAL = "critical"
    IMPORTANT = "important"
    ORDINARY = "ordinary"


class AssetStatus(StrEnum):
    IN_USE = "in_use"
    STANDBY = "standby"
    STOPPED = "stopped"
    RETIRED = "retired"


CRITICALITY_WORDS: Mapping[str, str] = {
    Criticality.CRITICAL: mark("Class A, critical"),
    Criticality.IMPORTANT: mark("Class B, important"),
    Criticality.ORDINARY: mark("Class C, ordinary"),
}
STATUS_WORDS: Mapping[str, str] = {
    AssetStatus.IN_USE: mark("Running"),
    AssetStatus.STANDBY: mark("In reserve"),
    AssetStatus.STOPPED: mark("Stopped"),
    AssetStatus.RETIRED: mark("Retired"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One machine or installation. `number`: the hospital's own, never given twice. `team_id`: who looks after it,
    for `vendor_id` or the hospital. `price_cents`: what it cost, None when nobody knows."""

    id: int
    number: str
    name: str
    category: str
    maker: str
    model: str
    serial: str
    location_id: int | None
    vendor_id: int | None
    team_id: int | None
    criticality: str
    status: str
    bought_on: date | None
    warranty_until: date | None
    life_ends_on: date | None
    price_cents: int | None
    notes: str


COLUMNS = tuple(field.name for field in fields(Asset))


def all_assets(db: Database) -> Mapping[int, Asset]:
    """Every asset by id, in the order of their numbers; made again only when one changed."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM asset ORDER BY number"
    return db.derived("assets", ("asset",), lambda: {row["id"]: Asset(**row) for row in db.rows(sql)})


def asset(db: Database, asset_id: int | None) -> Asset | None:
    """One asset, or None for None."""
    return all_assets(db).get(asset_id) if asset_id is not None else None


def known(db: Database, asset_id: int | None) -> Asset:
    """One asset; NotFound when there is none."""
    found = asset(db, asset_id)
    if found is None:
        raise NotFound(mark("There is no such asset."))
    return found


def by_code(db: Database, code: str) -> Asset:
    """The asset that carries the code, also one replaced by a newer; NotFound when it is none of ours."""
    return known(db, asset_labels.read(db, code).asset_id)
