"""The first rows, how many there are, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from lib.analytics.dataset.called import head
from lib.analytics.dataset.column import Column, Kind
from lib.analytics.dataset.dataset import Dataset, dataset
from lib.analytics.filter import Filter, written
from lib.core.i18n import mark
from lib.store.sheets.streams import MOST_ROWS
from lib.ui.downloads.choosing import names
from lib.ui.session import Session
from lib.ui.widgets import empty

SHOWN = 50
FILES = (
    (
        "xlsx",
        mark("Excel"),
        ":material/table_view:",
        mark("With real dates and the data dictionary on a sheet beside"),
    ),
    ("csv", mark("CSV"), ":material/csv:", mark("Opens in Excel with Chinese intact; for any program")),
    ("parquet", mark("Parquet"), ":material/database:", mark("For analysis programs: small, with types")),
)
SECONDS_A_MILLION = {"xlsx": 30, "csv": 6, "parquet": 5}
"""What a million rows of the usual columns take, roughly."""


def draw(here: Session, filter: Filter, columns: Sequence[Column]) -> None:
    """Nothing is read for the files before somebody takes one."""
    found = dataset(here.db, here.actor, filter, columns, here.language, here.now)
    rows = found.rows.height
    if not rows:
        empty(here._("No ticket fits this filter. Choose more days or fewer conditions."))
        return
    st.markdown(here._("**{rows}** tickets, {columns} columns", rows=f"{rows:,}", columns=len(columns)))
    if found.masked:
        st.caption(here._("Names, phones and words of people are masked for you."))
    _files(here, filter, columns, rows)
    st.dataframe(_shown(here, found), hide_index=True, width="stretch", height=420)
    if rows > SHOWN:
        st.caption(here._("The first {shown} of {rows} rows.", shown=SHOWN, rows=f"{rows:,}"))


def _files(here: Session, filter: Filter, columns: Sequence[Column], rows: int) -> None:
    query = urlencode({**written(filter), "columns": names(columns)}, doseq=True)
    with st.container(horizontal=True):
        for form, label, icon, about in FILES:
            too_many = form == "xlsx" and rows > MOST_ROWS
            st.link_button(
                here._(label),
                f"/downloads/tickets.{form}?{query}",
                icon=icon,
                help=_refused(here) if too_many else f"{here._(about)} · {_takes(here, form, rows)}",
                disabled=too_many,
            )


def _refused(here: Session) -> str:
    return here._(
        "Excel holds {most} rows. Take CSV or Parquet, or choose fewer days.", most=f"{MOST_ROWS:,}"
    )


def _takes(here: Session, form: str, rows: int) -> str:
    seconds = max(1, round(rows / 1e6 * SECONDS_A_MILLION[form]))
    return here._("about {seconds} s; the download shows how far it is", seconds=seconds)


def _shown(here: Session, found: Dataset) -> pl.DataFrame:
    """Under the heads of the files; what a file would hold whole is shown as it reads."""
    (frame,) = list(found.frames(SHOWN, most=SHOWN))
    return frame.select(_cell(column).alias(head(column, here.language)) for column in found.columns)


def _cell(column: Column) -> pl.Expr:
    match column.kind:
        case Kind.INSTANT:
            return pl.col(column.name).dt.strftime("%Y-%m-%d %H:%M")
        case Kind.NUMBER:
            return pl.col(column.name).round(1)
        case Kind.MONEY:
            return pl.col(column.name).cast(pl.Float64)
        case _:
            return pl.col(column.name)
