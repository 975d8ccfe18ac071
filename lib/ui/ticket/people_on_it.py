"""What is amiss with the people on a ticket, said on its page."""

from __future__ import annotations

import streamlit as st

from lib.people.roles import Permission, may
from lib.tickets.crew import warnings
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.ui.session import Session
from lib.ui.words import plain


def draw(here: Session, ticket: Ticket) -> None:
    """A line for each, for those who work on it or look after papers; nothing where all is well."""
    about = matter(here.db, ticket)
    if not any(may(here.actor, one, about) for one in (Permission.SEE_PAPERS, Permission.WORK_TICKET)):
        return
    for words in warnings(here.db, ticket, here.now):
        st.warning(plain(words.said(here.language)), icon=":material/engineering:")
