"""Ticket 工单: the facts, the history in words, and what can be done now."""

import streamlit as st

from lib.catalog.services import service
from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.tickets.dossier import Dossier, dossier
from lib.tickets.ticket import Ticket
from lib.ui import navigation
from lib.ui.session import Session, current
from lib.ui.ticket import acting, calling, cause_forms, deciding, facts, history, inspected, people_on_it
from lib.ui.widgets import badges, refusal_shown
from lib.ui.words import harmless


def heading(here: Session, found: Dossier) -> None:
    ticket = found.ticket
    wanted = service(here.db, ticket.service_code)
    with st.container(horizontal=True, vertical_alignment="center"):
        navigation.back()
        st.markdown(f"### {ticket.number} {wanted.title(here.language) if wanted else ''}", width="content")
        urged = f" :gray-badge[:material/notifications_active: {here._('urged {times} times', times=ticket.urges)}]"
        st.markdown(
            badges(status=ticket.status, severity=ticket.severity)
            + (urged if ticket.urges else "")
            + _flags(here, ticket),
            width="content",
        )


def _flags(here: Session, ticket: Ticket) -> str:
    """What somebody has to decide or watches, beside the state."""
    flags = {
        f":orange-badge[:material/visibility: {here._('Under watch')}]": ticket.watched and ticket.is_open,
        f":orange-badge[:material/assignment_return: {here._('Second return: to be decided')}]": ticket.undecided,
    }
    return "".join(f" {flag}" for flag, shown in flags.items() if shown)


def opened(here: Session, number: str) -> Dossier:
    try:
        return dossier(here.db, number, here.actor, here.now)
    except Refusal as refusal:
        navigation.back()
        st.warning(harmless(explain(here.language, refusal)), icon=":material/search_off:")
        st.stop()


here = current()
found = opened(here, st.query_params.get("number", ""))
heading(here, found)
refused = st.container()
people_on_it.draw(here, found.ticket)
left, right = st.columns([1, 1], gap="medium")
with left:
    facts.draw(here, found)
with right:
    history.draw(here, found)
inspected.ask(here, found.ticket)
deciding.draw(here, found)
calling.draw(here, found)
cause_forms.draw_outage(here, found.ticket)
acting.draw(here, found.ticket, found.possible)
with refused:
    refusal_shown()
