"""The report to read: sentences, tables whose rows open the tickets behind them, and what each figure counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from lib.analytics.report.behind import ASKED
from lib.analytics.report.told import Line, Section, Table, told
from lib.core.i18n import Language
from lib.ui.monthly_report.choosing import Chosen
from lib.ui.session import Session
from lib.ui.words import harmless

_TIMES = "report_tables_drawn"


def draw(here: Session, chosen: Chosen) -> None:
    """Every section, in order."""
    for section in told(chosen.content, here.language):
        _section(here, section)


def _section(here: Session, section: Section) -> None:
    st.subheader(section.title, anchor=section.name)
    if section.sentences:
        st.markdown(harmless(_running(here, section.sentences)))
    for n, table in enumerate(section.tables):
        _table(f"{section.name}_{n}", table)
    if section.notes:
        with st.expander(here._("What these figures count"), icon=":material/help:"):
            st.markdown("\n".join(f"- {harmless(note)}" for note in section.notes))


def _running(here: Session, sentences: Sequence[str]) -> str:
    """One paragraph; Chinese sets no spaces between sentences."""
    return ("" if here.language is Language.ZH else " ").join(sentences)


def _table(name: str, table: Table) -> None:
    """The figures as words, so that each keeps its own unit; a figure touched opens what is behind it."""
    key = f"report_{name}_{st.session_state.get(_TIMES, 0)}"
    places = [str(n) for n, _ in enumerate(table.columns)]
    shown = pl.DataFrame([[cell.text for cell in line] for line in table.lines], schema=places, orient="row")
    config = {place: _column(table, n) for n, place in enumerate(places)}
    if not any(cell.behind for line in table.lines for cell in line):
        st.dataframe(shown, hide_index=True, height="content", column_config=config, key=key)
        return
    st.dataframe(
        shown,
        hide_index=True,
        height="content",
        column_config=config,
        key=key,
        on_select=partial(_open, key, table.lines),
        selection_mode="single-cell",
    )


def _column(table: Table, n: int) -> Any:
    numbers = any(line[n].unit for line in table.lines)
    return st.column_config.TextColumn(table.columns[n], alignment="right" if numbers else "left")


def _open(key: str, lines: Sequence[Line]) -> None:
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(lines):
        row, column = cells[0]
        for name, value in lines[row][int(column)].behind.items():
            st.query_params[name] = value


def closed() -> None:
    """Forgets what was asked for; tables drawn anew have nothing chosen."""
    for name in ASKED:
        st.query_params.pop(name, None)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
