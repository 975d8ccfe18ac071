"""The views somebody keeps: open one, keep the present one under a name, delete one."""

from __future__ import annotations

import streamlit as st

from lib.analytics import views
from lib.analytics.views import SavedView
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

_NAME = "analytics_view_name"
FORGOTTEN = frozenset({"behind"})
"""What is clicked on is no part of a view."""


def draw(here: Session) -> None:
    """A window with the list and a field for the present view."""
    _ = here._
    kept = views.saved(here.db, here.actor)
    label = _("My views") + (f" ({len(kept)})" if kept else "")
    with st.popover(label, icon=":material/bookmark:"):
        for one in kept:
            _line(here, one)
        if not kept:
            st.caption(_("Keep filters you need again under a name: they wait for you here."))
        st.text_input(_("Name of the view"), key=_NAME, max_chars=views.LONGEST)
        refusal_shown()
        st.button(_("Keep this view"), icon=":material/bookmark_add:", on_click=_save)


def _line(here: Session, one: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            one.name, type="tertiary", key=f"view_{one.id}", on_click=_open, args=(one,), width="stretch"
        )
        st.button(
            "",
            icon=":material/delete:",
            type="tertiary",
            key=f"view_{one.id}_gone",
            on_click=_forget,
            args=(one,),
            help=here._("Delete this view"),
        )


def _open(one: SavedView) -> None:
    st.query_params.from_dict(dict(one.params))


@guarded()
def _save() -> None:
    here = current()
    params = {name: st.query_params.get_all(name) for name in st.query_params if name not in FORGOTTEN}
    made = views.save(here.db, actor=here.actor, name=st.session_state[_NAME], params=params, now=here.now)
    st.session_state[_NAME] = ""
    flash(here._("The view “{name}” is kept.", name=made.name))


@guarded()
def _forget(one: SavedView) -> None:
    here = current()
    views.forget(here.db, actor=here.actor, view_id=one.id)
    flash(here._("The view “{name}” is deleted.", name=one.name))
