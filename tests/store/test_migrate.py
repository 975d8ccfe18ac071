"""Numbered SQL files: each applied once, a failing one leaves nothing, a newer file is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lib.store.database import Database, FileInUse
from lib.store.migrate import MIGRATIONS, UnknownMigration, migrate
from lib.store.opening import close_all, opened

ONE = "CREATE TABLE one (id BIGINT PRIMARY KEY);\nINSERT INTO one VALUES (1);"
TWO = "CREATE TABLE two (id BIGINT);"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_one.sql").write_text(ONE)
    (made / "0002_two.sql").write_text(TWO)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Database:
    database = Database(tmp_path / "file.duckdb")
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    sql = "SELECT table_name FROM information_schema.tables"
    return {row["table_name"] for row in database.rows(sql)}


def test_what_is_missing_is_applied_in_order_and_once(file: Database, folder: Path) -> None:
    assert migrate(file, folder) == ["0001_one", "0002_two"]
    assert migrate(file, folder) == []
    assert file.value("SELECT count(*) FROM one") == 1


def test_a_new_one_is_added_to_a_file_in_use(file: Database, folder: Path) -> None:
    migrate(file, folder)
    (folder / "0003_three.sql").write_text("ALTER TABLE one ADD COLUMN name VARCHAR DEFAULT ''")
    assert migrate(file, folder) == ["0003_three"]
    assert file.rows("SELECT * FROM one") == [{"id": 1, "name": ""}]


def test_a_failing_one_leaves_nothing_behind_and_can_be_run_again(file: Database, folder: Path) -> None:
    (folder / "0002_two.sql").write_text(TWO + "INSERT INTO nowhere VALUES (1);")
    with pytest.raises(duckdb.Error):
        migrate(file, folder)
    assert tables(file) == {"migration", "one"}
    (folder / "0002_two.sql").write_text(TWO)
    assert migrate(file, folder) == ["0002_two"]
    assert tables(file) == {"migration", "one", "two"}


def test_a_file_of_a_newer_version_is_refused_untouched(file: Database, folder: Path) -> None:
    migrate(file, folder)
    (folder / "0002_two.sql").unlink()
    (folder / "0000_zero.sql").write_text("CREATE TABLE zero (id BIGINT)")
    with pytest.raises(UnknownMigration, match="0002_two"):
        migrate(file, folder)
    assert "zero" not in tables(file)


def test_our_own_migrations_are_numbered_without_gaps() -> None:
    numbers = [int(path.stem.split("_")[0]) for path in sorted(MIGRATIONS.glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1))


# Opening -------------------------------------------------------------------------------------------


def test_a_path_is_opened_once_in_a_process(tmp_path: Path) -> None:
    path = tmp_path / "new" / "onestop.duckdb"
    try:
        assert opened(path) is opened(path)
    finally:
        close_all()


def test_a_file_that_was_refused_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "onestop.duckdb"
    database = Database(path)
    migrate(database)
    with database.transaction() as tx:
        tx.execute("INSERT INTO migration VALUES ('9999_future', now())")
    database.close()
    with pytest.raises(UnknownMigration, match="9999_future"):
        opened(path)
    path.unlink()
    try:
        assert opened(path).value("SELECT count(*) FROM account") == 0
    finally:
        close_all()


def test_a_file_another_process_holds_is_in_use(tmp_path: Path, holding: object) -> None:
    path = tmp_path / "held.duckdb"
    with holding(path), pytest.raises(FileInUse, match=r"held\.duckdb"):  # type: ignore[operator]
        Database(path)
    Database(path).close()
