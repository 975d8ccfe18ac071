"""The forms that make more tickets of one: the parts of a report, and the next job."""

from __future__ import annotations

import streamlit as st

from lib.core.i18n import mark
from lib.tickets.actions import branching
from lib.tickets.actions.branching import MOST_PARTS, Branched, Part
from lib.tickets.actions.step import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import plain


def ask_split(here: Session, ticket: Ticket, typed: Typed) -> None:
    """One line for each part that goes to somebody else; a further line appears when the last is begun."""
    _ = here._
    kept = choices.services(here.db, here.language).words.get(ticket.service_code, "").split(choices.ASIDE)[0]
    st.caption(
        _(
            "This ticket keeps: {what}. Each part below becomes a ticket of its own, promised from when this was"
            " reported; the reporter sees all of them under the one link.",
            what=plain(" · ".join(filter(None, (kept, ticket.description)))),
        )
    )
    for number in range(_lines(typed)):
        _part(here, typed, number)
    for field in ("parts", "description", "service", "location"):
        refusal_shown(field)


def _lines(typed: Typed) -> int:
    begun = [n for n in range(MOST_PARTS) if _begun(typed, n)]
    return min((begun[-1] if begun else -1) + 2, MOST_PARTS)


def _begun(typed: Typed, number: int) -> bool:
    return bool(typed.value(f"service{number}") or typed.text(f"words{number}"))


def _part(here: Session, typed: Typed, number: int) -> None:
    _, first = here._, number == 0
    service, words, place = st.columns([3, 4, 3])
    _service(here, typed, f"service{number}", service, labelled=first)
    words.text_input(
        _("What is to be done"),
        key=typed.key(f"words{number}"),
        label_visibility="visible" if first else "collapsed",
    )
    offered = choices.places(here.db)
    place.selectbox(
        _("Where, if elsewhere"),
        offered.options,
        index=None,
        format_func=offered.say,
        key=typed.key(f"place{number}"),
        on_change="ignore",
        placeholder=_("At the same place"),
        label_visibility="visible" if first else "collapsed",
    )


def _service(here: Session, typed: Typed, name: str, column: object, *, labelled: bool) -> None:
    offered = choices.services(here.db, here.language)
    column.selectbox(  # type: ignore[attr-defined]
        here._("Service"),
        offered.options,
        index=None,
        format_func=offered.say,
        key=typed.key(name),
        placeholder=here._("Type to find it"),
        label_visibility="visible" if labelled else "collapsed",
    )


def split(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    parts = [
        Part(
            service_code=typed.value(f"service{number}") or "",
            description=typed.text(f"words{number}"),
            location_id=typed.value(f"place{number}"),
        )
        for number in range(MOST_PARTS)
        if _begun(typed, number)
    ]
    return _said(here, branching.split(here.db, ticket_id=ticket_id, version=version, parts=parts, by=by))


def ask_follow_on(here: Session, ticket: Ticket, typed: Typed) -> None:
    """What comes next, by when, and what stands now."""
    _ = here._
    st.caption(_("The next job knows this one. This one goes on by itself: finish it when it is done."))
    typed.preset("service", ticket.service_code)
    service, words, at = st.columns([3, 4, 3])
    _service(here, typed, "service", service, labelled=True)
    words.text_input(_("What is to be done next"), key=typed.key("words"), on_change="ignore")
    at.text_input(
        _("Appointment, if agreed"),
        key=typed.key("appointment"),
        on_change="ignore",
        placeholder=_("14:05 or 11-22 14:05"),
    )
    for field in ("next", "description", "service", "appointment"):
        refusal_shown(field)
    st.text_input(_("What was done for now"), key=typed.key("note"), on_change="ignore")


def follow_on(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    part = Part(
        service_code=typed.value("service") or "",
        description=typed.text("words"),
        appointment_at=typed.moment("appointment", here.now, ahead=True),
    )
    made = branching.follow_on(
        here.db, ticket_id=ticket_id, version=version, part=part, note=typed.text("note"), by=by
    )
    return _said(here, made)


def _said(here: Session, made: Branched) -> Ticket:
    numbers = here._(mark(", ")).join(other.number for other in made.others)
    flash(here._("New: {numbers}", numbers=numbers))
    return made.ticket


ASKING = {Action.SPLIT: ask_split, Action.FOLLOW_ON: ask_follow_on}
DOING = {Action.SPLIT: split, Action.FOLLOW_ON: follow_on}
