"""A technician phones the desk, which does it for them (代操作)."""

from __future__ import annotations

import streamlit as st

from lib.catalog.services import service
from lib.people import accounts
from lib.people.roles import Permission
from lib.places.locations import location
from lib.tickets.jobs import my_jobs, team_jobs
from lib.tickets.rights import NEEDS, possible
from lib.tickets.ticket import Ticket
from lib.tickets.words import STATUS_WORDS
from lib.ui import choices, navigation
from lib.ui.session import Session
from lib.ui.ticket import acting
from lib.ui.widgets import empty, when

WHO = "phoned_in_who"


def draw(here: Session) -> None:
    """Who is on the phone, which job, and what to write down for them."""
    _ = here._
    offered = choices.technicians(here.db)
    who = st.selectbox(
        _("Which technician is on the phone"),
        offered.options,
        index=None,
        format_func=offered.say,
        key=WHO,
        placeholder=_("Name, team or pinyin initials"),
        icon=":material/engineering:",
        persist_state="session",
    )
    if who is None:
        return
    team_id = accounts.account(here.db, who).team_id
    jobs = {ticket.id: ticket for ticket in [*my_jobs(here.db, who), *team_jobs(here.db, team_id)]}
    if not jobs:
        empty(_("No open jobs. Assign one on the ticket first."))
        return
    listed = choices.of((ticket.id, _job(here, ticket)) for ticket in jobs.values())
    chosen = st.radio(_("Which job"), listed.options, format_func=listed.say, key=f"phoned_in_job_{who}")
    ticket = jobs[chosen]
    work = [a for a in possible(here.db, ticket, here.actor, here.now) if NEEDS[a] is Permission.WORK_TICKET]
    acting.draw(here, ticket, work, subject_id=who)
    navigation.link("ticket", here._("Open the ticket"), icon=":material/open_in_new:", number=ticket.number)


def _job(here: Session, ticket: Ticket) -> str:
    place, found = location(here.db, ticket.location_id), service(here.db, ticket.service_code)
    words = (
        here._(STATUS_WORDS[ticket.status]),
        ticket.number,
        place.path if place else "",
        found.title(here.language) if found else "",
        ticket.description[:40],
        when(ticket.opened_at),
    )
    return " · ".join(filter(None, words))
