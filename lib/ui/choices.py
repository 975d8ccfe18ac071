"""What select boxes offer: places, services, departments, people; each list made once per change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lib.catalog.services import UNKNOWN, all_services
from lib.core.i18n import Language
from lib.people import accounts
from lib.people.organisation import departments, teams
from lib.people.roles import Role
from lib.places.assets import AssetStatus, all_assets
from lib.places.locations import LocationKind, all_locations, initials, location
from lib.store.database import Database

K = TypeVar("K")


ASIDE = "\u2003" * 40
"""Before what an option is only found by: the box searches nothing but what it shows, so it stands out of sight."""


@dataclass(frozen=True, slots=True)
class Choices(Generic[K]):
    """Options and how each is written; the writing holds everything it can be found by."""

    options: list[K]
    words: Mapping[K, str]

    def say(self, option: K) -> str:
        """For `format_func`; a thing no longer offered still has a name."""
        return self.words.get(option) or str(option)


def of(pairs: Iterable[tuple[K, str]]) -> Choices[K]:
    """Choices from option and words."""
    words = dict(pairs)
    return Choices(list(words), words)


def in_use(found: Mapping[int, Any]) -> list[int]:
    """Ids of the teams, vendors or departments that can be chosen for something new."""
    return [key for key, one in found.items() if one.active]


def places(db: Database) -> Choices[int]:
    """Every place below a campus, as "住院A座 12层 1203病房 · BY-A-12-1203", found by "zyaz12c1203bf" too."""

    def build() -> Choices[int]:
        offered = [p for p in all_locations(db).values() if p.active and p.kind != LocationKind.CAMPUS]
        return of((p.id, f"{p.path} · {p.number}{ASIDE}{_apart(p.path)}") for p in offered)

    return db.derived("place choices", ("location", "occupancy"), build)


def _apart(path: str) -> str:
    """The initials with the path's spaces: the box finds "zyaz12c" in "zyaz 12c" too, but not the other way."""
    return " ".join(map(initials, path.split()))


def found_by_initials(found: Iterable[tuple[K, str]]) -> Choices[K]:
    """Choices found by the initials of their words too."""
    return of((key, f"{words}{ASIDE}{initials(words)}") for key, words in found)


def assets(db: Database) -> Choices[int]:
    """Every asset in service, as "1号客梯 · DT-001 · 住院A座 1层 电梯厅", found by "1hkt" too."""

    def build() -> Choices[int]:
        found = [one for one in all_assets(db).values() if one.status != AssetStatus.RETIRED]
        places = [location(db, one.location_id) for one in found]
        paths = (place.path if place else "" for place in places)
        return of(
            (one.id, f"{' · '.join(filter(None, (one.name, one.number, path)))}{ASIDE}{initials(one.name)}")
            for one, path in zip(found, paths, strict=True)
        )

    return db.derived("asset choices", ("asset", "location", "occupancy"), build)


def services(db: Database, language: Language) -> Choices[str]:
    """Every service offered, as "照明灯具维修 · 供电", found by "zmdjwx" too."""

    def build() -> Choices[str]:
        offered = [s for s in all_services(db).values() if s.active and s.code != UNKNOWN]
        return of((s.code, f"{s.title(language)} · {s.group}{ASIDE}{s.initials}") for s in offered)

    return db.derived(("service choices", language), ("service", "service_group"), build)


def department_choices(db: Database) -> Choices[int]:
    """Every department, as "心血管内科 · 8101", found by "xxgnk" too."""

    def build() -> Choices[int]:
        known = [d for d in departments(db).values() if d.active]
        return of(
            (d.id, f"{' · '.join(filter(None, (d.name, d.extension)))}{ASIDE}{initials(d.name)}")
            for d in known
        )

    return db.derived("department choices", ("department",), build)


def technicians(db: Database, team_id: int | None = None) -> Choices[int]:
    """Everybody who can be given jobs, of one team if it is named, as "李玉军 · 水电班 · 13800000000", found by
    "lyj" too."""

    def build() -> Choices[int]:
        known = [a for a in accounts.all_accounts(db).values() if a.active and a.team_id is not None]
        people = [a for a in known if any(grant.role is Role.TECHNICIAN for grant in a.grants)]
        named = {team.id: team.name for team in teams(db).values()}
        said = (" · ".join(filter(None, (a.name, named.get(a.team_id or 0, ""), a.phone))) for a in people)
        return of((a.id, f"{words}{ASIDE}{initials(a.name)}") for a, words in zip(people, said, strict=True))

    tables = ("account", "account_role", "technician", "team")
    everybody = db.derived("technician choices", tables, build)
    if team_id is None:
        return everybody
    known = accounts.all_accounts(db)
    return of((i, everybody.words[i]) for i in everybody.options if known[i].team_id == team_id)
