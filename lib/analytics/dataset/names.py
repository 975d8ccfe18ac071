"""The names that stand for ids and codes, in the language of who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lib.catalog.findings import causes
from lib.catalog.services import all_services, groups
from lib.core.i18n import Language, say
from lib.people.organisation import departments, teams, vendors
from lib.places.assets import all_assets
from lib.places.locations import AREA_WORDS, all_locations
from lib.store.database import Database
from lib.tickets.words import (
    CHANNEL_WORDS,
    CLOSED_WORDS,
    HOLD_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    SEVERITY_WORDS,
    STATUS_WORDS,
)

Key = int | str
CODED: Mapping[str, Mapping[str, str]] = {
    "area": AREA_WORDS,
    "channel": CHANNEL_WORDS,
    "closed_how": CLOSED_WORDS,
    "hold": HOLD_WORDS,
    "kind": KIND_WORDS,
    "outcome": OUTCOME_WORDS,
    "severity": SEVERITY_WORDS,
    "status": STATUS_WORDS,
}
"""Closed sets, said in each language."""
KEPT: Mapping[str, Callable[[Database, Language], Mapping[Key, str]]] = {
    "asset": lambda db, _: {id: one.name for id, one in all_assets(db).items()},
    "asset_number": lambda db, _: {id: one.number for id, one in all_assets(db).items()},
    "cause": lambda db, _: {one.code: one.name for one in causes(db)},
    "department": lambda db, _: {id: one.name for id, one in departments(db).items()},
    "group": lambda db, _: {one.code: one.name for one in groups(db)},
    "place": lambda db, _: {id: one.path for id, one in all_locations(db).items()},
    "place_number": lambda db, _: {id: one.number for id, one in all_locations(db).items()},
    "service": lambda db, language: {code: one.title(language) for code, one in all_services(db).items()},
    "team": lambda db, _: {id: one.name for id, one in teams(db).items()},
    "vendor": lambda db, _: {id: one.name for id, one in vendors(db).items()},
}
"""What the hospital named itself; what is out of use keeps its name."""


def names(db: Database, kind: str, language: Language) -> Mapping[Key, str]:
    """Id or code → name."""
    if kind in CODED:
        return {str(code): say(language, words) for code, words in CODED[kind].items()}
    return KEPT[kind](db, language)
