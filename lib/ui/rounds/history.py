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
    """Nothing for a round nobody has touched."""
    if not found.events:
        return
    st.markdown(f"**{here._('What happened')}**")
    st.markdown("  \n".join(_event(here, event) for event in reversed(found.events)))


def _event(here: Session, event: Event) -> str:
    line = f"{when(event.happened_at)} **{plain(story.who(event, here.say))}** {plain(story.told(event, here.say))}"
    why = story.reason(event)
    return f"{line}  \n&emsp;&emsp;:gray[{plain(why, WHOLE)}]" if why else line
