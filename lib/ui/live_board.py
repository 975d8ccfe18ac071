"""The dispatch board as one component: fed by a websocket of ours, drawn by the browser, no rerun while it lives."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.core.settings import settings
from lib.dispatch import spoken
from lib.people.roles import Role
from lib.ui import navigation
from lib.ui.board_words import WORDS
from lib.ui.menu import entry
from lib.ui.session import Session

_FOLDER = Path(__file__).parent / "components"
_SCRIPTS = (
    "dom.js",
    "board_feed.js",
    "board_view.js",
    "board_speech.js",
    "board_filters.js",
    "board_lanes.js",
    "board_notice.js",
    "board_anybody.js",
    "board_typed.js",
    "board_drawer.js",
    "board_orders.js",
    "board_moves.js",
    "board_rail.js",
    "board_selection.js",
    "board_merge.js",
    "board_plan.js",
    "board_drag.js",
    "board_keys.js",
    "board_screen.js",
    "board.js",
)
_STYLES = ("board.css", "board_hands.css", "board_screen.css")
_KEY = "live_board"


def _whole(names: tuple[str, ...]) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


_board = st.components.v2.component(
    "onestop_board", js=spoken.script() + _whole(_SCRIPTS), css=_whole(_STYLES)
)


def _open_ticket() -> None:
    number = st.session_state[_KEY].open
    if number:
        # The board changed its address without a rerun: noted now, so that "back" finds the same filters.
        navigation.arrived(entry("dispatch_board"))
        navigation.go("ticket", number=number)


def draw(here: Session) -> None:
    """The board of this person; its filters are parameters of the address."""
    said = {name: here._(words) for name, words in WORDS.items()}
    _board(
        key=_KEY,
        data={
            "words": said,
            "language": here.language.value,
            "zone": str(settings().zone),
            "ticketPage": navigation.address("ticket"),
            "params": st.query_params.to_dict(),
            "screen": here.actor.roles == {Role.SCREEN},
            "person": here.account.id,
            "speaker": dict(spoken.words(here.language)),
        },
        on_open_change=_open_ticket,
    )
