"""What happened to a statement, in words, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from lib.cost_sharing.records import Event
from lib.cost_sharing.words import ACTION_WORDS, Action
from lib.ui.cost_sharing.steps import told
from lib.ui.session import Session
from lib.ui.widgets import when
from lib.ui.words import WHOLE, plain

HIGH = 420


def draw(here: Session, events: Sequence[Event]) -> None:
    """Every act with who did it and what was given as its reason."""
    with st.container(height=HIGH if len(events) > 10 else "content", border=False):
        st.markdown("  \n".join(_line(here, event, n) for event, n in _together(events)))


def _together(events: Sequence[Event]) -> Iterator[tuple[Event, int]]:
    """The newest first; settlements entered in one go, the same for many vendors, as one with their number."""
    for _, group in groupby(reversed(events), _likeness):
        found = list(group)
        yield found[0], len(found)


def _likeness(event: Event) -> object:
    if event.action is not Action.RECORD:
        return event.seq
    return event.actor_id, event.happened_at, sorted((k, v) for k, v in event.facts.items() if k != "vendor")


def _line(here: Session, event: Event, n: int) -> str:
    who = event.actor_name or here._("the product itself")
    line = f"{when(event.happened_at)} **{plain(who)}** {plain(here._(ACTION_WORDS[event.action]))}"
    about = told.about(here, event)
    if n > 1:
        about = here._("{about} and {n} more vendors", about=about, n=n - 1)
    return f"{line}  \n&emsp;&emsp;:gray[{plain(about, WHOLE)}]" if about else line
