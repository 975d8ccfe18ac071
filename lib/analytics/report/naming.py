"""What a report calls vendors, departments, buildings and services: their names on the day it is issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lib.analytics.report.shape import Said
from lib.catalog.services import all_services
from lib.core.i18n import Language, Words
from lib.people.organisation import departments, vendors
from lib.places.locations import all_locations
from lib.store.database import Database

Namer = Callable[[str, int | str], Said]
"""The name of what a column of the facts holds, by column and id."""


def said(words: Words) -> Said:
    """As the report keeps it."""
    return {"en": words.en, "zh": words.zh}


def words(kept: Said) -> Words:
    """To be a fact of another sentence."""
    return Words(en=kept["en"], zh=kept["zh"])


def namer(db: Database) -> Namer:
    """Names as they are now; what is no longer there is called by its id."""
    plain: Mapping[str, Mapping[int, str]] = {
        "vendor_id": {id: one.name for id, one in vendors(db).items()},
        "department_id": {id: one.name for id, one in departments(db).items()},
        "building_id": {id: one.name for id, one in all_locations(db).items()},
    }
    services = all_services(db)

    def called(column: str, id: int | str) -> Said:
        if column == "service_code" and (service := services.get(str(id))):
            return {"en": service.title(Language.EN), "zh": service.title(Language.ZH)}
        name = plain.get(column, {}).get(id, str(id)) if isinstance(id, int) else str(id)
        return {"en": name, "zh": name}

    return called
