"""Rows of what an import creates besides tickets: they wait until it is written."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lib.store.database import Row, Transaction


class Created:
    """New rows by table."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}

    def add(self, table: str, row: Row) -> None:
        """One more."""
        self._rows.setdefault(table, []).append(row)

    def counts(self) -> Mapping[str, int]:
        """How many, by table."""
        return {table: len(rows) for table, rows in self._rows.items()}

    def write(self, tx: Transaction) -> None:
        """Writes them."""
        for table, rows in self._rows.items():
            tx.append(table, pl.DataFrame(rows, infer_schema_length=None))
