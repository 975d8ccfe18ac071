"""Whether the sequences that give out ids are ahead of the ids that are there."""

from __future__ import annotations

from lib.store.database import Database


def behind(db: Database) -> list[tuple[str, int, int]]:
    """Sequences whose next number is taken already: name, last number given out, highest id in its table.

    The sequence `thing_id` gives out the ids of the table `thing`.
    """
    # duckdb_sequences() is DuckDB's own; PostgreSQL has pg_sequences.
    given = {
        row["name"]: int(row["last"] or 0)
        for row in db.rows("SELECT sequence_name AS name, last_value AS last FROM duckdb_sequences()")
    }
    highest = {name: _highest(db, name.removesuffix("_id")) for name in given}
    return [(name, last, highest[name]) for name, last in sorted(given.items()) if highest[name] > last]


def _highest(db: Database, table: str) -> int:
    return int(db.value(f"SELECT max(id) FROM {table}") or 0)
