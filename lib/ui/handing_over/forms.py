"""Both signatures: the outgoing person's button, and the incoming one's, at the own screen or with a password."""

from __future__ import annotations

import streamlit as st

from lib.dispatch.handing_over import signing
from lib.dispatch.handing_over.records import Handover
from lib.dispatch.handing_over.snapshot import Snapshot
from lib.people import duty
from lib.people.accounts import names
from lib.ui.duty.chosen import Chosen
from lib.ui.handing_over.sheet import said_at, span
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

_NOTES, _ANSWER, _USERNAME, _PASSWORD = (
    f"handover_{name}" for name in ("notes", "answer", "username", "password")
)


def outgoing(here: Session, of: Chosen, found: Snapshot) -> None:
    """Notes and the signature of the person who goes; somebody off duty is told so, and may sign all the same."""
    _ = here._
    if found.off_duty and found.shift:
        shift = span(here, found.shift, found.taken_at)
        st.info(_("Your shift of {span} is over; the sheet says so.", span=shift))
    elif found.off_duty:
        st.info(_("By the roster you are not on duty now; the sheet says so."))
    refusal_shown(elsewhere=("username", "password"))
    st.text_area(
        _("Notes for the next shift"),
        key=_NOTES,
        height=120,
        max_chars=2000,
        placeholder=_("What the tickets do not say: keys, people to expect, what was promised on the phone"),
    )
    st.button(
        _("Sign and hand over"),
        key="handover_sign",
        type="primary",
        icon=":material/draw:",
        on_click=_hand_over,
        args=(of,),
    )


def _hand_over(of: Chosen) -> None:
    here = current()
    with guarded():
        notes = st.session_state.get(_NOTES, "")
        signing.hand_over(here.db, actor=here.actor, team_id=of.team_id, notes=notes, now=here.now)
        st.session_state[_NOTES] = ""
        flash(here._("Signed. Now the next shift signs below."))


def incoming(here: Session, of: Chosen, found: Handover) -> None:
    """The signature of the person who comes: one button at the own screen, else user name and password."""
    _, mine = here._, found.outgoing_id == here.account.id
    expected = [who.name for who, held in duty.present(here.db, of.team_id, max(here.now, found.until))]
    if expected and found.waiting:
        st.caption(_("By the roster the next shift is: {people}", people=" · ".join(dict.fromkeys(expected))))
    st.text_input(_("Answer (may stay empty)"), key=_ANSWER, max_chars=500)
    if not mine:
        st.button(
            _("I take over: sign as {name}", name=here.account.name),
            key="handover_take",
            type="primary",
            icon=":material/draw:",
            on_click=_take_over,
            args=(found.id, found.version),
        )
    refusal_shown(elsewhere=("username", "password"))
    with st.container(border=True):
        st.markdown(f"**{_('The next shift signs here with its own account')}**")
        st.text_input(_("User name"), key=_USERNAME, autocomplete="off")
        st.text_input(_("Password"), key=_PASSWORD, type="password", autocomplete="new-password")
        refusal_shown("username")
        refusal_shown("password")
        st.button(
            _("Sign and take over"),
            key="handover_countersign",
            type="primary" if mine else "secondary",
            icon=":material/key:",
            on_click=_take_over_here,
            args=(found.id, found.version),
        )
        st.caption(_("You stay signed in here; this only signs the handover."))
    if mine:
        st.button(
            _("Take my signature back"),
            key="handover_withdraw",
            icon=":material/undo:",
            on_click=_withdraw,
            args=(found.id,),
        )


def _take_over(handover_id: int, version: int) -> None:
    here = current()
    with guarded():
        answer = st.session_state.get(_ANSWER, "")
        signing.take_over(
            here.db, actor=here.actor, handover_id=handover_id, version=version, now=here.now, answer=answer
        )
        _signed(here, here.account.name)


def _take_over_here(handover_id: int, version: int) -> None:
    here = current()
    password = st.session_state.get(_PASSWORD, "")
    # Never kept for the next drawing, right or wrong.
    st.session_state[_PASSWORD] = ""
    with guarded():
        done = signing.take_over_with_password(
            here.db,
            username=st.session_state.get(_USERNAME, ""),
            password=password,
            address=st.context.ip_address or "",
            handover_id=handover_id,
            version=version,
            now=here.now,
            answer=st.session_state.get(_ANSWER, ""),
        )
        st.session_state[_USERNAME] = ""
        _signed(here, names(here.db).get(done.incoming_id or 0, ""))


def _signed(here: Session, name: str) -> None:
    st.session_state[_ANSWER] = ""
    flash(here._("{name} has taken over; both have signed.", name=name))


def _withdraw(handover_id: int) -> None:
    here = current()
    with guarded():
        was = signing.withdraw(here.db, actor=here.actor, handover_id=handover_id, now=here.now)
        # What was typed comes back, to be put right.
        st.session_state[_NOTES] = was.notes
        flash(here._("The signature of {time} was taken back.", time=said_at(here, was.signed_at)))
