"""A second return on the ticket page: what the dispatcher decides about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.core.i18n import mark
from lib.dispatch.candidates import candidates
from lib.people import accounts
from lib.people.organisation import teams, vendors
from lib.people.roles import Permission, may
from lib.tickets.actions import deciding, dispatching
from lib.tickets.actions.step import By
from lib.tickets.dossier import Dossier
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action
from lib.ui import choices
from lib.ui.session import Session, current, guarded
from lib.ui.ticket import giving
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown, when
from lib.ui.words import plain

DECISION = "second_return"
KEEP, GIVE = "keep", "give"
FIELDS = ("note", "assignee_id", "override")


def draw(here: Session, found: Dossier) -> None:
    """The state for everybody, the form for who decides; nothing where nothing waits to be decided."""
    ticket, _ = found.ticket, here._
    if not ticket.undecided:
        return
    with st.container(border=True):
        st.markdown(f":material/assignment_return: **{_('Returned a second time: the dispatcher decides')}**")
        st.markdown(returns_said(here, found.events))
        about = matter(here.db, ticket)
        if all(may(here.actor, one, about) for one in (Permission.ASSIGN_TICKET, Permission.REASSIGN_TICKET)):
            _ask(here, ticket)


def returns_said(here: Session, events: Sequence[Event]) -> str:
    """Both returns, in the words of who gave it back; Markdown."""
    known, lines = teams(here.db), []
    for event in events:
        if event.action is not Action.RETURN:
            continue
        better = known.get(event.facts.get("better_team_id") or 0)
        rather = here._("rather a job of {team}", team=better.name) if better else ""
        words = " · ".join(filter(None, (str(event.facts.get("reason", "")), rather)))
        lines.append(f"{when(event.happened_at)} **{plain(event.actor_name)}** {plain(words)}")
    return "  \n".join(lines)


def _ask(here: Session, ticket: Ticket) -> None:
    _, typed = here._, Typed(ticket.id, DECISION)
    said = {
        KEEP: _("It stays with {whom}", whom=whose(here, ticket)),
        GIVE: _("It goes to somebody else"),
    }
    chosen = st.segmented_control(
        _("Decision"), list(said), format_func=lambda one: said[one], key=typed.key("what"),
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen is None:
        return
    if chosen == GIVE:
        offered = choices.of(
            (each.whom, each.name) for each in candidates(here.db, ticket, here.actor, now=here.now)
        )
        st.selectbox(
            _("To whom"), offered.options, format_func=offered.say, key=typed.key("whom"), on_change="ignore"
        )
        refusal_shown("assignee_id")
        giving.exception(here, ticket, typed)
    st.text_input(_("Why"), key=typed.key("note"), on_change="ignore")
    refusal_shown("note")
    st.button(
        _("Decide"),
        type="primary",
        key=typed.key("button"),
        on_click=decided,
        args=(ticket.id, ticket.version),
    )


def whose(here: Session, ticket: Ticket) -> str:
    """Who has it, in one word."""
    person = accounts.names(here.db).get(ticket.assignee_id or 0)
    team, vendor = teams(here.db).get(ticket.team_id or 0), vendors(here.db).get(ticket.vendor_id or 0)
    return person or (team.name if team else vendor.name if vendor else "")


@guarded()
def decided(ticket_id: int, version: int) -> None:
    """Kept where it is, or given on; a refusal leaves what was typed."""
    here, typed = current(), Typed(ticket_id, DECISION)
    by, note = By(actor=here.actor, now=here.now), typed.text("note")
    if typed.value("what") == KEEP:
        after = deciding.keep_where_it_is(here.db, ticket_id=ticket_id, version=version, note=note, by=by)
    else:
        after = dispatching.reassign(
            here.db, ticket_id=ticket_id, version=version, by=by, **giving.given(typed)
        )
    typed.done()
    flash(here.say(mark("Decided.")), ticket_number=after.number)
