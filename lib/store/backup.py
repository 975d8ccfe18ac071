"""Copies of the whole database, made while it is in use; to restore one: stop, copy it over the database, start."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from lib.core import clock
from lib.core.settings import settings
from lib.store.database import Database

PATTERN = "onestop-????????-????.duckdb"
NIGHTLY = time(2, 30)
"""When the hospital is quietest, on its own clock."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy, and when it was made."""

    path: Path
    made_at: datetime
    bytes: int


def folder() -> Path:
    """Where the copies lie; photos and videos lie beside the database in `files` and never change."""
    return settings().data / "backups"


def make(db: Database, *, now: datetime, into: Path | None = None, keep: int | None = None) -> Backup:
    """A copy as of one instant, then only the newest `keep` of them are left (default: as the settings say).

    Readers and writers go on meanwhile. An interrupted copy leaves no file under a good name.
    """
    target = into or folder()
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"onestop-{clock.local(now):%Y%m%d-%H%M}.duckdb"
    _copy(db, path)
    os.utime(path, (now.timestamp(), now.timestamp()))
    _forget_old(target, settings().backups if keep is None else keep)
    return _known(path)


def _copy(db: Database, path: Path) -> None:
    alias = f"copy_{secrets.token_hex(4)}"
    unfinished = path.with_suffix(f".{alias}")
    quoted = str(unfinished).replace("'", "''")
    try:
        # Sequences go along with the place where they stand, and the statement sees one instant.
        db.rows(f"ATTACH '{quoted}' AS {alias}")
        try:
            db.rows(f"COPY FROM DATABASE {_name(db)} TO {alias}")
        finally:
            db.rows(f"DETACH {alias}")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _name(db: Database) -> str:
    name = str(db.value("SELECT current_database()")).replace('"', '""')
    return f'"{name}"'


def _forget_old(target: Path, keep: int) -> None:
    for old in all_backups(target)[max(keep, 1) :]:
        old.path.unlink(missing_ok=True)


def all_backups(within: Path | None = None) -> list[Backup]:
    """The copies there are, newest first."""
    found = (_known(path) for path in (within or folder()).glob(PATTERN))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def last_backup(within: Path | None = None) -> Backup | None:
    """The newest copy, or None."""
    return next(iter(all_backups(within)), None)


def _known(path: Path) -> Backup:
    found = path.stat()
    return Backup(path, datetime.fromtimestamp(found.st_mtime, UTC), found.st_size)


def make_nightly(db: Database, now: datetime) -> Backup | None:
    """A copy once a night, later in the day where the machine was off; None when it is not yet due."""
    last = last_backup()
    since = last.made_at if last else db.value("SELECT min(applied_at) FROM migration")
    return make(db, now=now) if since is None or since < _last_night(now) else None


def _last_night(now: datetime) -> datetime:
    tonight = clock.wall(clock.local_date(now), NIGHTLY)
    return tonight if tonight <= now else clock.wall(clock.local_date(now) - timedelta(days=1), NIGHTLY)
