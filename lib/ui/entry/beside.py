"""Beside the form, live: what was sent last, is it the same fault, what is promised, who calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from lib.catalog import promises
from lib.catalog.services import service
from lib.people.organisation import teams
from lib.places.locations import Location, entry_notes
from lib.store.database import Row
from lib.tickets import standing
from lib.tickets.standing import Standing
from lib.tickets.ticket import OPEN
from lib.tickets.words import Status
from lib.ui import navigation
from lib.ui.entry import draft, pasting, sending
from lib.ui.entry.sending import SENT, Sent
from lib.ui.session import Session
from lib.ui.widgets import badges, when
from lib.ui.words import WHOLE, plain

MOST = 4


def draw(here: Session) -> None:
    """The column beside the form."""
    pasting.original(here)
    _sent(here)
    place = draft.place(here.db)
    if place is not None:
        _same(here, place)
    _promise(here, place)
    if notes := entry_notes(here.db, draft.value("place")):
        st.info(plain(notes, WHOLE), icon=":material/door_open:", title=here._("Before entering"))
    _caller(here, draft.recalled(here.db).last)


def _sent(here: Session) -> None:
    sent: Sent | None = st.session_state.get(SENT)
    if sent is None:
        return
    ticket, found = sent.ticket, service(here.db, sent.ticket.service_code)
    title = found.title(here.language) if found else ""
    with st.container(border=True):
        words = " ".join(filter(None, (title, ticket.description)))
        st.markdown(
            f":material/check_circle: **{ticket.number}** {sent.said} · {when(sent.at)}  \n{plain(words)}"
        )
        with st.container(horizontal=True):
            team = teams(here.db).get(found.team_id) if found and found.team_id is not None else None
            if team is not None and ticket.status is Status.NEW:
                st.button(
                    here._("Give to {whom}", whom=team.name),
                    icon=":material/send:",
                    on_click=sending.give_to_team,
                    args=(team.id,),
                )
            navigation.link(
                "ticket", here._("Open the ticket"), icon=":material/open_in_new:", number=ticket.number
            )


def _same(here: Session, place: Location) -> None:
    """Open tickets of the place, those of the service first: the same fault twice is one ticket with two callers."""
    code = draft.value("service")
    here_now = [ticket for ticket in standing.standing_at(here.db, place.id) if not ticket.done]
    if not here_now:
        return
    here_now.sort(key=lambda ticket: (ticket.service_code != code, -ticket.id))
    same = any(ticket.service_code == code for ticket in here_now)
    title = here._("Already reported: the same?") if same else here._("Open at this place")
    st.markdown(f"**{title}**")
    for ticket in here_now[:MOST]:
        _standing(here, ticket, likely=ticket.service_code == code)


def _standing(here: Session, ticket: Standing, *, likely: bool) -> None:
    found = service(here.db, ticket.service_code)
    urged = here._("urged {times} times", times=ticket.urges) if ticket.urges else ""
    facts = filter(None, (found.title(here.language) if found else "", plain(ticket.description), urged))
    with st.container(border=True, gap="xsmall"):
        _line(ticket.number, ticket.status, ticket.opened_at)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(" · ".join(facts))
            st.button(
                here._("Add this caller"),
                key=f"entry_join_{ticket.id}",
                type="primary" if likely else "secondary",
                icon=":material/group_add:",
                on_click=sending.add_caller,
                args=(ticket.id,),
            )


def _line(number: str, status: str, opened_at: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        navigation.link("ticket", number, icon=":material/assignment:", number=number)
        st.markdown(f"{badges(status=status)} {when(opened_at)}", width="content")


def _promise(here: Session, place: Location | None) -> None:
    """What this ticket will be held to if it is sent now."""
    severity = draft.value("severity")
    if not severity or not (draft.value("service") or place):
        return
    dues = promises.dues(
        here.db,
        severity=severity,
        area_class=place.area_class if place else "",
        service_code=draft.value("service") or "",
        at=here.now,
    )
    words = (here._("Accept by"), here._("Arrive by"), here._("Finish by"))
    told = [
        f"{w} **{when(due)}**"
        for w, due in zip(words, (dues.respond, dues.arrive, dues.complete), strict=True)
        if due
    ]
    if told:
        st.markdown(f":material/timer: {' · '.join(told)}")


def _caller(here: Session, last: Sequence[Row]) -> None:
    """The caller's last five, to answer "where is my repair?"."""
    if not last:
        return
    st.markdown(f"**{here._('Last reports from this phone')}**")
    for row in last:
        with st.container(gap="xxsmall"):
            _line(row["number"], row["status"], row["opened_at"])
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(row["description"]))
                if Status(row["status"]) in OPEN:
                    st.button(
                        here._("Urge"),
                        key=f"entry_urge_{row['id']}",
                        type="tertiary",
                        icon=":material/notifications_active:",
                        on_click=sending.urge,
                        args=(row["id"],),
                    )
