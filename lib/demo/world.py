"""What every story of the demonstration needs to know about its hospital."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from lib.catalog import calendars, findings, promises, services
from lib.catalog.findings import Cause, Material
from lib.catalog.promises import Promise
from lib.catalog.services import Service
from lib.catalog.working_calendar import WorkingCalendar
from lib.demo.crews import Crews
from lib.demo.mix import Days, Mix
from lib.demo.phrases import Phrases, materials_by_service, surnames
from lib.demo.where import Where
from lib.people import accounts, organisation
from lib.places import assets, locations
from lib.places.assets import AssetStatus
from lib.places.locations import Location
from lib.store.database import Database
from lib.store.tables import table
from lib.tickets.rules import rules


@dataclass(frozen=True, slots=True)
class Pictures:
    """Hashes of the drawn photos: of faults, of finished work, of signatures."""

    faults: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


class World:
    """The hospital as it stands in the database, read once."""

    def __init__(self, db: Database, now: datetime, pictures: Pictures) -> None:
        self.db, self.now, self.pictures = db, now, pictures
        self.services = services.all_services(db)
        self.places = locations.all_locations(db)
        self.departments = organisation.departments(db)
        self.crews = Crews(db)
        self.phrases, self.surnames = Phrases(), surnames()
        self.where = Where(self.places)
        self.mix = Mix({code: service.kind for code, service in self.services.items()})
        self.rules = rules(db)
        self._names = accounts.names(db)
        self.office: WorkingCalendar = calendars.calendar(db, "office")
        self._promises: dict[tuple[str, str, str], Promise | None] = {}
        self._used = materials_by_service()

    @cached_property
    def days(self) -> Days:
        """Days off and make-up workdays."""
        off, on = calendars.free_days(self.db)
        return Days(off, on)

    @cached_property
    def materials(self) -> Mapping[str, list[Material]]:
        """What each service uses up."""
        known = {material.code: material for material in findings.materials(self.db)}
        return {code: [known[one] for one in used if one in known] for code, used in self._used.items()}

    @cached_property
    def causes(self) -> Mapping[str, list[Cause]]:
        """Causes by group of services; the general ones under ""."""
        found: dict[str, list[Cause]] = {}
        for cause in findings.causes(self.db):
            found.setdefault(cause.group_code, []).append(cause)
        return found

    @cached_property
    def _machines(self) -> Mapping[tuple[int, str], list[int]]:
        """Machines by place and category; those out of use break no more."""
        found: dict[tuple[int, str], list[int]] = {}
        for one in assets.all_assets(self.db).values():
            if one.location_id is not None and one.status != AssetStatus.RETIRED:
                found.setdefault((one.location_id, one.category), []).append(one.id)
        return found

    @cached_property
    def _mended(self) -> Mapping[str, tuple[str, ...]]:
        """Categories of the machines a service mends, by its code or the group's."""
        rows = table("demo_asset_services")
        return {row["services"]: tuple(filter(None, row["categories"].split(";"))) for row in rows}

    def machine(self, service_code: str, place: Location, at: datetime) -> int | None:
        """The machine there that such a service is about; None where there is none."""
        categories = self._mended.get(service_code, self._mended.get(service_code[:2], ()))
        there = [one for category in categories for one in self._machines.get((place.id, category), ())]
        return there[int(at.timestamp()) % len(there)] if there else None

    def promise(self, severity: str, place: Location | None, service_code: str) -> Promise | None:
        """The promise in force for a ticket like that."""
        area = place.area_class if place else ""
        key = severity, area, service_code
        if key not in self._promises:
            asked = {"severity": severity, "area_class": area, "service_code": service_code}
            self._promises[key] = promises.promise_for(self.db, **asked, at=self.now)
        return self._promises[key]

    def promised(
        self, severity: str, place: Location | None, service_code: str, at: datetime
    ) -> Mapping[str, Any]:
        """The promise of a ticket opened at that instant and its due times, as an event keeps them."""
        return promises.dues_of(self.db, self.promise(severity, place, service_code), at).facts()

    def name(self, random: Random, topic: str) -> str:
        """A reporter: surname and what they are."""
        return random.choice(self.surnames) + self.phrases.say(random, topic)

    def person(self, account_id: int | None) -> str:
        """The name of an account."""
        return self._names.get(account_id or 0, "")

    def service(self, code: str) -> Service:
        """A service of the catalogue."""
        return self.services[code]
