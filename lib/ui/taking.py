"""A table as people see it, to take away as CSV."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.store.sheets import writing
from lib.ui.session import Session


def taken_away(here: Session, table: pl.DataFrame, name: str, key: str) -> None:
    """A button that gives the table as a file Excel opens in Chinese too."""
    st.download_button(
        here._("Download as CSV"),
        lambda: csv(table),
        f"{name}.csv",
        "text/csv; charset=utf-8",
        icon=":material/download:",
        on_click="ignore",
        key=f"{key}_csv",
    )


def csv(table: pl.DataFrame) -> bytes:
    """The table as such a file; what is not there is an empty cell."""
    rows = [["" if value is None else str(value) for value in row] for row in table.iter_rows()]
    return writing.csv_file(table.columns, rows)
