"""Holds that wait for a leader's or dispatcher's word, each with the two answers."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import minutes_between
from lib.core.i18n import mark
from lib.people import accounts
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.step import By
from lib.tickets.holds import Awaiting, awaiting_confirmation
from lib.tickets.words import HOLD_WORDS
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, lasting, when
from lib.ui.words import plain
from lib.ui.worklists.lines import about

NOTE = "hold_note_{}_{}"


def draw(here: Session) -> None:
    """The longest waiting first."""
    found = awaiting_confirmation(here.db, here.actor, here.now)
    if not found:
        empty(here._("No hold waits for your word."), ":material/task_alt:")
        return
    st.caption(
        here._(
            "A hold that stops a promise counts only once it is confirmed, and then from its start. Not"
            " confirmed, the promise goes on running."
        )
    )
    for hold in found:
        with st.container(border=True):
            left, right = st.columns([3, 2])
            left.markdown(about(here, hold.ticket))
            right.markdown(_said(here, hold))
            _answers(here, hold)


def _said(here: Session, hold: Awaiting) -> str:
    _ = here._
    lasted = lasting(minutes_between(hold.begins, hold.ends or here.now))
    until = _("until about {time}", time=when(hold.until)) if hold.ends is None else _("it is over")
    who = accounts.names(here.db).get(hold.held_by or 0, "")
    since = _("since {time} by {who}", time=when(hold.begins), who=plain(who))
    words = " · ".join(filter(None, (f"**{_(HOLD_WORDS[hold.reason])}** {lasted}", until)))
    return "  \n".join(filter(None, (words, since, plain(hold.note))))


def _answers(here: Session, hold: Awaiting) -> None:
    _, key = here._, NOTE.format(hold.ticket.id, hold.seq)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("A word with it"),
            key=key,
            on_change="ignore",
            label_visibility="collapsed",
            placeholder=_("A word with it"),
        )
        asked = (hold.ticket.id, hold.ticket.version, hold.seq)
        st.button(
            _("Confirm the hold"), key=f"{key}_yes", type="primary", on_click=decide, args=(*asked, True)
        )
        st.button(_("Do not accept it"), key=f"{key}_no", on_click=decide, args=(*asked, False))


@guarded()
def decide(ticket_id: int, version: int, seq: int, confirmed: bool) -> None:
    """The word on one hold."""
    here, key = current(), NOTE.format(ticket_id, seq)
    by, note = By(actor=here.actor, now=here.now), str(st.session_state.get(key) or "")
    after = confirm_hold(
        here.db, ticket_id=ticket_id, version=version, hold_seq=seq, confirmed=confirmed, note=note, by=by
    )
    said = mark("The hold is confirmed") if confirmed else mark("The hold is not accepted")
    flash(here._(said), ticket_number=after.number)
