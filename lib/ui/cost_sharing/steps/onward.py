"""The buttons of the steps: what would happen is said first, and afterwards what was written and who comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from lib.core.i18n import explain
from lib.cost_sharing import records
from lib.cost_sharing.actions import checking, issuing, sending, settling
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import ACTION_WORDS, Action
from lib.ui.cost_sharing.steps import consequences, possible
from lib.ui.cost_sharing.steps.attempts import refused, tried
from lib.ui.session import Session, current
from lib.ui.widgets import flash
from lib.ui.words import harmless

PLACE = "onward"
ICONS = {
    Action.SEND: ":material/send:",
    Action.TAKE_BACK: ":material/undo:",
    Action.CHECK: ":material/fact_check:",
    Action.SEND_BACK: ":material/undo:",
    Action.APPROVE: ":material/approval:",
    Action.SETTLE: ":material/lock:",
}


def draw(here: Session, statement: Statement) -> None:
    """What comes next and for whom, and the buttons of this person."""
    onward, back = possible.ONWARD.get(statement.status), possible.BACK.get(statement.status)
    st.markdown(harmless(consequences.next_said(here, statement)))
    hindered = possible.why_not(here, statement, onward) if onward else None
    with st.container(horizontal=True, vertical_alignment="center"):
        if onward:
            _button(here, statement, onward, blocked=hindered is not None)
        if back and possible.why_not(here, statement, back) is None:
            _button(here, statement, back, blocked=False)
        if hindered:
            st.caption(f":material/info: {harmless(explain(here.language, hindered))}", width="content")
        _taken_away(here, statement)
    refused(PLACE)


def _taken_away(here: Session, statement: Statement) -> None:
    """The whole statement on paper and as a workbook, as it is at this step."""
    st.link_button(
        here._("Print"), f"/print/statements/{statement.id}", icon=":material/print:", type="tertiary"
    )
    st.link_button(
        here._("Download as Excel"),
        f"/statements/{statement.id}.xlsx",
        icon=":material/download:",
        type="tertiary",
    )
    if statement.code:
        said = here._("Verification code {code}, as on the printed statement", code=statement.code)
        st.caption(said, width="content")


def _button(here: Session, statement: Statement, action: Action, *, blocked: bool) -> None:
    """Opens what would happen; there the one button that does it."""
    _, onward = here._, action not in possible.BACK.values()
    label, key = _(ACTION_WORDS[action]), _key(statement, action)
    with st.popover(
        label,
        icon=ICONS[action],
        type="primary" if onward else "secondary",
        disabled=blocked,
        key=f"{key}_open",
    ):
        if blocked:
            return
        consequences.draw(here, statement, action)
        if not onward:
            st.text_area(_("Why"), key=f"{key}_why", height=80, max_chars=500, on_change="ignore")
        st.button(
            label,
            icon=ICONS[action],
            type="primary",
            key=key,
            on_click=_taken,
            args=(statement.id, statement.version, action),
        )


def _key(statement: Statement, action: Action) -> str:
    return f"step_{statement.id}_{action}"


def _send(here: Session, statement_id: int, version: int, why: str) -> Statement:
    return sending.send(here.db, actor=here.actor, statement_id=statement_id, version=version, now=here.now)


def _take_back(here: Session, statement_id: int, version: int, why: str) -> Statement:
    key = {"statement_id": statement_id, "version": version}
    return sending.take_back(here.db, actor=here.actor, **key, reason=why, now=here.now)


def _check(here: Session, statement_id: int, version: int, why: str) -> Statement:
    return checking.check(here.db, actor=here.actor, statement_id=statement_id, version=version, now=here.now)


def _send_back(here: Session, statement_id: int, version: int, why: str) -> Statement:
    key = {"statement_id": statement_id, "version": version}
    return checking.send_back(here.db, actor=here.actor, **key, reason=why, now=here.now)


def _approve(here: Session, statement_id: int, version: int, why: str) -> Statement:
    return issuing.approve(
        here.db, actor=here.actor, statement_id=statement_id, version=version, now=here.now
    )


def _settle(here: Session, statement_id: int, version: int, why: str) -> Statement:
    return settling.settle(
        here.db, actor=here.actor, statement_id=statement_id, version=version, now=here.now
    )


_DOING: Mapping[Action, Callable[[Session, int, int, str], Statement]] = {
    Action.SEND: _send,
    Action.TAKE_BACK: _take_back,
    Action.CHECK: _check,
    Action.SEND_BACK: _send_back,
    Action.APPROVE: _approve,
    Action.SETTLE: _settle,
}


def _taken(statement_id: int, version: int, action: Action) -> None:
    """A version of its own: what was seen is what is sent, checked or approved."""
    here = current()
    why = str(st.session_state.get(f"step_{statement_id}_{action}_why") or "")
    with tried(PLACE, typed=why):
        before = records.by_id(here.db, statement_id)
        if before and (refusal := possible.unsaved(before, action)):
            raise refusal
        after = _DOING[action](here, statement_id, version, why)
        flash(consequences.done(here, after, action), ticket_number=after.number)
