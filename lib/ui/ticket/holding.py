"""Holds that wait for a leader's word: what it would do, and the two answers."""

from __future__ import annotations

import streamlit as st

from lib.core.i18n import mark
from lib.people import accounts
from lib.people.roles import Permission, may
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.step import By
from lib.tickets.dossier import Dossier
from lib.tickets.holds import held_by, undecided
from lib.tickets.life import Stretch, lived
from lib.tickets.lifecycle import can
from lib.tickets.rights import matter
from lib.tickets.rules import rules
from lib.tickets.timeline import MINUTE
from lib.tickets.words import HOLD_WORDS, Action
from lib.ui.session import Session, current, guarded
from lib.ui.typed import Typed
from lib.ui.widgets import flash, lasting, when

WORD = "hold_word"


def draw(here: Session, found: Dossier) -> None:
    """Said to everybody; asked of those who may answer. Nothing where no hold waits."""
    if not can(found.ticket.status, Action.CONFIRM_HOLD):
        return
    for hold in undecided(lived(found.events, here.now), rules(here.db).policy):
        with st.container(border=True):
            st.markdown(_told(here, hold))
            about = matter(here.db, found.ticket)
            own = held_by(hold.by) == here.account.id
            if may(here.actor, Permission.CONFIRM_HOLD, about) and not own:
                _ask(here, found, hold)
            else:
                st.caption(here._("The team's leader or a dispatcher confirms it."))


def _told(here: Session, hold: Stretch) -> str:
    who = accounts.names(here.db).get(held_by(hold.by) or 0, hold.by.actor_name)
    said = here._(
        mark("**Hold to be confirmed**: {who}, {reason}, since {time}, {long}"),
        who=who,
        reason=here._(HOLD_WORDS[hold.by.facts["reason"]]),
        time=when(hold.begins),
        long=lasting(hold.lasts / MINUTE),
    )
    return f":material/pause_circle: {said}"


def _ask(here: Session, found: Dossier, hold: Stretch) -> None:
    _, typed = here._, Typed(found.ticket.id, f"{WORD}{hold.by.seq}")
    st.text_input(_("Note (optional)"), key=typed.key("note"), on_change="ignore")
    with st.container(horizontal=True):
        for confirmed, words in ((True, _("Confirm the hold")), (False, _("Do not accept"))):
            st.button(
                words,
                type="primary" if confirmed else "secondary",
                key=typed.key(f"{confirmed}"),
                on_click=decided,
                args=(found.ticket.id, found.ticket.version, hold.by.seq, confirmed),
            )


@guarded()
def decided(ticket_id: int, version: int | None, hold_seq: int, confirmed: bool) -> None:
    """The word is written down; a refusal leaves what was typed."""
    here, typed = current(), Typed(ticket_id, f"{WORD}{hold_seq}")
    after = confirm_hold(
        here.db,
        ticket_id=ticket_id,
        version=version,
        hold_seq=hold_seq,
        confirmed=confirmed,
        note=typed.text("note"),
        by=By(actor=here.actor, now=here.now),
    )
    typed.done()
    said = (
        mark("The hold is confirmed.")
        if confirmed
        else mark("The hold is not accepted: the promise runs on.")
    )
    flash(here.say(said), ticket_number=after.number)
