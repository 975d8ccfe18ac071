"""Readings of any item, by checklist."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.inspections.plan_figures import checklists_seen
from lib.inspections.readings import measured
from lib.inspections.seeing import Sight
from lib.ui import readings_trend
from lib.ui.session import Session
from lib.ui.widgets import empty


def draw(here: Session, sight: Sight, period: tuple[date, date]) -> None:
    """The checklist, its item, where it was read, and the chart of the period."""
    _ = here._
    known = {
        one.id: one for one in checklists_seen(here.db, here.actor) if measured(here.db, one.id, one.version)
    }
    if not known:
        empty(_("No checklist asks for a number yet."), ":material/monitoring:")
        return
    with st.container(horizontal=True):
        of = st.selectbox(
            _("Checklist"),
            list(known),
            format_func=lambda key: known[key].name,
            key="results_checklist",
            width=300,
        )
        items = {row["item_id"]: row for row in measured(here.db, of, known[of].version)}
        item = st.selectbox(
            _("Item"),
            list(items),
            format_func=lambda key: items[key]["words"],
            key=f"results_item_{of}",
            width=300,
        )
    readings_trend.draw(here, items[item], sight, key=f"results_trend_{item}", period=period)
