"""The plans part of its page: the list, the open plan, or the form of a new one."""

from __future__ import annotations

import streamlit as st

from lib.inspections.plan_figures import seen
from lib.people.roles import Permission
from lib.ui.lists.panel import list_panel
from lib.ui.plans import form, opened, table, view
from lib.ui.session import Session
from lib.ui.widgets import empty, refusal_shown


def draw(here: Session) -> None:
    """What the address asks for."""
    keeps, wanted = here.may(Permission.KEEP_PLANS), opened.code()
    if wanted == opened.NEW and keeps:
        form.new(here)
    elif wanted:
        _one(here, wanted)
    else:
        _every(here, keeps)


def _one(here: Session, code: str) -> None:
    found = next((one for one in seen(here.db, here.actor) if one.code == code), None)
    if found is None:
        st.button(here._("All plans"), on_click=opened.close, icon=":material/arrow_back:")
        empty(here._("There is no such plan."))
    else:
        view.draw(here, found)


def _every(here: Session, keeps: bool) -> None:
    refusal_shown()
    table.draw(here, keeps)
    list_panel("plans", edits=keeps)
