"""Assets: the register of machines and installations, what they are, where they stand, and who looks after them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import Language, mark
from lib.lists.amounts import LIKE_THIS, Money, Someday
from lib.lists.cells import Choice, Code, Named, Text
from lib.lists.keeping import keep
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import assets_seen, ids, teams, vendors
from lib.people.roles import Actor, Permission
from lib.places import asset_keeping, asset_labels, asset_rights, assets, locations
from lib.places.assets import CRITICALITY_WORDS, STATUS_WORDS, Asset, AssetStatus, Criticality
from lib.store.database import Database, Row, Transaction

PLACE = mark("Place")
TEXTS = ("number", "name", "category", "maker", "model", "serial", "criticality", "status", "notes")
SOME = ("bought_on", "warranty_until", "life_ends_on", "price_cents")
"""What may be unknown: "" in a file, NULL in the table."""
LINKS: Mapping[str, tuple[str, str]] = {
    "place": ("location_id", "location"),
    "vendor": ("vendor_id", "vendor"),
    "team": ("team_id", "team"),
}


@dataclass(frozen=True, slots=True)
class Place(Named):
    """A place by its number or its whole path; too many to be offered as a list."""

    def offered(self, language: Language) -> Sequence[str]:
        return ()


@dataclass(frozen=True, slots=True)
class SomeMoney(Money):
    """An amount, or "" where nobody knows it."""

    def say(self, value: int | str, language: Language) -> str:
        # Called by name: a dataclass with slots is made twice, and super() knows only the first.
        return Money.say(self, value, language) if isinstance(value, int) else ""


def _columns(db: Database) -> Sequence[Column]:
    most = asset_keeping.LENGTHS
    known = locations.all_locations(db).values()
    places = Place(
        PLACE,
        {one.number: one.path for one in known},
        frozenset(one.number for one in known if not one.active),
    )
    return (
        Column(attribute="number", title=mark("Asset number"), cell=Code(), needed=True),
        Column(attribute="name", title=mark("Name"), cell=Text(most["name"]), needed=True),
        Column(attribute="category", title=mark("Category"), cell=Text(most["category"])),
        Column(attribute="maker", title=mark("Maker"), cell=Text(most["maker"])),
        Column(attribute="model", title=mark("Model"), cell=Text(most["model"])),
        Column(attribute="serial", title=mark("Serial number"), cell=Text(most["serial"])),
        Column(
            attribute="place",
            title=PLACE,
            cell=places,
            note=mark("The number of the place, or its whole name from the building down."),
        ),
        Column(attribute="vendor", title=mark("Vendor"), cell=vendors(db)),
        Column(
            attribute="team",
            title=mark("Team"),
            cell=teams(db),
            note=mark("Empty: every team of its vendor."),
        ),
        Column(
            attribute="criticality",
            title=mark("Criticality"),
            cell=Choice(CRITICALITY_WORDS),
            default=Criticality.ORDINARY.value,
        ),
        Column(
            attribute="status",
            title=mark("Status"),
            cell=Choice(STATUS_WORDS),
            default=AssetStatus.IN_USE.value,
            note=mark("An asset is never deleted: what is gone is retired."),
        ),
        Column(attribute="bought_on", title=mark("Bought on"), cell=Someday(), note=LIKE_THIS),
        Column(attribute="warranty_until", title=mark("Warranty until"), cell=Someday(), note=LIKE_THIS),
        Column(attribute="life_ends_on", title=mark("End of life"), cell=Someday(), note=LIKE_THIS),
        Column(attribute="price_cents", title=mark("Purchase price (yuan)"), cell=SomeMoney()),
        Column(attribute="notes", title=mark("Note"), cell=Text(most["notes"], lines=True)),
    )


def shown(found: Iterable[Asset]) -> List:
    """The list with only these assets, to be taken away as a file."""
    wanted = list(found)
    return replace(SHAPE, rows=lambda db: _values(db, wanted))


def _rows(db: Database) -> Iterable[Values]:
    return _values(db, assets.all_assets(db).values())


def _values(db: Database, found: Iterable[Asset]) -> Iterable[Values]:
    codes = {name: (column, ids(db, table)) for name, (column, table) in LINKS.items()}
    for asset in found:
        row: Row = {name: getattr(asset, name) for name in TEXTS}
        row |= {name: "" if (value := getattr(asset, name)) is None else value for name in SOME}
        row |= {name: known.code(getattr(asset, column)) for name, (column, known) in codes.items()}
        yield row


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    team_ids, vendor_ids = ids(db, "team"), ids(db, "vendor")
    for draft in drafts:
        if not draft.differs:
            continue
        values = draft.values
        days: dict[str, Any] = {name: values[name] or None for name in SOME[:3]}
        bought = days.pop("bought_on")
        if wrong := asset_keeping.wrong_days(bought, days):
            draft.refuse(wrong, WrongInput(asset_keeping.ENDS_BEFORE))
        team, vendor = team_ids.of(values["team"]), vendor_ids.of(values["vendor"])
        if asset_keeping.of_another_vendor(db, team, vendor):
            draft.refuse("team", WrongInput(asset_keeping.OTHER_VENDOR))


def _reach(db: Database, actor: Actor, drafts: Sequence[Draft]) -> None:
    """Somebody who keeps the assets of one campus brings back no others, neither as they were nor as they shall be."""
    made, answers = _made(db), dict[tuple[Any, ...], bool]()

    def kept(values: Values) -> bool:
        key = tuple(values[name] for name in LINKS)
        if key not in answers:
            asset = Asset(id=0, **made(values))
            answers[key] = asset_rights.reaches(db, actor, Permission.KEEP_ASSETS, asset)
        return answers[key]

    for draft in drafts:
        if draft.differs and not (kept(draft.values) and (draft.before is None or kept(draft.before))):
            draft.refuse("place", NotAllowed(mark("The assets there are kept by others.")))


def _made(db: Database) -> Callable[[Values], Row]:
    """Turns values into the table's columns."""
    known = {name: (column, ids(db, table)) for name, (column, table) in LINKS.items()}

    def made(values: Values) -> Row:
        row: Row = {name: values[name] for name in TEXTS}
        row |= {name: None if values[name] == "" else values[name] for name in SOME}
        return row | {column: found.of(values[name]) for name, (column, found) in known.items()}

    return made


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    keep(tx, "asset", drafts, _made(db), key="number")
    bare = tx.rows("SELECT id FROM asset WHERE id NOT IN (SELECT asset_id FROM asset_label) ORDER BY id")
    asset_labels.issue_all(tx, [row["id"] for row in bare], now)
    return {}


SHAPE = List(
    name="assets",
    title=mark("Assets"),
    order=88,
    keys=("number",),
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    seen=assets_seen("number"),
    note=mark("New assets get their code by themselves. A number once given stays with its asset."),
    needs=Permission.KEEP_ASSETS,
    reach=_reach,
)
