"""What a round found: each item with its ticket, how far that is, and the re-check."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import local_date
from lib.inspections import rechecking
from lib.inspections.finding import Recheck
from lib.inspections.plans import Stop
from lib.inspections.reading_words import reading
from lib.inspections.round_dossier import Found, RoundDossier
from lib.inspections.words import Verdict
from lib.people import accounts
from lib.people.roles import Permission, may
from lib.tickets.rights import matter
from lib.ui import navigation
from lib.ui.rounds import recheck_form, stops
from lib.ui.session import Session
from lib.ui.widgets import badges, when
from lib.ui.words import plain


def draw(here: Session, dossier: RoundDossier) -> None:
    """Nothing where everything was in order."""
    if not dossier.found:
        return
    st.markdown(f"**{here._('Found not in order')}**")
    for one in dossier.found:
        with st.container(border=True):
            where = f":gray[{plain(_where(here, one))}]"
            st.markdown(
                "  \n".join(filter(None, (f"{plain(one.item.words)} {where}", _before(here, dossier, one))))
            )
            _ticket(here, one)
            st.markdown(standing(here, one))
            if one.due is not None and rechecking.may_recheck(here.db, one.due, here.actor):
                recheck_form.draw(here, one.due)


def _where(here: Session, one: Found) -> str:
    finding = one.finding
    name, _ = stops.name_of(here, Stop(finding.position, finding.asset_id, finding.location_id))
    return name


def _before(here: Session, dossier: RoundDossier, one: Found) -> str:
    """That an earlier round had found it already, and how it was this time; "" where this one found it."""
    if one.finding.round_id == dossier.round.id:
        return ""
    day = f"{local_date(one.finding.found_at):%m-%d}"
    if _failed(dossier, one):
        said = here._("Reported on {day} already, not in order this time either", day=day)
    else:
        said = here._("Reported on {day}, in order this time", day=day)
    return f":orange[:material/history: {said}]"


def _failed(dossier: RoundDossier, one: Found) -> bool:
    """Whether what counts in this round is that the item was not in order."""
    answers = (each for seen in dossier.stops if seen.visit for each in seen.visit.answers)
    return any(each.finding_id == one.finding.id and each.verdict is Verdict.FAILED for each in answers)


def _ticket(here: Session, one: Found) -> None:
    """Its number and state; a way there for who may see it."""
    if one.ticket is None:
        st.markdown(here._("no ticket"))
        return
    number, seen = one.ticket.number, may(here.actor, Permission.SEE_TICKET, matter(here.db, one.ticket))
    with st.container(horizontal=True, vertical_alignment="center"):
        if seen:
            navigation.link("ticket", number, icon=":material/assignment:", number=number)
        else:
            st.markdown(number, width="content")
        st.markdown(badges(status=one.ticket.status), width="content")


def standing(here: Session, one: Found) -> str:
    """Whether it was seen good again, waits for somebody to look, or for the work; Markdown."""
    looked = "  \n".join(_looked(here, one, each) for each in one.rechecks)
    if one.finding.mistaken:
        said = f":gray-badge[:material/edit: {here._('Entry corrected, was no fault')}]"
    elif one.finding.resolved_at is not None:
        said = f":green-badge[:material/verified: {here._('Seen to be good again')}]"
    elif one.due is not None:
        said = f":orange-badge[:material/fact_check: {here._('Waits for a re-check')}]"
    else:
        said = f":gray-badge[:material/build: {here._('Re-checked once the work is done')}]"
    return f"{said}  \n{looked}" if looked else said


def _looked(here: Session, one: Found, look: Recheck) -> str:
    _ = here._
    word = _("re-check passed") if look.passed else _("re-check not passed")
    who = accounts.names(here.db).get(look.checked_by or 0, "")
    value = reading(one.item, look.number, look.words, here.language)
    sign = ":green[✓]" if look.passed else ":red[✗]"
    return f"{sign} " + plain(" · ".join(filter(None, (f"{when(look.checked_at)} {who} {word}", value))))
