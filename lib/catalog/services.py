"""The catalogue: groups of services, and what each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lib.core.i18n import Language, mark
from lib.places.locations import initials
from lib.store.database import Database

UNKNOWN = "XX-00"
"""The service of a ticket whose reporter could not say; the desk corrects it."""


class Automatic(StrEnum):
    """To whom a service dispatches itself."""

    TEAM = "team"
    PERSON = "person"


AUTOMATIC_WORDS: Mapping[str, str] = {
    "": mark("By the desk"),
    Automatic.TEAM: mark("By itself, to the usual team"),
    Automatic.PERSON: mark("By itself, to the best person"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A leaf of the catalogue. `weight` 1 is an ordinary half-hour job; `words` are what people really say;
    `automatic` says whether it dispatches itself."""

    code: str
    group_code: str
    group: str
    icon: str
    name: str
    name_en: str
    kind: str
    severity: str
    weight: float
    vendor_id: int | None
    team_id: int | None
    licence: str
    people: int
    visit: bool
    automatic: str
    words: tuple[str, ...]
    active: bool
    initials: str

    def title(self, language: Language) -> str:
        """Its name in that language."""
        return self.name_en if language is Language.EN and self.name_en else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    code: str
    name: str
    icon: str
    sort: int


def all_services(db: Database) -> Mapping[str, Service]:
    """Every service by code, in the order of the catalogue."""
    return db.derived("services", ("service", "service_group"), lambda: _read(db))


def _read(db: Database) -> Mapping[str, Service]:
    rows = db.rows(
        """
        SELECT s.*, g.name AS "group", g.icon FROM service s JOIN service_group g ON g.code = s.group_code
        ORDER BY g.sort, s.code
        """
    )
    found = (
        Service(
            **{
                **row,
                "words": tuple(filter(None, row["words"].split(";"))),
                "initials": initials(row["name"]),
            }
        )
        for row in rows
    )
    return {service.code: service for service in found}


def service(db: Database, code: str) -> Service | None:
    """One service, or None for a code nobody knows."""
    return all_services(db).get(code)


def groups(db: Database) -> list[Group]:
    """The groups, in the hospital's order."""
    return [Group(**row) for row in db.rows("SELECT * FROM service_group ORDER BY sort")]


def offered(db: Database) -> list[Service]:
    """What can be asked for now."""
    return [service for service in all_services(db).values() if service.active]
