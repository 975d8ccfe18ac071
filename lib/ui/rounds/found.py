"""What a round found: each item with its ticket, how far that is, and the re-check."""

from __future__ import annotations

import streamlit as st

from lib.inspections import rechecking
from lib.inspections.finding import Recheck
from lib.inspections.plans import Stop
from lib.inspections.reading_words import reading
from lib.inspections.round_dossier import Found, RoundDossier
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
            said = (f"{plain(one.item.words)} {where}", _ticket(here, one), standing(here, one))
            st.markdown("  \n".join(said))
            if one.due is not None and rechecking.may_recheck(here.db, one.due, here.actor):
                recheck_form.draw(here, one.due)


def _where(here: Session, one: Found) -> str:
    finding = one.finding
    name, _ = stops.name_of(here, Stop(finding.position, finding.asset_id, finding.location_id))
    return name


def _ticket(here: Session, one: Found) -> str:
    """Its number and state; a way there for who may see it."""
    if one.ticket is None:
        return here._("no ticket")
    looks = badges(status=one.ticket.status)
    if not may(here.actor, Permission.SEE_TICKET, matter(here.db, one.ticket)):
        return f"{one.ticket.number} {looks}"
    return f"[{one.ticket.number}]({navigation.address('ticket', number=one.ticket.number)}) {looks}"


def standing(here: Session, one: Found) -> str:
    """Whether it was seen good again, waits for somebody to look, or for the work; Markdown."""
    looked = "  \n".join(_looked(here, one, each) for each in one.rechecks)
    if one.finding.resolved_at is not None:
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
