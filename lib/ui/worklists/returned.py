"""Second returns: what nobody wanted, with the reasons both gave; decided on the ticket's own page."""

from __future__ import annotations

import streamlit as st

from lib.analytics.needed import RETURNED, listed
from lib.tickets import records
from lib.ui.session import Session
from lib.ui.ticket.deciding import returns_said
from lib.ui.widgets import empty
from lib.ui.worklists.lines import about

MOST = 100


def draw(here: Session) -> None:
    """One box for each, those that wait longest first within their severity."""
    found = listed(here.db, RETURNED, actor=here.actor, now=here.now, most=MOST)
    if found is None:
        empty(here._("Nothing is on this list now."), ":material/task_alt:")
        return
    if found.count > MOST:
        st.caption(here._("{n} tickets; the first {most} are shown", n=found.count, most=MOST))
    tickets = {one.id: one for one in records.by_ids(here.db, [row["id"] for row in found.rows])}
    for row in found.rows:
        with st.container(border=True):
            left, right = st.columns([3, 2])
            left.markdown(about(here, tickets[row["id"]]))
            right.markdown(returns_said(here, records.events(here.db, row["id"])))
