"""Statements standing in each status, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from lib.cost_sharing import records
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.store.database import Database
from tests.conftest import Cast, Connect, a_copy
from tests.cost_sharing.acts import stand
from tests.cost_sharing.hospital import Shared
from tests.cost_sharing.month import Month, filled

Standing = Callable[[Status], tuple[Shared, Statement]]


@pytest.fixture(scope="session")
def standing_files(
    tmp_path_factory: pytest.TempPathFactory,
    shared_file: tuple[Path, dict[str, object], dict[str, object]],
) -> Mapping[Status, Path]:
    """The hospital with one statement, once for each status the statement goes through (see `acts.stand`)."""
    made, about, beyond = shared_file
    folder, found = tmp_path_factory.mktemp("standing"), {}
    path = folder / "onestop.duckdb"
    shutil.copyfile(made, path)
    db = Database(path)
    for statement in stand(Shared(Cast(db=db, **about), **beyond)):  # type: ignore[arg-type]
        db.rows("CHECKPOINT")
        found[statement.status] = folder / f"{statement.status}.duckdb"
        shutil.copyfile(path, found[statement.status])
    db.close()
    return found


@pytest.fixture
def standing(
    data: Path,
    connect: Connect,
    standing_files: Mapping[Status, Path],
    shared_file: tuple[Path, dict[str, object], dict[str, object]],
) -> Standing:
    """`standing(Status.ISSUED)`: the hospital, and its one statement in that status."""

    def found(status: Status) -> tuple[Shared, Statement]:
        _, about, beyond = shared_file
        db = a_copy(standing_files[status], connect)
        [statement] = records.all_statements(db)
        full = records.by_id(db, statement.id)
        assert full is not None
        return Shared(Cast(db=db, **about), **beyond), full  # type: ignore[arg-type]

    return found


@pytest.fixture(scope="session")
def settled_file(
    tmp_path_factory: pytest.TempPathFactory,
    shared_file: tuple[Path, dict[str, object], dict[str, object]],
) -> tuple[Path, int]:
    """The hospital of `shared` with its one statement settled and nothing disputed, and that statement's id."""
    made, about, beyond = shared_file
    path = tmp_path_factory.mktemp("settled") / "onestop.duckdb"
    shutil.copyfile(made, path)
    db = Database(path)
    settled = Shared(Cast(db=db, **about), **beyond).settled()  # type: ignore[arg-type]
    db.close()
    return path, settled.id


@pytest.fixture
def after_settling(
    data: Path,
    connect: Connect,
    settled_file: tuple[Path, int],
    shared_file: tuple[Path, dict[str, object], dict[str, object]],
) -> tuple[Shared, Statement]:
    """That hospital and its statement, for this test alone."""
    path, statement_id = settled_file
    _, about, beyond = shared_file
    shared = Shared(Cast(db=a_copy(path, connect), **about), **beyond)  # type: ignore[arg-type]
    statement = records.by_id(shared.db, statement_id)
    assert statement is not None
    return shared, statement


@pytest.fixture(scope="session")
def month(
    tmp_path_factory: pytest.TempPathFactory, cast_file: tuple[Path, dict[str, object]]
) -> Iterator[Month]:
    """A month with every kind of ticket, made once; tests only read it."""
    path = tmp_path_factory.mktemp("month") / "onestop.duckdb"
    shutil.copyfile(cast_file[0], path)
    db = Database(path)
    yield filled(db)
    db.close()
