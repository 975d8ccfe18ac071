"""A real, small hospital in a temporary folder, and the people who appear in the tests."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from lib.catalog.loading import load_catalogue, load_promises
from lib.core.clock import local_date
from lib.core.settings import ROOT, settings
from lib.people import accounts, organisation
from lib.people.loading import load_departments, load_teams, load_vendors
from lib.people.roles import SYSTEM, Actor, Grant, Role, Scope
from lib.places import labels, locations
from lib.places.loading import load_locations, load_occupancy
from lib.store import database as store
from lib.store.database import Database
from lib.store.migrate import migrate
from lib.store.opening import close_all, opened
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel
from tests.engine import Attached

if TYPE_CHECKING:
    from tests.cost_sharing.hospital import Shared

# A Monday, 10:00 in the hospital.
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
PASSWORD = "correct horse 7"

Connect = Callable[[Path], object]


def pytest_collection_finish() -> None:
    # Modules and collected tests stay until the end; looking for garbage took 5 % of the run of tests/pages.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure() -> None:
    # What stays frozen at the end, DuckDB's library would report as leaked.
    gc.unfreeze()


@dataclass(frozen=True)
class Cast:
    """Everybody by first name, and where the story plays. Two teams of one vendor: water & power, lifts."""

    db: Database
    ward: int  # department: cardiology
    other_ward: int
    room: int  # location of a clinical room of the ward
    icu: int  # a critical room
    code: str  # wall code of the room
    vendor: int
    team: int
    other_team: int
    people: dict[str, int]

    def actor(self, name: str) -> Actor:
        return accounts.actor(self.db, self.people[name])

    def by(self, name: str, now: datetime = MONDAY, **more: object) -> By:
        return By(actor=self.actor(name), now=now, **more)  # type: ignore[arg-type]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own for this test."""
    folder = tmp_path / "data"
    monkeypatch.setenv("ONESTOP_DATA", str(folder))
    settings.cache_clear()
    yield folder
    close_all()
    settings.cache_clear()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty hospital, migrated once; each test gets a copy."""
    path = tmp_path_factory.mktemp("empty") / "onestop.duckdb"
    # Small blocks make a file of 1 MB instead of 14, copied for every test.
    duckdb.connect(str(path), config={"default_block_size": 16384}).close()
    database = Database(path)
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def cast_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> tuple[Path, dict[str, object]]:
    """The small hospital, built once, and everything `Cast` says about it; each test gets a copy."""
    path = tmp_path_factory.mktemp("cast") / "onestop.duckdb"
    shutil.copyfile(empty_file, path)
    database = Database(path)
    about = _small_hospital(database)
    database.close()
    return path, about


@pytest.fixture
def connect() -> Connect:
    """How `db` and `cast` open their file: in the engine all tests share (tests/store opens it as in service)."""
    return Attached


@pytest.fixture
def db(data: Path, empty_file: Path, connect: Connect) -> Database:
    """An empty hospital: migrated, nothing in it."""
    return a_copy(empty_file, connect)


@pytest.fixture(scope="session")
def shared_file(
    tmp_path_factory: pytest.TempPathFactory, cast_file: tuple[Path, dict[str, object]]
) -> tuple[Path, dict[str, object], dict[str, object]]:
    """The cast's hospital with vendors that share the cost of a month, built once, and what it says about itself."""
    from tests.cost_sharing import hospital

    made, about = cast_file
    path = tmp_path_factory.mktemp("shared") / "onestop.duckdb"
    shutil.copyfile(made, path)
    database = Database(path)
    beyond = hospital.fill(Cast(db=database, **about))  # type: ignore[arg-type]
    database.close()
    return path, about | {"people": beyond["people"]}, beyond["about"]


@pytest.fixture
def cast(data: Path, request: pytest.FixtureRequest, connect: Connect) -> Cast:
    """The small hospital: one ward with a room, an ICU, two teams, and one person of every role; with `shared`, its
    vendors and month of tickets too."""
    with_vendors = "shared" in request.fixturenames
    path, about, *_ = request.getfixturevalue("shared_file" if with_vendors else "cast_file")
    return Cast(db=a_copy(path, connect), **about)


@pytest.fixture
def shared(cast: Cast, shared_file: tuple[Path, dict[str, object], dict[str, object]]) -> Shared:
    """Vendors A, B and C, their closed tickets of 2026-10-26 to 2026-11-25, and statements at any step."""
    from tests.cost_sharing import hospital

    return hospital.Shared(cast, **shared_file[2])  # type: ignore[arg-type]


def a_copy(made: Path, connect: Connect = Attached) -> Database:
    """The hospital of this test's data folder: that file copied, opened and migrated."""
    wanted = settings().database
    # A parameter named `data` takes the fixture's place; without this the real hospital would be overwritten.
    assert ROOT not in wanted.parents, "a test without its own data folder"
    wanted.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_connect", connect)
        return opened(wanted)


