"""Numbered SQL files, each applied once together with its row in the ledger."""

from __future__ import annotations

from pathlib import Path

from lib.core.clock import now
from lib.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
LEDGER = "CREATE TABLE IF NOT EXISTS migration (name VARCHAR PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL)"


class UnknownMigration(Exception):
    """The file was written by a newer version of the product than this one."""


def migrate(database: Database, folder: Path = MIGRATIONS) -> list[str]:
    """Applies what is missing, in order; the names applied. A failing file leaves nothing behind."""
    with database.transaction() as tx:
        tx.execute(LEDGER)
    known = {row["name"] for row in database.rows("SELECT name FROM migration")}
    files = sorted(folder.glob("*.sql"))
    if newer := known - {file.stem for file in files}:
        raise UnknownMigration(", ".join(sorted(newer)))
    missing = [file for file in files if file.stem not in known]
    for file in missing:
        with database.transaction() as tx:
            tx.execute(file.read_text())
            tx.insert("migration", {"name": file.stem, "applied_at": now()})
    return [file.stem for file in missing]
