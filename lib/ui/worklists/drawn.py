"""One list of the work-lists page: what it holds, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from lib.analytics.needed import Ask, listed
from lib.tickets.search import by_ids
from lib.ui import search_table
from lib.ui.session import Session
from lib.ui.widgets import empty
from lib.ui.worklists import hold_decisions, long_held, returned, watch_list

MOST = 300
FIELDS = ("note",)
OWN: Mapping[str, Callable[[Session], None]] = {
    "watched": watch_list.draw,
    "holds": hold_decisions.draw,
    "long_held": long_held.draw,
    "returned": returned.draw,
}
"""Lists that tell more than a table of tickets does."""


def draw(here: Session, ask: Ask) -> None:
    """The list in the form that fits it."""
    if ask.name in OWN:
        OWN[ask.name](here)
        return
    found = listed(here.db, ask, actor=here.actor, now=here.now, most=MOST)
    if found is None:
        empty(here._("Nothing is on this list now."), ":material/task_alt:")
        return
    said = here._("{n} tickets", n=found.count)
    if found.count > MOST:
        said = here._("{n} tickets; the first {most} are shown", n=found.count, most=MOST)
    st.caption(f"{said} · {here._('Click a row to open the ticket')}")
    search_table.draw(here, by_ids(here.db, actor=here.actor, ids=[row["id"] for row in found.rows]))
