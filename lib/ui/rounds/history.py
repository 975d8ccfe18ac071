"""What happened to a round, in words, newest first."""

from __future__ import annotations

import streamlit as st

from lib.inspections import story
from lib.inspections.records import Event
from lib.inspections.round_dossier import RoundDossier
from lib.ui.session import Session
from lib.ui.widgets import when
from lib.ui.words import WHOLE, plain


def draw(here: Session, found: RoundDossier) -> None:
    """Nothing for a round nobody has touched, while it can still be done in time."""
    told = [(event.happened_at, _event(here, event)) for event in found.events]
    if lapsed := story.lapsed(found.round, here.now, here.say):
        told.append((found.round.closes_at, f":material/event_busy: {plain(lapsed)}"))
    if not told:
        return
    told.sort(key=lambda one: one[0])
    st.markdown(f"**{here._('What happened')}**")
    st.markdown("  \n".join(line for _, line in reversed(told)))


def _event(here: Session, event: Event) -> str:
    line = f"{when(event.happened_at)} **{plain(story.who(event, here.say))}** {plain(story.told(event, here.say))}"
    why = story.reason(event)
    return f"{line}  \n&emsp;&emsp;:gray[{plain(why, WHOLE)}]" if why else line
