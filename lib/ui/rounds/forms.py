"""What can be done with a round now by those who keep rounds: exempt it, give it to somebody else, move it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from lib.core.i18n import mark
from lib.inspections.actions.exempting import exempt
from lib.inspections.actions.giving import give
from lib.inspections.actions.moving import move
from lib.inspections.rights import matter
from lib.inspections.round import Round, state
from lib.inspections.words import ACTION_WORDS, Action, State, Status
from lib.people.roles import Permission, may
from lib.tickets.by import By
from lib.ui.rounds import who_does_it
from lib.ui.session import Session, current, guarded
from lib.ui.typed import Typed
from lib.ui.widgets import flash, refusal_shown

KEEP = "round"
WORDS: Mapping[Action, tuple[str, str]] = {
    Action.GIVE: (mark("Give to somebody else"), ":material/forward:"),
    Action.MOVE: (mark("Move to another day"), ":material/event_repeat:"),
    Action.EXEMPT: (mark("Exempt"), ":material/do_not_disturb_on:"),
}


def draw(here: Session, round: Round) -> None:
    """The actions, and the form of the one chosen; nothing for who may not."""
    offered = possible(here, round)
    if not offered:
        return
    chosen = st.pills(
        here._("What is possible now"),
        offered,
        format_func=lambda action: f"{WORDS[action][1]} {here._(WORDS[action][0])}",
        key=Typed(round.id, KEEP).key("choice"),
        label_visibility="collapsed",
    )
    if chosen is None:
        return
    typed = Typed(round.id, f"{KEEP}_{chosen}")
    with st.container(border=True):
        _ASKING[chosen](here, round, typed)
        st.text_input(here._("Why"), key=typed.key("reason"), on_change="ignore")
        refusal_shown("reason")
        st.button(
            here._(WORDS[chosen][0]),
            type="primary",
            icon=WORDS[chosen][1],
            key=typed.key("button"),
            on_click=_taken,
            args=(chosen, round.id, round.version),
        )


def can_be_written_down(here: Session, round: Round) -> bool:
    """Whether this person may do the round now: at a desk, what stands on paper."""
    about = matter(here.db, round, here.actor)
    return round.is_open and round.opens_at <= here.now and may(here.actor, Permission.DO_ROUNDS, about)


def possible(here: Session, round: Round) -> list[Action]:
    """What this person may do with it as it stands."""
    if not round.is_open or not may(here.actor, Permission.KEEP_ROUNDS, matter(here.db, round, here.actor)):
        return []
    untouched = round.status is Status.DUE
    ahead = untouched and state(round, here.now) is State.DUE
    return [
        action
        for action, can in ((Action.GIVE, True), (Action.MOVE, ahead), (Action.EXEMPT, untouched))
        if can
    ]


def _ask_day(here: Session, round: Round, typed: Typed) -> None:
    typed.preset("day", round.day)
    st.date_input(here._("To which day"), key=typed.key("day"), format="YYYY-MM-DD")
    refusal_shown("day")
    st.caption(
        here._("Inside its window nobody has to say why; outside it does, and the window moves along.")
    )


def _ask_exempt(here: Session, round: Round, typed: Typed) -> None:
    st.caption(here._("An exempted round counts neither as done nor as missed."))


_ASKING: Mapping[Action, Callable[[Session, Round, Typed], None]] = {
    Action.GIVE: who_does_it.ask,
    Action.MOVE: _ask_day,
    Action.EXEMPT: _ask_exempt,
}


def _give(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    to, reason = who_does_it.chosen(typed), typed.text("reason")
    return give(here.db, round_id=round_id, version=version, to=to, by=by, reason=reason)


def _move(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    day: date = typed.value("day")
    return move(here.db, round_id=round_id, version=version, day=day, reason=typed.text("reason"), by=by)


def _exempt(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    return exempt(here.db, round_id=round_id, version=version, reason=typed.text("reason"), by=by)


_DOING: Mapping[Action, Callable[[Session, int, int, Typed, By], Round]] = {
    Action.GIVE: _give,
    Action.MOVE: _move,
    Action.EXEMPT: _exempt,
}


@guarded()
def _taken(action: Action, round_id: int, version: int) -> None:
    here, typed = current(), Typed(round_id, f"{KEEP}_{action}")
    _DOING[action](here, round_id, version, typed, By(actor=here.actor, now=here.now))
    typed.done()
    Typed(round_id, KEEP).done()
    flash(here.say(mark("The round was {what}."), what=here.say(ACTION_WORDS[action])))
