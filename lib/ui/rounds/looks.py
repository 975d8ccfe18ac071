"""How verdicts and states of rounds look: a sign and a colour beside the word, never alone."""

from __future__ import annotations

from collections.abc import Mapping

from lib.inspections.round import Round, state
from lib.inspections.words import STATE_WORDS, State, Verdict
from lib.ui.session import Session

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.PASSED: ("✓", "#12968D"),
    Verdict.WARNED: ("⚠", "#C27A0E"),
    Verdict.FAILED: ("✗", "#D93A34"),
    Verdict.UNCHECKED: ("–", "#7C8B8A"),
}
STATES: Mapping[State, tuple[str, str]] = {
    State.DUE: ("blue", ":material/schedule:"),
    State.RUNNING: ("primary", ":material/directions_walk:"),
    State.DONE: ("green", ":material/task_alt:"),
    State.PARTIAL: ("orange", ":material/incomplete_circle:"),
    State.MISSED: ("red", ":material/event_busy:"),
    State.EXEMPT: ("gray", ":material/do_not_disturb_on:"),
    State.MADE_UP: ("green", ":material/history:"),
}


def badge(here: Session, round: Round) -> str:
    """The state of the round now, and how many items failed, as Markdown."""
    now = state(round, here.now)
    colour, icon = STATES[now]
    stands = f":{colour}-badge[{icon} {here._(STATE_WORDS[now])}]"
    if not round.failed:
        return stands
    return f"{stands} :violet-badge[:material/warning: {here._('{n} abnormal', n=round.failed)}]"
