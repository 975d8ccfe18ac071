"""Ticket 工单: the facts, the history in words, and what can be done now."""

import streamlit as st

from lib.catalog.services import service
from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.tickets.dossier import Dossier, dossier
from lib.ui import navigation
from lib.ui.session import Session, current
from lib.ui.ticket import acting, calling, facts, history
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
            badges(status=ticket.status, severity=ticket.severity) + (urged if ticket.urges else ""),
            width="content",
        )


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
left, right = st.columns([1, 1], gap="medium")
with left:
    facts.draw(here, found)
with right:
    history.draw(here, found)
calling.draw(here, found)
acting.draw(here, found.ticket, found.possible)
with refused:
    refusal_shown()
