"""One round 巡检任务: its stops, what was written down, and what came of it."""

from html import escape

import streamlit as st

from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.inspections.round_dossier import RoundDossier, round_dossier
from lib.inspections.works import work
from lib.ui import navigation
from lib.ui.rounds import about, forms, found, history, looks, new_certificates, stops
from lib.ui.session import Session, current
from lib.ui.widgets import refusal_shown
from lib.ui.words import harmless, plain

# Streamlit's own heading has room above and for an anchor beside it: nothing else of the row would be level with it.
TITLE = "margin:0;padding:0;font-size:1.2rem;line-height:1.75rem"


def heading(here: Session, seen: RoundDossier) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        navigation.back("inspection_calendar")
        st.html(f"<h3 style='{TITLE}'>{escape(seen.plan.name)} {seen.round.day:%m-%d}</h3>", width="content")
        st.markdown(looks.badge(here, seen.round), width="content")
        if forms.can_be_written_down(here, seen.round):
            st.link_button(
                here._("Write it down"),
                f"/rounds/{seen.round.id}",
                icon=":material/edit_note:",
                type="tertiary",
            )
        st.link_button(
            here._("Print"), f"/print/rounds/{seen.round.id}", icon=":material/print:", type="tertiary"
        )
        navigation.link(
            "inspection_calendar",
            here._("Calendar"),
            icon=":material/calendar_month:",
            day=f"{seen.round.day}",
        )
    where = work(here.db, seen.round.plan_id, seen.round.route)["place"]
    if where:
        st.caption(plain(where))


def opened(here: Session, named: str) -> RoundDossier:
    try:
        return round_dossier(here.db, int(named) if named.isdecimal() else 0, here.actor)
    except Refusal as refusal:
        navigation.back("inspection_calendar")
        st.warning(harmless(explain(here.language, refusal)), icon=":material/search_off:")
        st.stop()


here = current()
seen = opened(here, st.query_params.get("id", ""))
heading(here, seen)
refused = st.container()
left, right = st.columns([3, 2], gap="medium")
with left:
    stops.draw(here, seen)
with right:
    about.draw(here, seen)
    new_certificates.draw(here, seen.round)
    found.draw(here, seen)
    forms.draw(here, seen.round)
    history.draw(here, seen)
with refused:
    refusal_shown()
