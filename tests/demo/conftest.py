"""A small demonstration hospital, made once for all of its tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.core.settings import settings
from lib.demo import hospital
from lib.demo.hospital import Summary
from lib.store.database import Database
from lib.store.migrate import migrate

# A Monday, 10:20 in the hospital.
NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
SCALE = 0.035


@dataclass(frozen=True)
class Demonstration:
    db: Database
    summary: Summary
    now: datetime


def made(folder: Path, now: datetime = NOW, scale: float = SCALE) -> Demonstration:
    """A demonstration in a database of its own."""
    database = Database(folder / "onestop.duckdb")
    migrate(database)
    return Demonstration(database, hospital.build(database, now, scale=scale), now)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the drawn pictures go."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(autouse=True)
def _data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ONESTOP_DATA", str(folder))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def built(folder: Path) -> Iterator[Demonstration]:
    """Made once; tests may append to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONESTOP_DATA", str(folder))
        # Read once per process: an earlier test may have read where the real hospital lies.
        settings.cache_clear()
        found = made(folder)
    settings.cache_clear()
    yield found
    found.db.close()
