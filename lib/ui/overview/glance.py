"""Tiles, lists and notices as one component: one element to draw, however much is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from lib.analytics.house import dismiss_first_steps
from lib.notifications import announcements, outbox
from lib.ui import navigation
from lib.ui.menu import entry
from lib.ui.session import Session, current, guarded

_FOLDER = Path(__file__).parents[1] / "components"
_KEY = "glance"
NOTICES, ANNOUNCEMENTS, BEGINNING = "notices", "announcements", "beginning"
_glance = st.components.v2.component(
    "onestop_glance",
    js=(_FOLDER / "glance.js").read_text(encoding="utf-8"),
    css=(_FOLDER / "glance.css").read_text(encoding="utf-8"),
)
Part = Mapping[str, Any]


def target(here: Session, page: str, **params: Any) -> Part | None:
    """Where a click leads; None for who may not open that page."""
    if not page or not here.may(entry(page).permission):
        return None
    said = {name: str(value) for name, value in params.items()}
    return {"page": page, "params": said, "address": navigation.address(page, **said)}


@guarded()
def _open() -> None:
    goal = st.session_state[_KEY].open
    if goal:
        navigation.go(goal["page"], **goal["params"])


@guarded()
def _seen() -> None:
    """The person has read their notices, or the announcements shown, or puts the first steps away."""
    here, what = current(), st.session_state[_KEY].seen
    if what == NOTICES:
        outbox.seen(here.db, here.account.id, here.now)
    elif what == ANNOUNCEMENTS:
        for one in announcements.unread(here.db, here.account.id, here.now):
            announcements.mark_read(here.db, actor=here.actor, announcement_id=one.id, now=here.now)
    elif what == BEGINNING:
        dismiss_first_steps(here.db, actor=here.actor, now=here.now)


def draw(
    *, tiles: Sequence[Part], groups: Sequence[Part], lines: Sequence[Part], shares: Part | None, nothing: str
) -> None:
    """All of it; `nothing` stands where there is no list."""
    data = {"tiles": tiles, "groups": groups, "lines": lines, "shares": shares, "nothing": nothing}
    _glance(key=_KEY, data=data, on_open_change=_open, on_seen_change=_seen)
