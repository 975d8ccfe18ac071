"""Entering and correcting assets, and replacing their codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from lib.core.choices import known
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import audit
from lib.people.organisation import teams, vendors
from lib.people.roles import Actor, Permission, require
from lib.places import asset_labels, asset_rights, assets
from lib.places.assets import Asset, AssetStatus, Criticality
from lib.places.locations import location
from lib.store.database import Database, Row

LENGTHS: Mapping[str, int] = {
    "number": 40,
    "name": 80,
    "category": 40,
    "maker": 80,
    "model": 80,
    "serial": 80,
    "notes": 500,
}
"""Characters of each text."""
CHOOSE = mark("Please choose from the list.")
ENDS_BEFORE = mark("This is before the day it was bought.")
OTHER_VENDOR = mark("This team belongs to another vendor.")


def add(db: Database, *, actor: Actor, values: Mapping[str, Any], now: datetime) -> int:
    """A new asset with a code of its own; its id. `values`: columns of the asset but its id. WrongInput names the
    field; a number that was ever given, however written, is not given again."""
    row = _checked(db, {**_blank(), **values})
    _number_is_free(db, row["number"])
    asset = Asset(id=0, **row)
    _require(db, actor, asset)
    with db.transaction() as tx:
        new = tx.next_id("asset_id")
        tx.insert("asset", {"id": new, **row})
        asset_labels.issue(tx, new, now)
        audit.write(tx, actor, "asset_added", asset.number, now=now)
    return new


def change(
    db: Database, *, actor: Actor, asset_id: int, changes: Mapping[str, Any], now: datetime
) -> Mapping[str, Any]:
    """Corrects an asset or retires it: the columns that really changed. Its number stays for ever: what is written on
    the machine and in old papers must not come to mean another one."""
    before = assets.known(db, asset_id)
    _require(db, actor, before)
    row = {name: getattr(before, name) for name in assets.COLUMNS if name != "id"}
    wanted = _checked(db, {**row, **changes, "number": before.number})
    changed = {name: value for name, value in wanted.items() if value != row[name]}
    if not changed:
        raise Refusal(mark("Nothing was changed."))
    _require(db, actor, Asset(id=asset_id, **wanted))
    with db.transaction() as tx:
        tx.update("asset", {"id": asset_id, **changed})
        audit.write(tx, actor, "asset_changed", before.number, now=now, facts=changed)
    return changed


def replace_label(db: Database, *, actor: Actor, asset_id: int, now: datetime) -> str:
    """A fresh code; the old one explains itself from now on."""
    asset = assets.known(db, asset_id)
    _require(db, actor, asset)
    with db.transaction() as tx:
        code = asset_labels.issue(tx, asset_id, now)
        audit.write(tx, actor, "asset_label_replaced", asset.number, now=now)
    return code


def alike(number: str) -> str:
    """What two ways of writing one number have in common."""
    return "".join(normalize("NFKC", number).split()).casefold()


def wrong_days(bought_on: date | None, ends: Mapping[str, date | None]) -> str | None:
    """The first of the days that lies before the asset was bought, None when all is well."""
    return next((name for name, day in ends.items() if bought_on and day and day < bought_on), None)


def of_another_vendor(db: Database, team_id: int | None, vendor_id: int | None) -> bool:
    """Whether the team works for somebody else than the vendor named."""
    team = teams(db).get(team_id) if team_id is not None else None
    return team is not None and vendor_id is not None and team.vendor_id not in (None, vendor_id)


def _require(db: Database, actor: Actor, asset: Asset) -> None:
    if not asset_rights.reaches(db, actor, Permission.KEEP_ASSETS, asset):
        require(actor, Permission.KEEP_ASSETS, asset_rights.matters(db, asset)[0])


def _blank() -> Row:
    texts: Row = dict.fromkeys(LENGTHS, "")
    rest = dict.fromkeys(
        ("location_id", "vendor_id", "team_id", "bought_on", "warranty_until", "life_ends_on", "price_cents")
    )
    return {**texts, **rest, "criticality": Criticality.ORDINARY.value, "status": AssetStatus.IN_USE.value}


def _checked(db: Database, values: Row) -> Row:
    """The columns as they are kept; WrongInput at the first that cannot be."""
    row = {**values, **{name: seen(str(values[name])) for name in LENGTHS}}
    for name in ("number", "name"):
        if not row[name]:
            raise WrongInput(mark("An asset needs a number and a name."), field=name)
    if row["number"] != "".join(row["number"].split()):
        raise WrongInput(mark("A number is written without spaces."), field="number")
    for name, most in LENGTHS.items():
        if len(row[name]) > most:
            raise WrongInput(mark("Please keep it under {most} characters."), field=name, most=most)
    if not known(Criticality, row["criticality"]):
        raise WrongInput(CHOOSE, field="criticality")
    if not known(AssetStatus, row["status"]):
        raise WrongInput(CHOOSE, field="status")
    _whose(db, row)
    _numbers(row)
    return row


def _whose(db: Database, row: Row) -> None:
    if row["location_id"] is not None and location(db, row["location_id"]) is None:
        raise WrongInput(CHOOSE, field="location_id")
    if row["vendor_id"] is not None and row["vendor_id"] not in vendors(db):
        raise WrongInput(CHOOSE, field="vendor_id")
    if row["team_id"] is not None and row["team_id"] not in teams(db):
        raise WrongInput(CHOOSE, field="team_id")
    if of_another_vendor(db, row["team_id"], row["vendor_id"]):
        raise WrongInput(OTHER_VENDOR, field="team_id")


def _numbers(row: Row) -> None:
    ends = {name: row[name] for name in ("warranty_until", "life_ends_on")}
    if wrong := wrong_days(row["bought_on"], ends):
        raise WrongInput(ENDS_BEFORE, field=wrong)
    if row["price_cents"] is not None and row["price_cents"] < 0:
        raise WrongInput(mark("An amount cannot be below zero."), field="price_cents")


def _number_is_free(db: Database, number: str) -> None:
    wanted = alike(number)
    for other in assets.all_assets(db).values():
        if alike(other.number) == wanted:
            raise Refusal(
                mark("The number “{number}” belongs to {name}."),
                field="number",
                number=number,
                name=other.name,
            )
