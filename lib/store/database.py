"""One DuckDB file, opened once per process: reads anywhere, writes one transaction at a time."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import polars as pl

Row = dict[str, Any]
T = TypeVar("T")
logger = logging.getLogger(__name__)
Listener = Callable[[frozenset[str]], None]

_WRITTEN = re.compile(r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+(\w+)", re.IGNORECASE)


class FileInUse(Exception):
    """Another process, most likely the running application, holds the database file."""


class Reading:
    """What can be asked, inside a transaction or outside: rows as dicts, or a Polars frame."""

    def __init__(self, cursor: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._cursor = cursor

    def rows(self, sql: str, /, **values: Any) -> list[Row]:
        """All rows of a query with named parameters (`$name`)."""
        cursor = self._cursor().execute(sql, values or None)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, /, **values: Any) -> Row | None:
        """The first row, or None."""
        found = self.rows(sql, **values)
        return found[0] if found else None

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first column of the first row, or None."""
        # Fetched to the end: DuckDB refuses other work on a cursor with an unfinished result.
        rows = self._cursor().execute(sql, values or None).fetchall()
        return rows[0][0] if rows else None

    def frame(self, sql: str, /, **values: Any) -> pl.DataFrame:
        """The same as a Polars frame."""
        result = self._cursor().sql(sql, params=values or None)
        return result.pl()


class Transaction(Reading):
    """Reads and writes that become true together or not at all."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        super().__init__(lambda: cursor)
        self.written: set[str] = set()
        self.doomed = False

    def execute(self, sql: str, /, **values: Any) -> list[Row]:
        """One writing statement; the rows it RETURNs, if it does."""
        if named := _WRITTEN.match(sql):
            self.written.add(named.group(1).lower())
        return self.rows(sql, **values)

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """One new row from column → value."""
        names = list(values)
        marks = ", ".join(f"${name}" for name in names)
        self.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", **values)

    def update(self, table: str, values: Mapping[str, Any], *, key: str = "id") -> None:
        """One row changed, found by `values[key]`."""
        columns = ", ".join(f"{name} = ${name}" for name in values if name != key)
        self.execute(f"UPDATE {table} SET {columns} WHERE {key} = ${key}", **values)

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Many new rows at once, by column name: the one bulk path (rows one by one cost 0.7 ms each)."""
        if frame.is_empty():
            return
        self.written.add(table)
        cursor = self._cursor()
        cursor.register("arriving", frame)
        names = ", ".join(frame.columns)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving")
        cursor.unregister("arriving")

    def append_files(self, table: str, files: Sequence[Path]) -> None:
        """The rows of Parquet files, by column name. What is appended in one statement goes to the disk while it comes,
        more than a hundred thousand rows at a time; many small appends wait in memory for the commit."""
        if not files:
            return
        self.written.add(table)
        names = ", ".join(pl.read_parquet_schema(files[0]))
        # read_parquet is DuckDB's own; PostgreSQL gets the same rows by COPY.
        sql = f"INSERT INTO {table} ({names}) SELECT {names} FROM read_parquet($files)"
        self._cursor().execute(sql, {"files": [str(file) for file in files]})

    def amend(self, table: str, frame: pl.DataFrame, *, key: str = "id") -> None:
        """Many rows changed at once, each found by its `key`: all other columns of the frame are set."""
        if frame.is_empty():
            return
        self.written.add(table)
        cursor = self._cursor()
        cursor.register("arriving", frame)
        columns = ", ".join(f"{name} = arriving.{name}" for name in frame.columns if name != key)
        cursor.execute(f"UPDATE {table} SET {columns} FROM arriving WHERE {table}.{key} = arriving.{key}")
        cursor.unregister("arriving")

    def next_id(self, sequence: str) -> int:
        """The next number of a sequence."""
        return int(self.value(f"SELECT nextval('{sequence}')"))

    def next_ids(self, sequence: str, count: int) -> list[int]:
        """The next numbers of a sequence, ascending; one by one they would cost more than the rows themselves."""
        sql = f"SELECT nextval('{sequence}') AS id FROM generate_series(1, $count)"
        return sorted(int(row["id"]) for row in self.rows(sql, count=count)) if count else []


class Database(Reading):
    """The open file. Each thread reads through a cursor of its own; writers wait for one lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = _connect(path)
        self._threads = threading.local()
        self._writing = threading.RLock()
        self._current: Transaction | None = None
        self._versions: Counter[str] = Counter()
        self._derived: dict[Any, tuple[tuple[int, ...], Any]] = {}
        self._listeners: list[Listener] = []
        super().__init__(self._own_cursor)

    def _own_cursor(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._threads, "cursor"):
            self._threads.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._threads.cursor
        return cursor

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Everything inside is committed together; any exception undoes it all.

        Inside another one of the same thread it joins that: several use cases become one, all or nothing.
        """
        with self._writing:
            if self._current is not None:
                with self._joined(self._current) as transaction:
                    yield transaction
                return
            with self._started() as transaction:
                yield transaction
        self._tell(frozenset(transaction.written))

    @contextmanager
    def _started(self) -> Iterator[Transaction]:
        cursor = self._connection.cursor()
        cursor.execute("BEGIN")
        transaction = self._current = Transaction(cursor)
        try:
            yield transaction
            if transaction.doomed:
                raise RuntimeError("a part of this transaction failed and its failure was swallowed")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        else:
            cursor.execute("COMMIT")
            self._versions.update(transaction.written)
        finally:
            self._current = None
            cursor.close()

    @contextmanager
    def _joined(self, transaction: Transaction) -> Iterator[Transaction]:
        try:
            yield transaction
        except BaseException:
            transaction.doomed = True
            raise

    def version(self, tables: Sequence[str]) -> tuple[int, ...]:
        """Grows whenever one of the tables was written by this process."""
        return tuple(self._versions[table] for table in tables)

    def derived(self, name: Any, tables: Sequence[str], build: Callable[[], T]) -> T:
        """What `build` makes from the tables, made again only after one of them was written."""
        version = self.version(tables)
        known = self._derived.get(name)
        if known is None or known[0] != version:
            known = self._derived[name] = (version, build())
        made: T = known[1]
        return made

    def on_commit(self, listener: Listener) -> Callable[[], None]:
        """Calls the listener with the written tables after each commit; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, tables: frozenset[str]) -> None:
        if tables:
            for listener in tuple(self._listeners):
                try:
                    listener(tables)
                except Exception:  # what was written is true, whoever fails to hear of it
                    logger.exception("a listener failed")

    def close(self) -> None:
        """Writes everything to the file and lets go of it."""
        with self._writing:
            self._connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise FileInUse(str(path)) from error
        raise
    # Cursors inherit only what is set globally; without it instants come back in the machine's zone.
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET GLOBAL threads = 2")
    return connection
