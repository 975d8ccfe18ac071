"""The window with the tickets behind a figure."""

from __future__ import annotations

import streamlit as st

from lib.analytics.facts import facts
from lib.analytics.report.behind import ASKED, behind, seen
from lib.tickets import search
from lib.ui import search_table
from lib.ui.monthly_report import reading
from lib.ui.monthly_report.choosing import Chosen
from lib.ui.session import Session

MOST = 200
"""Tickets shown at once."""


def draw(here: Session, chosen: Chosen) -> None:
    """The window, where the address asks for one."""
    if "behind" in st.query_params:
        st.dialog(here._("Tickets behind the figure"), width="large", on_dismiss=reading.closed)(_window)(
            here, chosen
        )


def _window(here: Session, chosen: Chosen) -> None:
    asked = {name: st.query_params[name] for name in ASKED if name in st.query_params}
    frame = behind(facts(here.db, here.now), chosen.content, chosen.month, asked)
    ids = seen(here.db, here.actor, frame["id"].to_list())
    rows = search.by_ids(here.db, actor=here.actor, ids=ids[:MOST])
    if not ids:
        st.info(here._("No ticket stands behind this figure: of a share, those that missed it are shown."))
        return
    st.caption(
        here._("{n} tickets as they are now; {shown} are shown.", n=f"{len(ids):,}", shown=f"{len(rows):,}")
    )
    if rows:
        search_table.draw(here, rows)
