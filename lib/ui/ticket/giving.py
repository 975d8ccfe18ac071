"""To whom: one list of teams, people and vendors, the likeliest first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.i18n import Say
from lib.dispatch.candidates import Candidate, candidates
from lib.people.papers import hindrance
from lib.people.roles import Permission, may
from lib.places.locations import initials
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.step import By
from lib.tickets.qualification import LONGEST_REASON
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import refusal_shown


def ask(here: Session, ticket: Ticket, typed: Typed) -> None:
    """The list and a note. The first time the likeliest is chosen already; to pass a job on somebody has to be named,
    and people come before teams."""
    _, again = here._, typed.action is Action.REASSIGN
    found = candidates(here.db, ticket, here.actor, now=here.now)
    if again:
        found.sort(key=lambda one: one.whom.assignee_id is None)
    offered = choices.of((each.whom, _said(each, _)) for each in found)
    st.selectbox(
        _("To whom"),
        offered.options,
        index=None if again else 0,
        placeholder=_("Choose somebody"),
        format_func=offered.say,
        key=typed.key("whom"),
        on_change="ignore",
    )
    refusal_shown("assignee_id")
    exception(here, ticket, typed)
    st.text_input(_("A word with it"), key=typed.key("note"), on_change="ignore")


def assign(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """First time."""
    return dispatching.assign(here.db, ticket_id=ticket_id, version=version, by=by, **given(typed))


def reassign(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """To somebody else, or on inside the own team."""
    return dispatching.reassign(here.db, ticket_id=ticket_id, version=version, by=by, **given(typed))


def given(typed: Typed) -> dict[str, Any]:
    """To whom, with which words, and the reason typed for that very person, if one was asked for."""
    whom = typed.value("whom") or Whom()
    return {"whom": whom, "note": typed.text("note"), "override": typed.text(_reason_for(whom.assignee_id))}


def exception(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Asks for the reason where the person chosen lacks a paper that allows exceptions, and this one may make them."""
    whom = typed.value("whom")
    hindered = (
        hindrance(here.db, whom.assignee_id, ticket.service_code, here.now)
        if whom and whom.assignee_id
        else None
    )
    if hindered is None or not hindered.overridable:
        return
    if may(here.actor, Permission.OVERRIDE_PAPERS, matter(here.db, ticket)):
        st.text_input(
            here._("Reason for the exception: {lacking}", lacking=here._(hindered.message, **hindered.facts)),
            key=typed.key(_reason_for(whom.assignee_id)),
            max_chars=LONGEST_REASON,
            on_change="ignore",
        )
        refusal_shown("override")


def _reason_for(account_id: int | None) -> str:
    """A field for each person: a reason typed for one is none for another."""
    return f"override{account_id}"


ASKING = {Action.ASSIGN: ask, Action.REASSIGN: ask}
DOING = {Action.ASSIGN: assign, Action.REASSIGN: reassign}


def _said(found: Candidate, _: Say) -> str:
    words = " · ".join([found.name, *(_(why.message, **why.facts) for why in found.reasons)])
    # This box is as wide as the page: out of sight is farther away here than elsewhere.
    return f"{words}{choices.ASIDE * 2}{initials(found.name)}"
