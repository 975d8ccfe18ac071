"""The form that corrects what a ticket is about; its promise follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from lib.catalog.services import UNKNOWN, service
from lib.core import typed_time
from lib.tickets import records
from lib.tickets.actions import dispatching
from lib.tickets.actions.step import By
from lib.tickets.guessing import guess
from lib.tickets.ticket import Ticket
from lib.tickets.words import KIND_WORDS, SEVERITY_WORDS, Action, Kind, Severity
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import refusal_shown

FIELDS = ("service_code", "location_id", "department_id", "asset_id", "description", "kind", "severity")


def ask(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Every field as it is now."""
    _ = here._
    unclassified = ticket.service_code == UNKNOWN
    for name in FIELDS:
        known = not (unclassified and name == "service_code")
        typed.preset(name, (getattr(ticket, name) or None) if known else None)
    typed.preset("appointment_at", typed_time.write(ticket.appointment_at))
    left, right = st.columns(2)
    none = _title(here, UNKNOWN) if unclassified else ""
    _choice(left, _("Service"), "service_code", choices.services(here.db, here.language), typed, none)
    if unclassified:
        _offer_guess(left, here, ticket, typed)
    _choice(right, _("Place"), "location_id", choices.places(here.db), typed)
    _choice(left, _("Department"), "department_id", choices.department_choices(here.db), typed)
    _choice(right, _("Asset"), "asset_id", choices.assets(here.db), typed)
    right.text_input(
        _("Appointed time, if any"),
        key=typed.key("appointment_at"),
        on_change="ignore",
        placeholder=_("14:05 or 11-22 14:05"),
    )
    refusal_shown("appointment_at")
    st.text_area(_("What is it about"), key=typed.key("description"), on_change="ignore", height=80)
    left, right = st.columns(2)
    left.segmented_control(
        _("How urgent"),
        list(Severity),
        format_func=lambda s: _(SEVERITY_WORDS[s]),
        key=typed.key("severity"),
        on_change="ignore",
    )
    right.selectbox(
        _("Kind"),
        list(Kind),
        format_func=lambda k: _(KIND_WORDS[k]),
        key=typed.key("kind"),
        on_change="ignore",
    )


def _title(here: Session, code: str) -> str:
    """What the service is called."""
    found = service(here.db, code)
    return found.title(here.language) if found else ""


def _offer_guess(column: Any, here: Session, ticket: Ticket, typed: Typed) -> None:
    """The service its words most likely mean, for one press; nothing is chosen for the operator."""
    likely = guess(here.db, ticket)
    if likely and typed.value("service_code") is None:
        column.button(
            here._("Probably: {service}", service=_title(here, likely)),
            icon=":material/lightbulb:",
            key=typed.key("guess"),
            on_click=_take_guess,
            args=(typed.key("service_code"), likely),
            type="tertiary",
        )


def _take_guess(key: str, likely: str) -> None:
    st.session_state[key] = likely


def _choice(
    column: Any, label: str, name: str, offered: choices.Choices[Any], typed: Typed, none: str = ""
) -> None:
    now = typed.value(name)
    options = offered.options if now is None or now in offered.words else [now, *offered.options]
    column.selectbox(
        label,
        options,
        index=None,
        format_func=offered.say,
        key=typed.key(name),
        on_change="ignore",
        placeholder=none,
    )


def edit(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """Only what differs is written."""
    changes: dict[str, Any] = {name: typed.value(name) for name in FIELDS}
    changes["description"] = typed.text("description")
    if typed.text("appointment_at") != typed_time.write(_appointed(here, ticket_id)):
        changes["appointment_at"] = typed.moment("appointment_at", here.now, ahead=True)
    missing = ("service_code", "kind", "severity")
    said = {name: value for name, value in changes.items() if not (value is None and name in missing)}
    return dispatching.edit(here.db, ticket_id=ticket_id, version=version, changes=said, by=by)


def _appointed(here: Session, ticket_id: int) -> datetime | None:
    ticket = records.by_id(here.db, ticket_id)
    return ticket.appointment_at if ticket else None


ASKING = {Action.EDIT: ask}
DOING = {Action.EDIT: edit}
