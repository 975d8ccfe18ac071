"""The tab of checklists: all of them, or the one that is opened."""

from __future__ import annotations

from collections import Counter

import polars as pl
import streamlit as st

from lib.core.i18n import mark
from lib.inspections import checklist_keeping
from lib.inspections.checklist_lines import Line
from lib.inspections.checklists import Checklist, items
from lib.inspections.plan_figures import checklists_seen, seen
from lib.people.roles import Permission
from lib.places.locations import initials
from lib.ui.checklists import one as opened
from lib.ui.lists.panel import list_panel
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

OPEN = "checklist"
"""The parameter of the address that says which one is opened."""
_KEY = "checklists_table"


def draw(here: Session) -> None:
    """The list with what adds to it, or one checklist with the way back."""
    every = {one.id: one for one in checklists_seen(here.db, here.actor)}
    asked = str(st.query_params.get(OPEN, ""))
    chosen = every.get(int(asked)) if asked.isdigit() else None
    if chosen is not None:
        st.button(here._("All checklists"), on_click=_open, args=(None,), icon=":material/arrow_back:")
        opened.draw(here, chosen)
        return
    _list(here, list(every.values()))
    keeps = here.may(Permission.KEEP_PLANS)
    if keeps:
        _adding(here)
    list_panel("checklists", edits=keeps)


def _list(here: Session, every: list[Checklist]) -> None:
    _ = here._
    if not every:
        empty(_("There are no checklists yet. Add one, or bring them in as a table."), ":material/checklist:")
        return
    sought = st.text_input(
        _("Name, category or pinyin initials"),
        key="checklists_q",
        bind="query-params",
        icon=":material/search:",
        width=320,
    )
    found = [one for one in every if "".join((sought or "").split()).casefold() in _findable(one)]
    if not found:
        empty(_("No checklist fits these words."), ":material/search_off:")
        return
    shown = sorted(found, key=lambda one: (not one.active, one.category, one.name))
    plans = Counter(plan.checklist_id for plan in seen(here.db, here.actor) if plan.active)
    rows = [
        {
            _("Checklist"): one.name,
            _("Category of assets"): one.category,
            _("Items"): len(items(here.db, one.id, one.version)),
            _("Version"): one.version,
            _("Plans"): plans[one.id],
            _("In use"): one.active,
        }
        for one in shown
    ]
    turn = st.session_state.get(f"{_KEY}_turn", 0)
    key = f"{_KEY}_{turn}"
    st.dataframe(
        pl.DataFrame(rows),
        hide_index=True,
        key=key,
        on_select=lambda: _chosen(key, [one.id for one in shown]),
        selection_mode=["single-row", "single-cell"],
        height="content" if len(shown) < 16 else 580,
        alt=_(mark("Checklists")),
    )
    st.caption(_("{n} checklists. Click a row to open one.", n=len(shown)))


def _findable(one: Checklist) -> str:
    words = (one.name, one.category, initials(one.name), initials(one.category))
    return " ".join("".join(part.split()) for part in words).casefold()


def _chosen(key: str, ids: list[int]) -> None:
    chosen = st.session_state[key].selection
    at = chosen.rows[0] if chosen.rows else chosen.cells[0][0] if chosen.cells else None
    if at is not None and at < len(ids):
        current()
        _open(ids[at])


def _open(checklist_id: int | None) -> None:
    """Opens one, or goes back to all; the list forgets what was clicked."""
    st.session_state[f"{_KEY}_turn"] = st.session_state.get(f"{_KEY}_turn", 0) + 1
    if checklist_id is None:
        st.query_params.pop(OPEN, None)
    else:
        st.query_params[OPEN] = str(checklist_id)


def _adding(here: Session) -> None:
    _ = here._
    turn = st.session_state.get("checklist_added", 0)
    with st.popover(_("Add a checklist"), icon=":material/add:"):
        name = st.text_input(_("Name"), key=f"checklist_new_name_{turn}")
        category = st.text_input(_("Category of assets"), key=f"checklist_new_category_{turn}")
        words = st.text_input(_("First item"), key=f"checklist_new_item_{turn}")
        st.button(_("Add"), type="primary", on_click=_add, args=(name, category, words), key="checklist_add")
        refusal_shown()


def _add(name: str, category: str, words: str) -> None:
    here = current()
    with guarded():
        added = checklist_keeping.add(
            here.db, actor=here.actor, name=name, category=category, lines=[Line(words=words)], now=here.now
        )
        st.session_state["checklist_added"] = st.session_state.get("checklist_added", 0) + 1
        flash(here._("“{name}” is added; now its other items.", name=added.name))
        _open(added.id)
