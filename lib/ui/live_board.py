"""The dispatch board as one component: fed by a websocket of ours, drawn by the browser, no rerun while it lives."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.core.i18n import mark
from lib.core.settings import settings
from lib.ui import navigation
from lib.ui.menu import entry
from lib.ui.session import Session

_FOLDER = Path(__file__).parent / "components"
_SCRIPTS = ("board_feed.js", "board_view.js", "board_filters.js", "board_drawer.js", "board.js")
_KEY = "live_board"
# What its scripts say; places in braces are filled by them.
WORDS = {
    "title": mark("Dispatch board"),
    "connecting": mark("Connecting…"),
    "live": mark("Live"),
    "lost": mark("Connection lost"),
    "lostLong": mark("The connection is lost and is being restored. What you see may be out of date."),
    "ended": mark("Your sign-in has ended. Please sign in again."),
    "signIn": mark("Sign in"),
    "filters": mark("Filters"),
    "text": mark("Number, place, words, person"),
    "any_campus": mark("All campuses"),
    "any_team": mark("All teams"),
    "any_vendor": mark("All vendors"),
    "any_severity": mark("All severities"),
    "clear": mark("Clear filters"),
    "count_all": mark("All"),
    "count_new": mark("Waiting for dispatch"),
    "count_assigned": mark("Waiting to be accepted"),
    "count_late": mark("Late"),
    "count_soon": mark("Soon late"),
    "count_emergency": mark("Emergency"),
    "count_urged": mark("Urged"),
    "count_hold": mark("On hold"),
    "count_done": mark("Done today"),
    "doneToday": mark("Done today"),
    "perhaps": mark("Perhaps: {service}"),
    "makeIt": mark("Correct to “{service}”"),
    "twins": mark("{n} more open here"),
    "twinsHere": mark("{n} more open tickets at the same place:"),
    "newBelow": mark("{n} new {arrow}"),
    "nothing": mark("Nothing here"),
    "nothing_new": mark("Nothing waits for dispatch"),
    "more": mark("Show {n} more"),
    "noPlace": mark("No place given"),
    "urgedTimes": mark("Urged ×{n}"),
    "returnedTimes": mark("Returned ×{n}"),
    "again": mark("Came back"),
    "watched": mark("Watched"),
    "minutes": mark("{minutes} min"),
    "hours": mark("{hours} h {minutes} min"),
    "days": mark("{days} d {hours} h"),
    "open": mark("open {time}"),
    "unconfirmed": mark("waiting for confirmation"),
    "held": mark("{reason}, until {until}"),
    "appointed": mark("appointed for {time}"),
    "respond_good": mark("accept within {time}"),
    "respond_soon": mark("accept soon: {time} left"),
    "respond_late": mark("acceptance late by {time}"),
    "arrive_good": mark("arrive within {time}"),
    "arrive_soon": mark("arrive soon: {time} left"),
    "arrive_late": mark("arrival late by {time}"),
    "complete_good": mark("finish within {time}"),
    "complete_soon": mark("finish soon: {time} left"),
    "complete_late": mark("finishing late by {time}"),
    "respond_paused": mark("promise paused"),
    "arrive_paused": mark("promise paused"),
    "complete_paused": mark("promise paused"),
    "loading": mark("Loading…"),
    "close": mark("Close window"),
    "openTicket": mark("Open the ticket"),
    "place": mark("Place"),
    "department": mark("Department"),
    "service": mark("Service"),
    "kind": mark("Kind"),
    "words": mark("Description"),
    "reporter": mark("Reporter"),
    "entryNotes": mark("Before entering"),
    "given": mark("Given to"),
    "suggested": mark("Suggested"),
    "anybody": mark("Or anybody else"),
    "find": mark("Name, team or initials"),
    "wholeTeam": mark("whole team"),
    "wholeVendor": mark("whole company"),
    "nobody": mark("Nobody fits"),
    "note": mark("Note or reason"),
    "urge": mark("Urge"),
    "comment": mark("Add a note"),
    "cancel": mark("Cancel the ticket"),
    "urge_done": mark("{number} was urged"),
    "comment_done": mark("{number}: the note was added"),
    "cancel_done": mark("{number} was cancelled"),
    "givenTo": mark("{number} was given to {name}"),
    "story": mark("What happened"),
    "left": mark("The ticket you had open is no longer on the board."),
}


def _script() -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS)


_board = st.components.v2.component(
    "onestop_board", js=_script(), css=(_FOLDER / "board.css").read_text(encoding="utf-8")
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
        },
        on_open_change=_open_ticket,
    )
