"""What the values of the facts are called: of each dimension, its word and the words of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.analytics.filter import DIMENSIONS, NONE
from lib.catalog.findings import causes
from lib.catalog.services import all_services, groups
from lib.core.i18n import mark
from lib.people.organisation import departments, teams, vendors
from lib.places.assets import all_assets
from lib.places.locations import AREA_WORDS, LocationKind, all_locations
from lib.tickets.words import CHANNEL_WORDS, HOLD_WORDS, KIND_WORDS, SEVERITY_WORDS, STATUS_WORDS
from lib.ui.session import Session

WORDS: Mapping[str, str] = {
    "campus": mark("Campus"),
    "building": mark("Building"),
    "floor": mark("Floor"),
    "place": mark("Place"),
    "area": mark("Area"),
    "asset": mark("Asset"),
    "department": mark("Department"),
    "group": mark("Service group"),
    "service": mark("Service"),
    "kind": mark("Kind"),
    "severity": mark("Severity"),
    "channel": mark("Channel"),
    "team": mark("Team"),
    "vendor": mark("Vendor"),
    "status": mark("Status"),
    "cause": mark("Cause"),
    "hold": mark("Reason of the hold"),
}
"""What the dimensions of `lib.analytics.filter` are called."""
MISSING: Mapping[str, str] = {
    "vendor": mark("the hospital itself"),
    "team": mark("no team named"),
    "cause": mark("not recorded"),
    "hold": mark("not on hold"),
}
_CODED: Mapping[str, Mapping[str, str]] = {
    "area": AREA_WORDS,
    "kind": KIND_WORDS,
    "severity": SEVERITY_WORDS,
    "channel": CHANNEL_WORDS,
    "status": STATUS_WORDS,
    "hold": HOLD_WORDS,
}
OF = {column: name for name, column in DIMENSIONS.items()}


def values(here: Session, dimension: str) -> Mapping[str, str]:
    """What can be chosen of it, as an address says it, and how each is called."""
    if dimension in _CODED:
        return {str(code): here._(words) for code, words in _CODED[dimension].items()}
    return here.db.derived(("values", dimension, here.language), _TABLES, lambda: _named(here, dimension))


_TABLES = (
    "location",
    "occupancy",
    "department",
    "team",
    "vendor",
    "service",
    "service_group",
    "asset",
    "cause",
)


def _named(here: Session, dimension: str) -> Mapping[str, str]:
    db = here.db
    match dimension:
        case "campus" | "building" | "floor" | "place":
            return _places(here, dimension)
        case "asset":
            return {str(id): f"{one.number} {one.name}" for id, one in all_assets(db).items()}
        case "department":
            return {str(id): one.name for id, one in departments(db).items()}
        case "group":
            return {one.code: one.name for one in groups(db)}
        case "service":
            return {code: one.title(here.language) for code, one in all_services(db).items()}
        case "team":
            return {str(id): one.name for id, one in teams(db).items()}
        case "vendor":
            return {str(id): one.name for id, one in vendors(db).items()}
        case _:
            return {one.code: one.name for one in causes(db)}


def _places(here: Session, dimension: str) -> Mapping[str, str]:
    kinds = {"campus": LocationKind.CAMPUS, "building": LocationKind.BUILDING, "floor": LocationKind.FLOOR}
    kind = kinds.get(dimension)
    found = [one for one in all_locations(here.db).values() if kind is None or one.kind == kind]
    return {str(one.id): one.path or one.name for one in found}


def namer(here: Session, column: str) -> Callable[[Any], str]:
    """What a value of that column of the facts is called."""
    dimension = OF[column]
    words = values(here, dimension)
    missing = here._(MISSING.get(dimension, mark("not said")))
    return lambda key: missing if key is None or key in ("", NONE) else words.get(str(key)) or str(key)
