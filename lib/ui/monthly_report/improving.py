"""Improvement actions: what was decided and is open, and new ones."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.analytics.report import improvements
from lib.analytics.report.improvements import STAGE_WORDS, Improvement, Stage
from lib.core.clock import local_date
from lib.people.accounts import names
from lib.people.roles import Permission
from lib.ui.monthly_report.choosing import Chosen
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

NEW = "improvement_new"
FIELDS = ("topic", "plan", "owner_id", "due_on", "status", "result")


def draw(here: Session, chosen: Chosen) -> None:
    """The open ones to change and an empty one to add, for who keeps the report."""
    if not here.may(Permission.KEEP_REPORTS):
        return
    st.subheader(here._("Carry on with improvements"), anchor="improving")
    for one in improvements.of_month(here.db, chosen.month):
        with st.expander(_titled(here, one), icon=":material/trending_up:"):
            _form(here, chosen, one)
    with st.expander(here._("Decide on an improvement action"), icon=":material/add:"):
        _form(here, chosen, None)


def _titled(here: Session, one: Improvement) -> str:
    late = f" · :red[{here._('overdue')}]" if one.is_late(local_date(here.now)) else ""
    due = f" · {one.due_on}" if one.due_on else ""
    return f"{one.topic} · {here._(STAGE_WORDS[one.status])}{due}{late}"


def _form(here: Session, chosen: Chosen, one: Improvement | None) -> None:
    _ = here._
    key = f"improvement_{one.id}_{one.version}" if one else f"{NEW}_{st.session_state.get(NEW, 0)}"
    people, owner = names(here.db), (one.owner_id or 0) if one else 0
    st.text_input(_("What is to improve"), one.topic if one else "", key=f"{key}_topic", max_chars=80)
    st.text_area(_("What is done"), one.plan if one else "", key=f"{key}_plan", max_chars=500)
    with st.container(horizontal=True):
        st.selectbox(
            _("In charge"),
            list(people),
            index=list(people).index(owner) if owner in people else None,
            format_func=people.__getitem__,
            key=f"{key}_owner_id",
            width=240,
        )
        st.date_input(
            _("To be done by"),
            one.due_on if one else None,
            key=f"{key}_due_on",
            format="YYYY-MM-DD",
            width=180,
        )
        if one:
            stages = list(Stage)
            said = lambda stage: _(STAGE_WORDS[stage])  # noqa: E731
            st.selectbox(
                _("Stage"),
                stages,
                stages.index(Stage(one.status)),
                format_func=said,
                key=f"{key}_status",
                width=160,
            )
    if one:
        st.text_area(_("Result"), one.result, key=f"{key}_result", max_chars=500)
    refusal_shown(key)
    label = _("Save the action") if one else _("Add the action")
    st.button(label, key=f"{key}_save", on_click=_save, args=(key, chosen, one), icon=":material/save:")


@guarded()
def _save(key: str, chosen: Chosen, one: Improvement | None) -> None:
    here = current()
    typed: dict[str, Any] = {
        name: st.session_state[f"{key}_{name}"] for name in FIELDS if f"{key}_{name}" in st.session_state
    }
    if one is None:
        improvements.add(here.db, actor=here.actor, month=chosen.month, now=here.now, **typed)
        st.session_state[NEW] = st.session_state.get(NEW, 0) + 1
        flash(here._("The action was added."))
        return
    improvements.change(
        here.db, actor=here.actor, improvement_id=one.id, version=one.version, now=here.now, **typed
    )
    flash(here._("The action was saved."))
