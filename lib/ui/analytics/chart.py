"""One chart of the page: the figure, the same as a table, a file of it, and the tickets behind what is clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from lib.analytics.answers import View
from lib.core.i18n import Language, mark, say
from lib.ui.analytics import behind, columns
from lib.ui.session import Session
from lib.ui.taking import csv
from lib.ui.widgets import empty

PLOTLY_WORDS = (
    mark("Download plot as a PNG"),
    mark("Click to enter Colorscale title"),
    mark("Double-click on legend to isolate one trace"),
    mark("Double-click to zoom back out"),
    mark("Taking snapshot - this may take a few seconds"),
    mark("Snapshot succeeded"),
    mark("Sorry there was a problem downloading your snapshot!"),
)
"""What the charts say in English by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`name` is its key; `title` what it shows, for files and readers; `figure` raises ValueError where there is
    nothing to draw, None for what is only a table; `table`: the same as people read it."""

    name: str
    title: str
    figure: Callable[[], dict[str, Any]] | None
    table: Callable[[], pl.DataFrame]


def row(here: Session, view: View, charts: Sequence[Chart]) -> None:
    """The charts beside each other, below each other on a phone; then the tickets behind a mark of one of them."""
    for place, chart in zip(st.columns(len(charts), gap="medium"), charts, strict=True):
        with place:
            _one(here, view, chart)
    behind.draw(here, view, [chart.name for chart in charts])


def _one(here: Session, view: View, chart: Chart) -> None:
    as_table = bool(st.session_state.get(f"{chart.name}_table"))
    try:
        if as_table or chart.figure is None:
            st.markdown(f"**{chart.title}**")
            columns.drawn(chart.table(), key=f"{chart.name}_rows", alt=chart.title)
        else:
            _figure(here, chart, chart.figure())
    except ValueError:
        st.markdown(f"**{chart.title}**")
        empty(
            here._("Nothing to show for this filter: choose a longer period or fewer conditions."),
            ":material/monitoring:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{chart.name}_foot"):
        if chart.figure is not None:
            st.toggle(here._("As a table"), key=f"{chart.name}_table")
        st.download_button(
            here._("Download as CSV"),
            lambda: csv(chart.table()),
            f"{chart.title} {view.filter.first} {view.filter.last}.csv",
            "text/csv; charset=utf-8",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key=f"{chart.name}_csv",
        )


def _figure(here: Session, chart: Chart, figure: dict[str, Any]) -> None:
    key = f"{chart.name}_chart"
    st.plotly_chart(
        figure,
        key=key,
        on_select=partial(behind.choose, key, chart.name),
        selection_mode="points",
        config=_config(here.language, chart.title),
        alt=chart.title,
    )


def _config(language: Language, title: str) -> dict[str, Any]:
    words = {word: say(language, word) for word in PLOTLY_WORDS}
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"filename": title, "scale": 2},
        "locale": "page",
        "locales": {"page": {"dictionary": words, "format": {}}},
        "doubleClick": False,
    }
