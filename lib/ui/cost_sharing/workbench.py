"""Inputs on the left, what they come to on the right, computed anew with every key."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.core.errors import Refusal
from lib.cost_sharing import records
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.people.roles import Permission
from lib.ui.cost_sharing import computed, inputs, results, rules_view, saving
from lib.ui.cost_sharing import draft as drafts
from lib.ui.cost_sharing.faults import Fault
from lib.ui.session import Session, current
from lib.ui.widgets import flashes_shown, refusal_shown

SIDES = (5, 8)


def draw(here: Session, statement: Statement) -> None:
    """To be worked on where it is a draft and the person keeps statements, else to be read."""
    if statement.status is Status.DRAFT and here.may(Permission.KEEP_SHARING):
        _worked_on(statement.id)
    else:
        _read(statement.id)


@st.fragment
def _worked_on(statement_id: int) -> None:
    here = current()
    flashes_shown()
    statement = records.by_id(here.db, statement_id)
    if statement is None or statement.status is not Status.DRAFT:
        # Somebody took a step meanwhile: the whole page shows it.
        st.rerun()
    draft = drafts.of(statement)
    found = computed.typed(here.db, statement, draft.values)
    fault = Fault(here, found if isinstance(found, Refusal) else None)
    saving.draw(draft)
    left, right = _sides()
    with left:
        inputs.draw(here, draft, fault)
        refusal_shown()
    with right:
        _result(here, statement, found, fault)


@st.fragment
def _read(statement_id: int) -> None:
    here = current()
    statement = records.by_id(here.db, statement_id)
    if statement is None:
        st.rerun()
    found = computed.kept(here.db, statement)
    left, right = _sides()
    with left:
        rules_view.draw(here, statement)
    with right:
        _result(here, statement, found, Fault(here, found if isinstance(found, Refusal) else None))


def _sides() -> tuple[DeltaGenerator, DeltaGenerator]:
    with st.container(key="sharing_bench"):
        return st.columns(SIDES, gap="medium")


def _result(here: Session, statement: Statement, found: Sharing | Refusal, fault: Fault) -> None:
    """What was found; while something is typed that cannot be, what was found before stays in sight."""
    key = f"sharing_found_{statement.id}"
    if not isinstance(found, Refusal):
        if statement.status is Status.DRAFT:
            st.session_state[key] = found
        results.draw(here, statement, found)
        return
    st.error(fault.words, icon=":material/error:")
    if (earlier := st.session_state.get(key)) is None:
        st.caption(here._("As soon as this is put right the result stands here."))
        return
    st.warning(here._("Below is still the result from before this change."), icon=":material/history:")
    results.draw(here, statement, earlier, stands=False)
