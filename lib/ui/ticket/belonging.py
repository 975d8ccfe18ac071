"""What belongs to a ticket: the whole and its other parts, the jobs before and after it, the watch of a leader."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from lib.catalog.services import service
from lib.core.i18n import mark
from lib.people.roles import Permission, may
from lib.tickets.dossier import Dossier
from lib.tickets.family import family
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import STATUS_WORDS, Action
from lib.ui import navigation
from lib.ui.session import Session
from lib.ui.widgets import when
from lib.ui.words import plain

_LINE = "display:grid;grid-template-columns:fit-content(40%) 1fr;gap:.2rem 1rem;font-size:.95rem;margin-bottom:.6rem"


def draw(here: Session, found: Dossier) -> None:
    """The watch first, since somebody waits for it; nothing for an ordinary ticket."""
    _watch(here, found)
    lines = [
        f'<span style="opacity:.65">{escape(here._(relation))}</span><span>{_kin(here, other)}</span>'
        for relation, other in _related(here, found.ticket)
    ]
    if lines:
        head = f'<b style="grid-column:1/-1">{escape(here._("Belongs together"))}</b>'
        st.html(f'<div style="{_LINE}">{head}{"".join(lines)}</div>')


def _related(here: Session, ticket: Ticket) -> Iterator[tuple[str, Ticket]]:
    around = family(here.db, ticket)
    if around.carried_by:
        yield mark("Goes on in"), around.carried_by
    if around.whole:
        yield mark("Split from"), around.whole
    for part in around.parts:
        yield (mark("Other part") if around.whole else mark("Part")), part
    if around.first:
        yield mark("After"), around.first
    for later in around.next:
        yield mark("Next job"), later


def _kin(here: Session, other: Ticket) -> str:
    """Number and state for everybody; what it is about, and the way there, for who may see it."""
    status = escape(here._(STATUS_WORDS[other.status]))
    if not may(here.actor, Permission.SEE_TICKET, matter(here.db, other)):
        return f"{other.number} · {status}"
    wanted = service(here.db, other.service_code)
    what = escape(wanted.title(here.language) if wanted else other.service_code)
    address = escape(navigation.address("ticket", number=other.number))
    return f'<a href="{address}" target="_self" style="color:inherit">{other.number}</a> · {status} · {what}'


def _watch(here: Session, found: Dossier) -> None:
    """Who watches, why, and by when; red once that has passed."""
    ticket, _ = found.ticket, here._
    if not ticket.watched or not ticket.is_open:
        return
    set_by = next((e for e in reversed(found.events) if e.action is Action.WATCH and e.facts.get("on")), None)
    late = ticket.watched_until is not None and ticket.watched_until < here.now
    until = _("to be settled by {time}", time=when(ticket.watched_until))
    words = " · ".join(filter(None, (until, _said(set_by))))
    shown = st.error if late else st.warning
    title = _("Under watch, and the deadline has passed") if late else _("Under watch")
    shown(words, icon=":material/visibility:", title=title)


def _said(event: Event | None) -> str:
    if event is None:
        return ""
    return " ".join(plain(each) for each in (event.actor_name, str(event.facts.get("note", ""))) if each)
