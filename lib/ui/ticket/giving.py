"""To whom: one list of teams, people and vendors, the likeliest first."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import local
from lib.core.i18n import Say
from lib.dispatch.candidates import Candidate, candidates
from lib.dispatch.suggesting import Reason
from lib.places.locations import initials
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.ticket.typed import Typed
from lib.ui.widgets import refusal_shown


def ask(here: Session, ticket: Ticket, typed: Typed) -> None:
    """The list and a note; the likeliest is chosen already."""
    _ = here._
    offered = choices.of((each.whom, _said(each, _)) for each in candidates(here.db, ticket, here.actor))
    st.selectbox(
        _("To whom"),
        offered.options,
        format_func=offered.say,
        key=typed.key("whom"),
        on_change="ignore",
    )
    refusal_shown("assignee_id")
    st.text_input(_("A word with it"), key=typed.key("note"), on_change="ignore")


def assign(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """First time."""
    whom = typed.value("whom") or Whom()
    return dispatching.assign(
        here.db, ticket_id=ticket_id, version=version, whom=whom, by=by, note=typed.text("note")
    )


def reassign(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """To somebody else, or on inside the own team."""
    whom = typed.value("whom") or Whom()
    return dispatching.reassign(
        here.db, ticket_id=ticket_id, version=version, whom=whom, by=by, note=typed.text("note")
    )


ASKING = {Action.ASSIGN: ask, Action.REASSIGN: ask}
DOING = {Action.ASSIGN: assign, Action.REASSIGN: reassign}


def _said(found: Candidate, _: Say) -> str:
    return " · ".join([found.name, *(_reason(why, _) for why in found.reasons), initials(found.name)])


def _reason(why: Reason, _: Say) -> str:
    day = {"day": f"{local(why.instant):%m-%d}"} if why.instant else {}
    return _(why.message, **why.facts, **day)
