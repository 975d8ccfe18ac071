"""The tickets behind what was clicked in a chart, below it; what is asked for stands in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.analytics import marks
from lib.analytics.answers import View
from lib.analytics.indicator import Unit
from lib.analytics.indicators import INDICATORS
from lib.tickets import search
from lib.ui import search_table
from lib.ui.focusing import reveal
from lib.ui.session import Session

BEHIND, MOST = "behind", 200
"""Its name in the address; tickets shown at once."""


def choose(key: str, chart: str) -> None:
    """What is clicked is asked for; a second click on it takes that back."""
    points = st.session_state[key].selection.points
    said = points[0].get("customdata") if points else None
    if said:
        st.query_params[BEHIND] = f"{chart}:{said[0] if isinstance(said, list) else said}"
    else:
        st.query_params.pop(BEHIND, None)


def draw(here: Session, view: View, charts: Sequence[str]) -> None:
    """The list, if a mark of one of these charts is asked for; only tickets the person may see."""
    chart, _, mark = st.query_params.get(BEHIND, "").partition(":")
    if chart not in charts or not mark:
        return
    ids = view.ask(
        ("behind", mark), lambda: marks.behind(view.everything, view.filter, marks.read(mark), view.now)
    )
    rows = search.by_ids(here.db, actor=here.actor, ids=ids[:MOST])
    with st.container(border=True, key="analytics_behind"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{here._('Tickets behind the figure')}**")
            st.button(here._("Close the list"), icon=":material/close:", type="tertiary", on_click=close)
        if not rows:
            st.info(
                here._("No ticket stands behind this figure: of a share, those that missed it are shown.")
            )
            return
        said = here._("{n} tickets; {shown} are shown", n=f"{len(ids):,}", shown=len(rows))
        st.caption(" · ".join(filter(None, (said, _which(here, marks.read(mark))))))
        search_table.draw(here, rows)
    reveal("analytics_behind", mark)


def _which(here: Session, mark: marks.Mark) -> str:
    """Of a share, whether those are listed that missed it or those that it counts."""
    indicator = INDICATORS.get(mark.get("indicator", ""))
    if indicator is None or indicator.unit is not Unit.SHARE:
        return ""
    listed = here._("those that missed it") if indicator.good > 0 else here._("those it counts")
    return f"{here._(indicator.label)}: {listed}"


def close() -> None:
    """Forgets what was asked for."""
    st.query_params.pop(BEHIND, None)


def choose_row(key: str, chart: str, texts: Sequence[str]) -> None:
    """The same for the row of a table."""
    chosen = st.session_state[key].selection
    at = chosen.rows[0] if chosen.rows else chosen.cells[0][0] if chosen.cells else None
    if at is not None and at < len(texts) and texts[at]:
        st.query_params[BEHIND] = f"{chart}:{texts[at]}"
    else:
        st.query_params.pop(BEHIND, None)
