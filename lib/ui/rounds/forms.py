"""What can be done with a round now: give it to somebody else, move it, exempt it or take that back, say why it was
missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from lib.core.i18n import mark
from lib.inspections.actions.exempting import exempt, unexempt
from lib.inspections.actions.explaining import explain
from lib.inspections.actions.giving import can_be_given, give
from lib.inspections.actions.moving import move
from lib.inspections.rights import matter
from lib.inspections.round import Round, state
from lib.inspections.step import allowed
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
    Action.UNEXEMPT: (mark("Take the exemption back"), ":material/undo:"),
    Action.EXPLAIN: (mark("Say why it was missed"), ":material/edit_note:"),
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
    now = state(round, here.now)
    can = {
        Action.EXPLAIN: now is State.MISSED,
        Action.GIVE: can_be_given(round, here.now),
        Action.MOVE: now is State.DUE,
        Action.EXEMPT: round.status is Status.DUE,
        Action.UNEXEMPT: now is State.EXEMPT and here.now < round.closes_at,
    }
    return [action for action, fits in can.items() if fits and allowed(here.db, action, round, here.actor)]


def _ask_day(here: Session, round: Round, typed: Typed) -> None:
    typed.preset("day", round.day)
    st.date_input(here._("To which day"), key=typed.key("day"), format="YYYY-MM-DD")
    refusal_shown("day")
    st.caption(
        here._("Inside its window nobody has to say why; outside it does, and the window moves along.")
    )


def _ask_exempt(here: Session, round: Round, typed: Typed) -> None:
    st.caption(here._("An exempted round counts neither as done nor as missed."))


def _ask_unexempt(here: Session, round: Round, typed: Typed) -> None:
    st.caption(here._("The round is to be done again; that it was exempted stays in its history."))


def _ask_explain(here: Session, round: Round, typed: Typed) -> None:
    st.caption(here._("It stays missed; the reason stands on this page and in the list of missed rounds."))


_ASKING: Mapping[Action, Callable[[Session, Round, Typed], None]] = {
    Action.GIVE: who_does_it.ask,
    Action.MOVE: _ask_day,
    Action.EXEMPT: _ask_exempt,
    Action.UNEXEMPT: _ask_unexempt,
    Action.EXPLAIN: _ask_explain,
}


def _give(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    to, reason = who_does_it.chosen(typed), typed.text("reason")
    return give(here.db, round_id=round_id, version=version, to=to, by=by, reason=reason)


def _move(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    day: date = typed.value("day")
    return move(here.db, round_id=round_id, version=version, day=day, reason=typed.text("reason"), by=by)


def _exempt(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    return exempt(here.db, round_id=round_id, version=version, reason=typed.text("reason"), by=by)


def _unexempt(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    return unexempt(here.db, round_id=round_id, version=version, reason=typed.text("reason"), by=by)


def _explain(here: Session, round_id: int, version: int, typed: Typed, by: By) -> Round:
    return explain(here.db, round_id=round_id, version=version, reason=typed.text("reason"), by=by)


_DOING: Mapping[Action, Callable[[Session, int, int, Typed, By], Round]] = {
    Action.GIVE: _give,
    Action.MOVE: _move,
    Action.EXEMPT: _exempt,
    Action.UNEXEMPT: _unexempt,
    Action.EXPLAIN: _explain,
}


@guarded()
def _taken(action: Action, round_id: int, version: int) -> None:
    here, typed = current(), Typed(round_id, f"{KEEP}_{action}")
    after = _DOING[action](here, round_id, version, typed, By(actor=here.actor, now=here.now))
    typed.done()
    Typed(round_id, KEEP).done()
    if action is Action.GIVE:
        flash(here.say(mark("Given to {name}."), name=who_does_it.name_of(here, after)))
    else:
        flash(here.say(mark("The round was {what}."), what=here.say(ACTION_WORDS[action])))
