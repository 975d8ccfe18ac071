"""The inspection calendar as one component: fed by routes of ours, drawn by the browser, no rerun while it lives."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.core.settings import settings
from lib.people.roles import Permission, Role
from lib.ui import calendar_words, navigation
from lib.ui.menu import entry
from lib.ui.session import Session

_FOLDER = Path(__file__).parent / "components"
_SCRIPTS = (
    "dom.js",
    "board_feed.js",
    "calendar_days.js",
    "calendar_rounds.js",
    "calendar_filters.js",
    "calendar_parts.js",
    "calendar_month.js",
    "calendar_week.js",
    "calendar_agenda.js",
    "calendar_moving.js",
    "calendar_drawer.js",
    "calendar_drag.js",
    "calendar_feeds.js",
    "calendar_flatter.js",
    "calendar_keys.js",
    "calendar.js",
)
_STYLES = ("calendar.css", "calendar_hands.css")
_KEY = "inspection_calendar"


def _whole(names: tuple[str, ...]) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


_calendar = st.components.v2.component("onestop_calendar", js=_whole(_SCRIPTS), css=_whole(_STYLES))


def _open_round() -> None:
    number = st.session_state[_KEY].open
    if number:
        # The calendar changed its address without a rerun: noted now, so that "back" finds the same filters.
        navigation.arrived(entry("inspection_calendar"))
        navigation.go("round", id=number)


def draw(here: Session) -> None:
    """The calendar of this person; its filters are parameters of the address."""
    _calendar(
        key=_KEY,
        data={
            "words": calendar_words.said(here._),
            "language": here.language.value,
            "zone": str(settings().zone),
            "params": st.query_params.to_dict(),
            "keeps": here.may(Permission.KEEP_ROUNDS),
            "me": {
                "account": here.account.id,
                "team": here.account.team_id or 0,
                "inspector": Role.INSPECTOR in here.actor.roles,
            },
        },
        on_open_change=_open_round,
    )
