"""The exceptions of the last seven days, whole: who gave what to whom, which paper lacked, and why."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.people.roles import Role
from lib.tickets import exceptions
from lib.ui.session import Session
from lib.ui.widgets import when

HEAR_OF_EXCEPTIONS = frozenset({Role.DISPATCHER, Role.MANAGER})
"""Who decides them, and who answers for it."""


def draw(here: Session) -> None:
    """A table under the papers, where there are any and the person hears of them."""
    if not here.actor.roles & HEAR_OF_EXCEPTIONS:
        return
    found = exceptions.recent(here.db, actor=here.actor, now=here.now)
    if not found:
        return
    _ = here._
    st.subheader(_("Given as exceptions in seven days"), anchor="exceptions")
    rows = [
        {
            _("When"): when(one.at),
            _("Ticket"): one.number,
            _("Decided by"): one.by,
            _("For whom"): one.whom,
            _("What lacked"): _(one.lacking.message, **one.lacking.facts),
            _("Why all the same"): one.reason,
        }
        for one in found
    ]
    st.dataframe(pl.DataFrame(rows), hide_index=True, key="papers_exceptions")
