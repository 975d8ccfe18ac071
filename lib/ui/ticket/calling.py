"""The call-back that is still to be made, and what was said on the phone."""

from __future__ import annotations

import streamlit as st

from lib.core.i18n import mark
from lib.people.roles import Permission
from lib.tickets.actions import calling_back
from lib.tickets.actions.step import By
from lib.tickets.call_backs import REASON_WORDS, RESULT_WORDS
from lib.tickets.dossier import Dossier
from lib.ui.session import Session, current, guarded
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown, when

CALL = "call_back"


def draw(here: Session, found: Dossier) -> None:
    """Nothing unless somebody should phone."""
    call = found.call_back
    if call is None or not here.may(Permission.CALL_BACK):
        return
    _, typed = here._, Typed(found.ticket.id, CALL)
    with st.container(border=True):
        why, due = _(REASON_WORDS[call["reason"]]), _("by {time}", time=when(call["due_at"]))
        st.markdown(f":material/phone_callback: **{_('Please call back')}** · {why} · {due}")
        st.segmented_control(
            _("What was said"),
            list(RESULT_WORDS),
            format_func=lambda result: _(RESULT_WORDS[result]),
            key=typed.key("result"),
            on_change="ignore",
            label_visibility="collapsed",
        )
        refusal_shown("result")
        st.text_input(_("In their words"), key=typed.key("words"), on_change="ignore")
        st.button(
            _("Keep the answer"),
            key=typed.key("button"),
            on_click=answered,
            args=(call["id"], found.ticket.id),
        )


@guarded()
def answered(call_back_id: int, ticket_id: int) -> None:
    """Kept with the history; sending it back or closing it is the next step."""
    here, typed = current(), Typed(ticket_id, CALL)
    result = typed.value("result") or ""
    by = By(actor=here.actor, now=here.now)
    after = calling_back.answer(
        here.db, call_back_id=call_back_id, result=result, words=typed.text("words"), by=by
    )
    typed.done()
    words = (
        mark("Kept. It can be sent back below.") if result == "not_fixed" else mark("Kept with the history.")
    )
    flash(here.say(words), ticket_number=after.number)
