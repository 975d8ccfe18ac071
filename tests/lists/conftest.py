"""A hospital with the reference tables and nobody's tickets, made once; each test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lib.demo.ground import lay
from lib.store.database import Database
from tests.conftest import MONDAY, a_copy


@pytest.fixture(scope="session")
def ground_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    path = tmp_path_factory.mktemp("ground") / "onestop.duckdb"
    shutil.copyfile(empty_file, path)
    database = Database(path)
    lay(database, MONDAY)
    database.close()
    return path


@pytest.fixture
def hospital(data: Path, ground_file: Path) -> Database:
    """Places, departments, vendors, teams, people, catalogue and promises of the demonstration."""
    return a_copy(ground_file)
