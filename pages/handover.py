"""Handover: what one shift leaves to the next, signed by both; and the handovers of the past."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.dispatch.handing_over import records, snapshot
from lib.dispatch.handing_over.records import Handover
from lib.people import duty
from lib.people.accounts import names
from lib.people.posts import reaches
from lib.people.roles import Permission
from lib.ui.duty import chosen
from lib.ui.duty.chosen import Chosen
from lib.ui.handing_over import forms, moving, sheet
from lib.ui.session import current
from lib.ui.widgets import empty

PAST = "handover"
here = current()
_ = here._


def standing(of: Chosen) -> None:
    """The handover that waits for the next shift, else what would be handed over now."""
    signs = reaches(here.db, here.actor, Permission.HAND_OVER, of.team_id)
    waiting = records.waiting_of(here.db, of.team_id)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if waiting is not None:
            st.warning(" · ".join(sheet.signatures(here, waiting)), icon=":material/pending_actions:")
            found = records.snapshot_of(here.db, waiting.id)
        else:
            until = duty.next_change(here.db, of.team_id, here.now)
            signer = here.account.id if signs else None
            found = snapshot.take(here.db, of.team_id, now=here.now, until=until, signer=signer)
        sheet.draw(here, of.name, found, waiting)
    with right:
        if not signs:
            st.caption(_("Handovers are signed by the people of the shift; you can read them here."))
            return
        if waiting is None:
            forms.outgoing(here, of, found)
        else:
            forms.incoming(here, of, waiting)
        moving.draw(here, of)


def past(of: Chosen) -> None:
    """Handovers both have signed, to be read and printed."""
    found = {one.id: one for one in records.past(here.db, of.team_id)}
    if not found:
        empty(_("Nobody has handed over here yet."), ":material/history:")
        return
    wanted = st.query_params.get(PAST, "")
    st.session_state["handover_past"] = (
        int(wanted) if wanted.isdigit() and int(wanted) in found else next(iter(found))
    )
    known = names(here.db)
    picked: int = st.selectbox(
        _("Handovers"),
        list(found),
        key="handover_past",
        format_func=lambda key: _said(found[key], known),
        on_change=_chosen,
        width=480,
    )
    sheet.draw(here, of.name, records.snapshot_of(here.db, picked), found[picked])


def _said(one: Handover, known: Mapping[int, str]) -> str:
    who = f"{known.get(one.outgoing_id, '')} → {known.get(one.incoming_id or 0, '')}"
    return f"{sheet.said_at(here, one.signed_at)} · {who}"


def _chosen() -> None:
    st.query_params[PAST] = str(st.session_state["handover_past"])


def _shown() -> None:
    st.query_params["show"] = st.session_state["handover_show"] or "now"


def page() -> None:
    """Whose handover, then the present one or those of the past."""
    codes = chosen.offered(here)
    st.header(_("Handover"))
    if not codes:
        empty(_("You belong to no team whose handovers you could see."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = chosen.team(here, codes)
        words = {"now": _("Now"), "past": _("Past handovers")}
        st.session_state["handover_show"] = "past" if st.query_params.get("show") == "past" else "now"
        show = st.segmented_control(
            _("Show"),
            list(words),
            key="handover_show",
            format_func=lambda key: words[key],
            on_change=_shown,
            label_visibility="collapsed",
        )
    of = Chosen(code, *codes[code], chosen.week(here))
    if show == "past":
        past(of)
    else:
        standing(of)


page()
