"""The databases this process has open, by path."""

from __future__ import annotations

import threading
from pathlib import Path

from lib.store.database import Database
from lib.store.migrate import migrate

_open: dict[Path, Database] = {}
_opening = threading.Lock()


def opened(path: Path) -> Database:
    """The database of that path, opened and migrated at first use in this process."""
    with _opening:
        if path not in _open:
            database = Database(path)
            try:
                migrate(database)
            except BaseException:
                database.close()
                raise
            _open[path] = database
        return _open[path]


def close_all() -> None:
    """Closes what `opened` opened (end of the process, end of a test)."""
    with _opening:
        for database in _open.values():
            database.close()
        _open.clear()
