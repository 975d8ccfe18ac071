"""Where a ticket of an inspection comes from, whether it was looked at again, and the form for who may do that."""

from __future__ import annotations

import streamlit as st

from lib.inspections import finding as findings
from lib.inspections import plans, rechecking, records
from lib.inspections.plans import Stop
from lib.inspections.reading_words import against
from lib.inspections.rights import matter
from lib.inspections.round_dossier import Found, about
from lib.people.roles import Permission, may
from lib.tickets.ticket import Ticket
from lib.ui import navigation
from lib.ui.listed import listed
from lib.ui.rounds import found as shown
from lib.ui.rounds import recheck_form, stops
from lib.ui.session import Session
from lib.ui.widgets import when


def draw(here: Session, ticket: Ticket) -> None:
    """Round, stop, item and reading of each thing the ticket is to mend; nothing for other tickets."""
    for one in _found(here, ticket):
        _origin(here, one)
        st.markdown(shown.standing(here, one))


def ask(here: Session, ticket: Ticket) -> None:
    """The re-checks this person can do now."""
    for one in _found(here, ticket):
        if one.due is not None and rechecking.may_recheck(here.db, one.due, here.actor):
            with st.container(border=True):
                recheck_form.draw(here, one.due)


def _found(here: Session, ticket: Ticket) -> list[Found]:
    return [about(here.db, finding) for finding in findings.of_ticket(here.db, ticket.id)]


def _origin(here: Session, one: Found) -> None:
    _, finding = here._, one.finding
    round = records.by_id(here.db, finding.round_id)
    if round is None:
        return
    name, where = stops.name_of(here, Stop(finding.position, finding.asset_id, finding.location_id))
    seen = findings.first_answer(here.db, finding)
    read = against(one.item, seen["number"], seen["words"], here.language) if seen else ""
    plan = plans.plan(here.db, round.plan_id)
    lines = [
        (_("Round"), f"{plan.name} · {round.day:%m-%d} · {when(finding.found_at)}"),
        (_("Stop of the route"), " · ".join(filter(None, (name, where)))),
        (_("Item"), one.item.words),
        (_("What was read"), read),
    ]
    listed(_("Found on a round"), [(label, value) for label, value in lines if value])
    if may(here.actor, Permission.SEE_ROUNDS, matter(here.db, round, here.actor)):
        navigation.link("round", _("Open the round"), icon=":material/route:", id=round.id)
