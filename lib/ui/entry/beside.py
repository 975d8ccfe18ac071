"""Beside the form, live: what was sent last, is it the same fault, what is promised, who calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from lib.catalog import promises
from lib.catalog.services import service
from lib.people.organisation import teams
from lib.places.locations import Location, entry_notes, location
from lib.store.database import Row
from lib.tickets import duplicates, outages, standing
from lib.tickets.duplicates import Report
from lib.tickets.standing import Standing
from lib.tickets.ticket import OPEN, Ticket
from lib.tickets.words import Status
from lib.ui import navigation, promise_words
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
        _outages(here, place)
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


def _outages(here: Session, place: Location) -> None:
    """What is known to be out there: the caller follows the ticket that carries it."""
    for outage in outages.at_place(here.db, place.id, here.now):
        until = (
            f" · {here._('expected until {time}', time=when(outage.expected_end))}"
            if outage.expected_end
            else ""
        )
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/campaign: **{plain(outage.words)}**{until}")
            _add_caller(here, outage.ticket_id, likely=True)


def _same(here: Session, place: Location) -> None:
    """Open tickets that may be the same, the surest first, then the others of the place: the same fault twice is one
    ticket with two callers."""
    report = Report(
        location_id=place.id,
        service_code=draft.value("service") or "",
        words=draft.text("words"),
        at=here.now,
    )
    carried = {outage.ticket_id for outage in outages.at_place(here.db, place.id, here.now)}
    alike = (one for one in duplicates.likely(here.db, report) if one.ticket.id not in carried)
    sure = {one.ticket.id: one for one in alike}
    shown = carried | sure.keys()
    others = [one for one in standing.standing_at(here.db, place.id) if not one.done and one.id not in shown]
    if not sure and not others:
        return
    title = here._("Already reported: the same?") if sure else here._("Open at this place")
    st.markdown(f"**{title}**")
    for found in list(sure.values())[:MOST]:
        there = location(here.db, found.ticket.location_id)
        near = f"{there.path} · {here._(found.why)}" if there and there.id != place.id else ""
        _standing(here, found.ticket, likely=True, near=near)
    for ticket in others[: MOST - len(sure)]:
        _standing(here, ticket, likely=False)


def _standing(here: Session, ticket: Standing | Ticket, *, likely: bool, near: str = "") -> None:
    found = service(here.db, ticket.service_code)
    urged = here._("urged {times} times", times=ticket.urges) if ticket.urges else ""
    title = found.title(here.language) if found else ""
    facts = filter(None, (plain(near), title, plain(ticket.description), urged))
    with st.container(border=True, gap="xsmall"):
        _line(ticket.number, ticket.status, ticket.opened_at)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(" · ".join(facts))
            _add_caller(here, ticket.id, likely=likely)


def _add_caller(here: Session, ticket_id: int, *, likely: bool) -> None:
    st.button(
        here._("Add this caller"),
        key=f"entry_join_{ticket_id}",
        type="primary" if likely else "secondary",
        icon=":material/group_add:",
        on_click=sending.add_caller,
        args=(ticket_id,),
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
    times = (dues.respond, dues.arrive, dues.complete)
    promise_words.hints(here, dues.promise_id, place, reported=here.now, dues=times)


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
