"""One DuckDB engine for all the hospitals of a test process.

Starting an engine (it registers some thousand functions each time) and stopping it costs 15 to 20 ms, attaching a file
to a running one 4 ms. Every test still has a file of its own. How the product opens its file is for tests/store and
for all that is made once per session.
"""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import duckdb

_numbers = itertools.count(1)


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    # As the product sets it; for files this small a second thread only costs (8 %).
    engine = duckdb.connect()
    engine.execute("SET GLOBAL TimeZone = 'UTC'")
    engine.execute("SET GLOBAL threads = 1")
    # These files end with their test: no power cut to survive.
    engine.execute("SET GLOBAL fsync_mode = 'NONE'")
    return engine


class Attached:
    """A file of that engine, as the store asks for one: cursors, and an end."""

    def __init__(self, path: Path) -> None:
        self._name = f"hospital_{next(_numbers)}"
        quoted = str(path).replace("'", "''")
        _engine().execute(f"ATTACH '{quoted}' AS {self._name}")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = _engine().cursor()
        cursor.execute(f"USE {self._name}")
        return cursor

    def close(self) -> None:
        # Nothing to tidy either: who opens the file again reads the log beside it. Backups are detached tidy.
        _engine().execute("SET GLOBAL checkpoint_on_detach = 'DISABLED'")
        _engine().execute(f"DETACH DATABASE IF EXISTS {self._name}")
        _engine().execute("RESET GLOBAL checkpoint_on_detach")
