"""The data dictionary: every column that can be taken away, and what it means."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.analytics.dataset.called import DICTIONARY, dictionary
from lib.analytics.dataset.columns import COLUMNS
from lib.store.sheets.writing import csv_file
from lib.ui.session import Session


def draw(here: Session) -> None:
    """Folded away until somebody asks; to take away too."""
    heads = [here._(one) for one in DICTIONARY]
    lines = dictionary(COLUMNS.values(), here.language)
    with st.expander(here._("Data dictionary") + f" ({len(lines)})", icon=":material/menu_book:"):
        table = pl.DataFrame(lines, dict.fromkeys(heads, pl.String), orient="row")
        st.dataframe(table, hide_index=True, width="stretch", height=420)
        st.download_button(
            here._("Download the dictionary"),
            csv_file(heads, lines),
            f"{here._('Data dictionary')}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
