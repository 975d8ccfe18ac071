"""The things rows of a list name: campuses, departments, vendors, teams, groups, services; and their ids by code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lib.catalog import services
from lib.core.i18n import mark
from lib.lists.cells import Named
from lib.lists.plain import folded
from lib.lists.shape import Seen, Values
from lib.people import organisation
from lib.people.roles import Actor
from lib.places import asset_rights, assets
from lib.places.locations import LocationKind
from lib.store.database import Database

CAMPUS, DEPARTMENT, VENDOR, TEAM = mark("Campus"), mark("Department"), mark("Vendor"), mark("Team")
GROUP, SERVICE = mark("Group"), mark("Service")


def campuses(db: Database) -> Named:
    """A campus by its number."""
    sql = "SELECT number, name, active FROM location WHERE kind = $kind ORDER BY id"
    rows = db.rows(sql, kind=LocationKind.CAMPUS.value)
    return Named(
        CAMPUS,
        {row["number"]: row["name"] for row in rows},
        frozenset(row["number"] for row in rows if not row["active"]),
    )


def departments(db: Database) -> Named:
    """A department by its code."""
    return _coded(DEPARTMENT, organisation.departments(db).values())


def vendors(db: Database) -> Named:
    """A vendor by its code."""
    return _coded(VENDOR, organisation.vendors(db).values())


def teams(db: Database) -> Named:
    """A team by its code."""
    return _coded(TEAM, organisation.teams(db).values())


def assets_seen(attribute: str) -> Seen:
    """For lists with an asset's number in that attribute: the rows of those the reader may see."""

    def seen(db: Database, reader: Actor) -> Callable[[Values], bool]:
        numbers = {one.number for one in asset_rights.seen(db, reader, assets.all_assets(db).values())}
        return lambda values: values[attribute] in numbers

    return seen


def services_known(db: Database) -> Named:
    """A service by its code."""
    return _coded(SERVICE, services.all_services(db).values())


def groups(db: Database) -> Named:
    """A group of services by its code."""
    return Named(GROUP, {one.code: one.name for one in services.groups(db)})


def _coded(thing: str, found: Iterable[Any]) -> Named:
    kept = list(found)
    return Named(
        thing,
        {one.code: one.name for one in kept},
        frozenset(one.code for one in kept if not one.active),
    )


class Ids:
    """Codes and the ids behind them, for writing and for reading back."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        self._ids = ids
        self._codes = {known: code for code, known in ids.items()}
        self._spelled = {folded(code): code for code in ids}

    def spelled(self, typed: str) -> str | None:
        """The code as it is kept, however it was typed; None where there is none like it."""
        return self._spelled.get(folded(typed))

    def of(self, code: str) -> int | None:
        """The id; None for ""."""
        return self._ids[code] if code else None

    def code(self, known: int | None) -> str:
        """The code; "" for None and for what is not there."""
        return self._codes.get(known, "") if known is not None else ""


def ids(db: Database, table: str) -> Ids:
    """Ids of a table of the organisation, or of "location", by code or number."""
    code = "number" if table == "location" else "code"
    return Ids({row["code"]: row["id"] for row in db.rows(f"SELECT id, {code} AS code FROM {table}")})
