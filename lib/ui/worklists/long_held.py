"""The weekly list of holds over three days 挂单超三天: by reason and team, with its story; printed, and reminded of."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from lib.core.i18n import mark
from lib.people.roles import Permission
from lib.tickets.actions import deciding
from lib.tickets.actions.step import By
from lib.tickets.history import told, typed
from lib.tickets.long_holds import LongHold, long_holds
from lib.tickets.words import HOLD_WORDS
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, when
from lib.ui.words import plain
from lib.ui.worklists.lines import about

CHOSEN, NOTE = "long_held_{}", "long_held_note"
PAPER = "/print/holds"


def draw(here: Session) -> None:
    """Each reason with its tickets; the reminder goes to all that are ticked."""
    found = long_holds(here.db, here.actor, here.now)
    if not found:
        empty(here._("No job has been on hold for more than three days."), ":material/task_alt:")
        return
    _head(here, found)
    for reason, held in groupby(found, key=lambda one: one.ticket.hold_reason):
        each = list(held)
        st.markdown(f"##### {here._(HOLD_WORDS[reason])} ({len(each)})")
        for one in each:
            _line(here, one)


def _head(here: Session, found: list[LongHold]) -> None:
    _, reminds = here._, here.may(Permission.WATCH_TICKET)
    said = _(
        "{n} jobs on hold for more than three days; the longest {days} days",
        n=len(found),
        days=max(one.days(here.now) for one in found),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(said, width="stretch")
        if reminds:
            st.text_input(
                _("A word with it"),
                key=NOTE,
                on_change="ignore",
                label_visibility="collapsed",
                placeholder=_("A word with it"),
                width=260,
            )
            st.button(
                _("Remind of what is ticked"),
                icon=":material/notifications:",
                type="primary",
                on_click=remind,
                args=([one.ticket.id for one in found],),
            )
        st.link_button(_("Print"), PAPER, icon=":material/print:")


def _line(here: Session, one: LongHold) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        if here.may(Permission.WATCH_TICKET):
            st.checkbox(
                one.ticket.number,
                key=CHOSEN.format(one.ticket.id),
                value=True,
                on_change="ignore",
                label_visibility="collapsed",
                width=24,
            )
        st.markdown(about(here, one.ticket), width="stretch")
        st.markdown(_story(here, one), width=420)


def _story(here: Session, one: LongHold) -> str:
    """How long, until when, and in the words of the history what happened since."""
    _ = here._
    head = _(
        "{days} days, expected to go on {time}", days=one.days(here.now), time=when(one.ticket.hold_until)
    )
    over = one.ticket.hold_until is not None and one.ticket.hold_until < here.now
    lines = [f":red[{head}]" if over else f"**{head}**"]
    for event in one.story[-4:]:
        words = " · ".join(filter(None, (told(event, here.language, here.now), typed(event))))
        lines.append(f"{when(event.happened_at)} {plain(event.actor_name)} {plain(words, 120)}")
    return "  \n".join(lines)


@guarded()
def remind(ticket_ids: list[int]) -> None:
    """Those ticked; what was reminded of within the hour is passed over, and that is said."""
    here = current()
    ticked = [one for one in ticket_ids if st.session_state.get(CHOSEN.format(one), True)]
    note = str(st.session_state.get(NOTE) or "")
    done = deciding.remind(here.db, ticket_ids=ticked, note=note, by=By(actor=here.actor, now=here.now))
    message = mark("{n} reminded, {rest} passed over: reminded within the hour, or on hold no longer")
    flash(here._(message, n=len(done), rest=len(ticked) - len(done)))
