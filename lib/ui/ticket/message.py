"""The messages a ticket was taken from, whole, as they were written."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.people.roles import Permission, may
from lib.tickets.dossier import Dossier
from lib.tickets.rights import matter
from lib.ui.session import Session

_LOOK = "white-space:pre-wrap;overflow-wrap:anywhere;opacity:.85"


def draw(here: Session, found: Dossier) -> None:
    """Folded away, for those who may know who wrote it; nothing where the ticket's own words are all there is."""
    messages = dict.fromkeys(str(e.facts["message"]) for e in found.events if e.facts.get("message"))
    more = [words for words in messages if _joined(words) != _joined(found.ticket.description)]
    if more and may(here.actor, Permission.SEE_PERSONAL, matter(here.db, found.ticket)):
        with st.expander(here._("The message as it was written"), icon=":material/chat:"):
            st.html("<hr>".join(f'<div style="{_LOOK}">{escape(words)}</div>' for words in more))


def _joined(words: str) -> str:
    return " ".join(words.split())
