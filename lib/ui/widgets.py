"""Small things every page shows the same way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from lib.core import clock
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS, Severity, Status
from lib.ui import session
from lib.ui.session import current
from lib.ui.words import harmless

FLASHES = "flashes"
WRITTEN, NOTHING_DONE = ":material/check_circle:", ":material/info:"
SEVERITY_LOOKS = {
    Severity.EMERGENCY: ("red", ":material/e911_emergency:"),
    Severity.URGENT: ("orange", ":material/priority_high:"),
    Severity.NORMAL: ("gray", ":material/remove:"),
    Severity.LOW: ("gray", ":material/arrow_downward:"),
}
STATUS_LOOKS = {
    Status.NEW: ("blue", ":material/inbox:"),
    Status.ASSIGNED: ("blue", ":material/person:"),
    Status.ACCEPTED: ("primary", ":material/directions_walk:"),
    Status.IN_PROGRESS: ("primary", ":material/build:"),
    Status.ON_HOLD: ("gray", ":material/pause_circle:"),
    Status.DONE: ("green", ":material/task_alt:"),
    Status.CLOSED: ("green", ":material/check_circle:"),
    Status.CANCELLED: ("gray", ":material/cancel:"),
    Status.MERGED: ("gray", ":material/merge:"),
}


def flash(text: str, *, ticket_number: str | None = None, icon: str = WRITTEN) -> None:
    """Says what was written, at the next drawing of the page; survives a rerun and a change of page. `icon`: another
    where nothing was."""
    said = f"**{ticket_number}** · {text}" if ticket_number else text
    st.session_state.setdefault(FLASHES, []).append((said, icon))


def flashes_shown() -> None:
    """Shows what `flash` kept, once; the shell does it, a fragment with callbacks of its own does it too."""
    for said, icon in st.session_state.pop(FLASHES, []):
        st.toast(said, icon=icon, duration="long")


def refusal_shown(at: str | None = None, *, elsewhere: tuple[str, ...] = ()) -> bool:
    """Shows the refusal a guarded callback met, once; whether there was one.

    `at` shows only that of one form field, below it; `elsewhere` leaves those fields to their own places.
    """
    kept: Any = st.session_state.get(session.REFUSED)
    if kept is not None and at is None and kept[1] in elsewhere:
        return True
    taken = session.take_refusal(at)
    if taken is not None:
        st.error(harmless(taken[0]), icon=":material/error:")
    return taken is not None


def severity_badge(severity: str) -> None:
    """The severity, never by colour alone."""
    colour, icon = SEVERITY_LOOKS[Severity(severity)]
    st.badge(current()._(SEVERITY_WORDS[severity]), icon=icon, color=colour)  # type: ignore[arg-type]


def status_badge(status: str) -> None:
    """The status in words with its sign."""
    colour, icon = STATUS_LOOKS[Status(status)]
    st.badge(current()._(STATUS_WORDS[status]), icon=icon, color=colour)  # type: ignore[arg-type]


def badges(*, severity: str | None = None, status: str | None = None) -> str:
    """The same as Markdown, for one line that holds several: one element instead of four."""
    _ = current()._
    parts = []
    if status is not None:
        parts.append((*STATUS_LOOKS[Status(status)], _(STATUS_WORDS[status])))
    if severity is not None:
        parts.append((*SEVERITY_LOOKS[Severity(severity)], _(SEVERITY_WORDS[severity])))
    return " ".join(f":{colour}-badge[{icon} {words}]" for colour, icon, words in parts)


def when(instant: datetime | None) -> str:
    """An instant as people say it, "14:05" or "yesterday 14:05", in the person's language."""
    here = current()
    return clock.short_time(instant, here.now, here.language)


def lasting(minutes: float | None) -> str:
    """Minutes as people say them, "2 h 14 min"."""
    return clock.duration(minutes, current().language)


def empty(text: str, icon: str = ":material/inbox:") -> None:
    """An empty state that says what to do next."""
    st.info(text, icon=icon)
