"""A handover that waits for this person's shift, said where the work is."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import short_time
from lib.dispatch.handing_over import records
from lib.people.accounts import names
from lib.people.organisation import teams
from lib.ui import navigation
from lib.ui.session import Session


def draw(here: Session) -> None:
    """A line with the way to the signature, for the next shift of the own team; nothing where nothing waits."""
    team_id = here.account.team_id
    found = records.waiting_of(here.db, team_id) if team_id is not None else None
    if found is None or team_id is None or found.outgoing_id == here.account.id:
        return
    team = teams(here.db)[team_id]
    said = here._(
        "Handed over, not taken over yet: {team}, {name}, {time}",
        team=team.name,
        name=names(here.db).get(found.outgoing_id, ""),
        time=short_time(found.signed_at, here.now, here.language),
    )
    with st.container(border=True):
        navigation.link("handover", said, icon=":material/pending_actions:", of=team.code)
