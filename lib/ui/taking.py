"""A table as people see it, to take away as CSV or Excel."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.store.sheets import writing
from lib.ui.session import Session

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def taken_away(here: Session, table: pl.DataFrame, name: str, key: str) -> None:
    """Two buttons that give the table as a file: CSV that Excel opens in Chinese too, or a workbook."""
    with st.container(horizontal=True):
        st.download_button(
            here._("Download as CSV"),
            lambda: csv(table),
            f"{name}.csv",
            "text/csv; charset=utf-8",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_csv",
        )
        st.download_button(
            here._("Download as Excel"),
            lambda: workbook(table),
            f"{name}.xlsx",
            WORKBOOK,
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_xlsx",
        )


def csv(table: pl.DataFrame) -> bytes:
    """The table as such a file; what is not there is an empty cell."""
    return writing.csv_file(table.columns, _cells(table))


def workbook(table: pl.DataFrame) -> bytes:
    """The same as one sheet of a workbook; numbers stay numbers."""
    numbers = frozenset(name for name, kind in table.schema.items() if kind.is_numeric())
    return writing.workbook("1", table.columns, _cells(table), numbers=numbers)


def _cells(table: pl.DataFrame) -> list[list[str]]:
    return [["" if value is None else str(value) for value in row] for row in table.iter_rows()]
