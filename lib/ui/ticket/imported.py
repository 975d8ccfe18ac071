"""Where an imported ticket came from, and what its old system said of it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from lib.core.i18n import mark
from lib.tickets.dossier import Dossier
from lib.tickets.ticket import Ticket
from lib.ui.listed import listed
from lib.ui.session import Session

_LINE = "font-size:.95rem;margin-bottom:.6rem;overflow-wrap:anywhere"


def draw(here: Session, found: Dossier) -> None:
    """The old system's name and its number, which one click selects; folded away, everything else it
    said. Nothing for our own."""
    if not found.ticket.source:
        return
    opening = found.events[0]
    _number(here, found.ticket, opening.actor_name)
    if foreign := opening.facts.get("foreign"):
        with st.expander(here._("Record of the old system"), icon=":material/history_edu:"):
            listed("", _lines(foreign))
            st.caption(
                here._(mark("Word for word as it was carried over, each under its column's name there."))
            )


def _number(here: Session, ticket: Ticket, system: str) -> None:
    said = here._(
        "Imported from {system}, its number there: {number}",
        system=f"<b>{escape(system or ticket.source)}</b>",
        number=f'<code style="user-select:all">{escape(ticket.foreign_number)}</code>',
    )
    st.html(f'<div style="{_LINE}">{said}</div>')


def _lines(foreign: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(column, str(text)) for column, text in foreign.items()]
