"""The watch list 督办清单: who watches what, why and by when; those whose deadline has passed lead."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import minutes_between
from lib.tickets.long_holds import Watched, watched
from lib.ui.session import Session
from lib.ui.widgets import empty, lasting, when
from lib.ui.words import plain
from lib.ui.worklists.lines import about


def draw(here: Session) -> None:
    """One box for each; what can be done stands on the ticket's own page."""
    found = watched(here.db, here.actor)
    if not found:
        empty(
            here._("Nothing is under watch. A ticket is put under watch on its page."),
            ":material/visibility:",
        )
        return
    over = sum(1 for one in found if _late(here, one))
    st.caption(here._("{n} under watch, {over} past their deadline", n=len(found), over=over))
    for one in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(about(here, one.ticket), width="stretch")
            st.markdown(_watch(here, one), width=320)


def _late(here: Session, one: Watched) -> bool:
    until = one.ticket.watched_until
    return until is not None and until < here.now


def _watch(here: Session, one: Watched) -> str:
    _, until = here._, one.ticket.watched_until
    by = _("to be settled by {time}", time=when(until))
    if _late(here, one):
        over = _("{time} late", time=lasting(minutes_between(until, here.now) if until else 0))
        by = f":red[:material/warning: {by} · {over}]"
    set_by = _("since {time} by {who}", time=when(one.since), who=plain(one.set_by))
    return f"{by}  \n{set_by}  \n{plain(one.why)}"
