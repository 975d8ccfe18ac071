"""The forms of the work itself: accept, arrive, hold, resume, finish, give back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

import streamlit as st

from lib.catalog.findings import Material, causes_for, materials, materials_for, remedies
from lib.catalog.services import service
from lib.core import clock
from lib.core.i18n import mark
from lib.people import accounts
from lib.people.organisation import teams
from lib.tickets import records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Used, Work
from lib.tickets.crew import needs_more_people
from lib.tickets.ticket import Ticket
from lib.tickets.words import HOLD_WORDS, OFFERED_OUTCOMES, OUTCOME_WORDS, Action, HoldReason, Outcome, Status
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import refusal_shown

TWO_HOURS, TOMORROW, THREE_DAYS = "two_hours", "tomorrow", "three_days"
UNTIL_WORDS = {
    TWO_HOURS: mark("In two hours"),
    TOMORROW: mark("Tomorrow at 8"),
    THREE_DAYS: mark("In three days at 8"),
}


def ask_nothing(here: Session, ticket: Ticket, typed: Typed) -> None:
    """The button says it all."""


def accept(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return working.accept(here.db, ticket_id=ticket_id, version=version, by=by)


def arrive(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return working.arrive(here.db, ticket_id=ticket_id, version=version, by=by)


def resume(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return working.resume(here.db, ticket_id=ticket_id, version=version, by=by)


def ask_hold(here: Session, ticket: Ticket, typed: Typed) -> None:
    """The reason, when it is likely to go on, and whom one spoke to where a room could not be entered."""
    _ = here._
    st.pills(
        _("Why"), list(HoldReason), format_func=lambda r: _(HOLD_WORDS[r]), key=typed.key("reason"), wrap=True
    )
    refusal_shown("reason")
    soon, other = st.columns([3, 2], vertical_alignment="bottom")
    soon.segmented_control(
        _("Goes on"),
        list(UNTIL_WORDS),
        format_func=lambda u: _(UNTIL_WORDS[u]),
        key=typed.key("soon"),
        on_change="ignore",
    )
    other.text_input(
        _("or at"), key=typed.key("until"), on_change="ignore", placeholder=_("14:05 or 11-22 14:05")
    )
    refusal_shown("until")
    if typed.value("reason") == HoldReason.ACCESS:
        st.text_input(_("Whom was it agreed with"), key=typed.key("spoke_to"), on_change="ignore")
        refusal_shown("spoke_to")
    st.text_input(_("Note"), key=typed.key("note"), on_change="ignore")


def hold(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return working.hold(
        here.db,
        ticket_id=ticket_id,
        version=version,
        reason=typed.value("reason") or "",
        until=typed.moment("until", here.now, ahead=True) or _soon(typed.value("soon"), here.now),
        spoke_to=typed.text("spoke_to"),
        note=typed.text("note"),
        by=by,
    )


def _soon(choice: str | None, now: datetime) -> datetime | None:
    if choice == TWO_HOURS:
        return now + timedelta(hours=2)
    if choice in (TOMORROW, THREE_DAYS):
        days = 1 if choice == TOMORROW else 3
        return clock.wall(clock.local_date(now) + timedelta(days=days), time(8))
    return None


def ask_complete(here: Session, ticket: Ticket, typed: Typed) -> None:
    """How it ended, cause and remedy, what was used, how long it took."""
    _ = here._
    found = service(here.db, ticket.service_code)
    group = found.group_code if found else ""
    typed.preset("outcome", Outcome.FIXED)
    st.pills(
        _("How it ended"),
        OFFERED_OUTCOMES,
        format_func=lambda o: _(OUTCOME_WORDS[o]),
        key=typed.key("outcome"),
        on_change="ignore",
    )
    refusal_shown("outcome")
    causes = choices.of((cause.code, cause.name) for cause in causes_for(here.db, group))
    cures = choices.of((remedy.code, remedy.name) for remedy in remedies(here.db))
    left, right, minutes = st.columns([3, 3, 2])
    for column, label, name, offered in (
        (left, _("Cause"), "cause", causes),
        (right, _("Remedy"), "remedy", cures),
    ):
        column.selectbox(
            label,
            offered.options,
            index=None,
            format_func=offered.say,
            key=typed.key(name),
            on_change="ignore",
            placeholder="",
        )
    minutes.number_input(_("Minutes of work"), 0, 1440, key=typed.key("minutes"), on_change="ignore", step=5)
    _ask_helpers(here, ticket, typed)
    refusal_shown("labour")
    if needs_more_people(here.db, ticket, ticket.helpers):
        st.checkbox(
            _("It is work for more than one, but was done alone"), key=typed.key("alone"), on_change="ignore"
        )
        refusal_shown("alone")
    _ask_materials(here, group, typed)
    st.text_input(_("What was done"), key=typed.key("note"), on_change="ignore")
    if ticket.status is Status.ACCEPTED:
        st.checkbox(_("Nothing had to be visited"), key=typed.key("no_visit"), on_change="ignore")
        refusal_shown("no_visit")


def _ask_helpers(here: Session, ticket: Ticket, typed: Typed) -> None:
    """The minutes of everybody who came along."""
    if not ticket.helpers:
        return
    names = accounts.names(here.db)
    for column, helper in zip(st.columns(max(4, len(ticket.helpers))), ticket.helpers, strict=False):
        label = here._("Minutes of {name}", name=names.get(helper, ""))
        column.number_input(label, 0, 1440, key=typed.key(f"minutes{helper}"), on_change="ignore", step=5)


def _ask_materials(here: Session, group: str, typed: Typed) -> None:
    offered = {m.code: m for m in materials_for(here.db, group)}
    used = st.multiselect(
        here._("Materials used"),
        list(offered),
        format_func=lambda code: _material(offered[code]) if code in offered else code,
        key=typed.key("materials"),
        accept_new_options=True,
        placeholder=here._("From the list, or in own words"),
    )
    if used:
        for column, code in zip(st.columns(max(4, len(used))), used, strict=False):
            name = offered[code].name if code in offered else code
            column.number_input(name, 0.0, 9999.0, 1.0, key=typed.key(f"quantity_{code}"), on_change="ignore")
    refusal_shown("materials")


def _material(found: Material) -> str:
    return f"{found.name} ({found.unit})"


def complete(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    known = {m.code for m in materials(here.db)}
    used = [
        Used(code if code in known else "", code, Decimal(str(typed.value(f"quantity_{code}") or 0)))
        for code in typed.value("materials") or ()
    ]
    who, minutes = by.subject_id or by.actor.account_id, int(typed.value("minutes") or 0)
    ticket = records.by_id(here.db, ticket_id)
    worked = [(one, int(typed.value(f"minutes{one}") or 0)) for one in (ticket.helpers if ticket else ())]
    work = Work(
        outcome=typed.value("outcome") or "",
        cause=typed.value("cause") or "",
        remedy=typed.value("remedy") or "",
        note=typed.text("note"),
        no_visit=bool(typed.value("no_visit")),
        alone=bool(typed.value("alone")),
        materials=used,
        labour={one: spent for one, spent in [(who, minutes), *worked] if one is not None and spent},
    )
    return working.complete(here.db, ticket_id=ticket_id, version=version, work=work, by=by)


def ask_return(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Why, and whose it rather is."""
    _ = here._
    st.text_input(_("Why it comes back"), key=typed.key("reason"), on_change="ignore")
    refusal_shown("reason")
    named = {team.id: team.name for team in teams(here.db).values() if team.active}
    st.selectbox(
        _("Rather a job of"),
        list(named),
        index=None,
        format_func=lambda i: named.get(i, ""),
        key=typed.key("team"),
        on_change="ignore",
        placeholder=_("If known"),
    )


def return_job(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return dispatching.return_job(
        here.db,
        ticket_id=ticket_id,
        version=version,
        reason=typed.text("reason"),
        better_team_id=typed.value("team"),
        by=by,
    )


ASKING = {
    Action.ACCEPT: ask_nothing,
    Action.ARRIVE: ask_nothing,
    Action.RESUME: ask_nothing,
    Action.HOLD: ask_hold,
    Action.COMPLETE: ask_complete,
    Action.RETURN: ask_return,
}
DOING = {
    Action.ACCEPT: accept,
    Action.ARRIVE: arrive,
    Action.RESUME: resume,
    Action.HOLD: hold,
    Action.COMPLETE: complete,
    Action.RETURN: return_job,
}