def _small_hospital(db: Database) -> dict[str, object]:
    vendor = organisation.save(
        db, "vendor", {"code": "V02", "name": "安工匠", "vendor_type": "综合"}, actor=SYSTEM, now=MONDAY
    )
    with db.transaction() as tx:
        campus = locations.add(tx, number="BY", name="本部院区", kind="campus", parent=None)
    team, other_team = (
        organisation.save(
            db,
            "team",
            {"code": code, "name": name, "vendor_id": vendor, "campus_id": campus},
            actor=SYSTEM,
            now=MONDAY,
        )
        for code, name in (("T01", "水电班"), ("T09", "电梯组"))
    )
    ward, other_ward = (
        organisation.save(
            db,
            "department",
            {"code": code, "name": name, "kind": "clinical", "campus_id": campus, "extension": extension},
            actor=SYSTEM,
            now=MONDAY,
        )
        for code, name, extension in (("XXNK", "心血管内科", "8101"), ("GK", "骨科", "8102"))
    )
    with db.transaction() as tx:
        load_catalogue(tx, {"V02": vendor}, {"T01": team, "T09": other_team})
        load_promises(tx, datetime(2020, 1, 1, tzinfo=UTC))
    room, icu, code = _places(db, ward)
    people = _people(db, ward=ward, vendor=vendor, team=team, other_team=other_team)
    return {
        "ward": ward,
        "other_ward": other_ward,
        "room": room,
        "icu": icu,
        "code": code,
        "vendor": vendor,
        "team": team,
        "other_team": other_team,
        "people": people,
    }


def _places(db: Database, ward: int) -> tuple[int, int, str]:
    def add(number: str, name: str, kind: str, above: str, area: str = "") -> int:
        with db.transaction() as tx:
            return locations.add(
                tx,
                number=number,
                name=name,
                kind=kind,
                parent=locations.by_number(db, above),
                area_class=area,
            )

    add("BY-A", "住院A座", "building", "BY")
    add("BY-A-12", "12层", "floor", "BY-A")
    room = add("BY-A-12-1203", "1203病房", "room", "BY-A-12", "clinical")
    icu = add("BY-A-12-ICU", "重症监护室", "room", "BY-A-12", "critical")
    with db.transaction() as tx:
        for place in (room, icu):
            locations.occupy(tx, place, ward, local_date(datetime(2020, 1, 1, tzinfo=UTC)))
        code = labels.issue(tx, room, MONDAY)
    return room, icu, code


def _people(db: Database, *, ward: int, vendor: int, team: int, other_team: int) -> dict[str, int]:
    everywhere = Scope.EVERYWHERE
    roles: dict[str, tuple[str, Grant, int | None]] = {
        "liu": ("刘护士长", Grant(Role.LIAISON, Scope.DEPARTMENT, ward), None),
        "wang": ("王客服", Grant(Role.OPERATOR, everywhere), None),
        "zhao": ("赵调度", Grant(Role.DISPATCHER, everywhere), None),
        "sun": ("孙班长", Grant(Role.LEADER, Scope.TEAM, team), team),
        "li": ("李师傅", Grant(Role.TECHNICIAN, Scope.OWN), team),
        "chen": ("陈师傅", Grant(Role.TECHNICIAN, Scope.OWN), team),
        "zhou": ("周师傅", Grant(Role.TECHNICIAN, Scope.OWN), other_team),
        "wu": ("吴巡检", Grant(Role.INSPECTOR, everywhere), None),
        "zheng": ("郑主任", Grant(Role.MANAGER, everywhere), None),
        "qian": ("钱合同", Grant(Role.CONTRACT_OFFICER, everywhere), None),
        "feng": ("冯经理", Grant(Role.VENDOR, Scope.VENDOR, vendor), None),
        "he": ("何分析", Grant(Role.ANALYST, everywhere), None),
        "admin": ("管理员", Grant(Role.ADMINISTRATOR, everywhere), None),
    }
    # Slow hashes are for those who guess; tests/people/test_accounts.py asks for all the rounds.
    hashed = accounts.password_hash(PASSWORD, rounds=4)
    found = {}
    for username, (name, grant, belongs_to) in roles.items():
        found[username] = accounts.create(
            db,
            actor=SYSTEM,
            username=username,
            name=name,
            password="",
            grants=[grant],
            now=MONDAY,
            team_id=belongs_to,
        )
    with db.transaction() as tx:
        tx.execute("UPDATE account SET password_hash = $hash, must_change = FALSE", hash=hashed)
    return found


@pytest.fixture
def report(cast: Cast) -> Callable[..., Ticket]:
    """A new ticket at the room: `report()`, `report(service_code=…, location_id=…, severity=…)`."""

    def opened_ticket(now: datetime = MONDAY, **wish: object) -> Ticket:
        asked: dict[str, object] = {
            "channel": Channel.HOTLINE,
            "caller": Caller(name="张护士", phone="8101"),
            "location_id": cast.room,
        }
        asked |= {"service_code": "GD-01", "description": "治疗室灯不亮"} | wish
        return opening.open_ticket(cast.db, Wish(**asked), by=cast.by("wang", now)).ticket  # type: ignore[arg-type]

    return opened_ticket


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Database]:
    """The places, departments and services of the reference tables, built once; tests only read it."""
    path = tmp_path_factory.mktemp("reference") / "onestop.duckdb"
    shutil.copyfile(empty_file, path)
    database = Database(path)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    with database.transaction() as tx:
        places = load_locations(tx)
        vendors = load_vendors(tx)
        teams = load_teams(tx, vendors, places)
        load_occupancy(tx, places, load_departments(tx, places), local_date(since))
        load_catalogue(tx, vendors, teams)
    yield database
    database.close()
