"""The forms of the department's word and of the desk's: answer, confirm, rate, send back, cancel, close, urge, note."""

from __future__ import annotations

import streamlit as st

from lib.core.i18n import mark
from lib.people.roles import Role
from lib.store import files
from lib.tickets.actions import closing, talking
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.step import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, ClosedHow
from lib.ui.keeping import CHOOSE, KINDS, kept
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import refusal_shown

SCORES = {"speed": mark("Speed"), "quality": mark("Quality"), "attitude": mark("Attitude")}


def ask_reason(here: Session, ticket: Ticket, typed: Typed) -> None:
    st.text_input(here._("Why"), key=typed.key("reason"), on_change="ignore")
    refusal_shown("reason")


def ask_note(here: Session, ticket: Ticket, typed: Typed) -> None:
    st.text_area(here._("Note"), key=typed.key("note"), on_change="ignore", height=80)
    refusal_shown("note")


def ask_comment(here: Session, ticket: Ticket, typed: Typed) -> None:
    ask_note(here, ticket, typed)
    st.file_uploader(
        here._(CHOOSE), type=KINDS, accept_multiple_files=True, key=typed.key("photos"), on_change="ignore"
    )
    refusal_shown("photos")


def ask_answer(here: Session, ticket: Ticket, typed: Typed) -> None:
    st.text_input(here._("What was answered"), key=typed.key("note"), on_change="ignore")
    refusal_shown("note")


def answer(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return closing.answer(here.db, ticket_id=ticket_id, version=version, note=typed.text("note"), by=by)


def ask_confirm(here: Session, ticket: Ticket, typed: Typed) -> None:
    st.markdown(here._("Your department says that it is good."))


def confirm(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return closing.confirm(here.db, ticket_id=ticket_id, version=version, how=ClosedHow.LIAISON, by=by)


def ask_rate(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Three times one to five stars, none of them preset."""
    for column, (name, words) in zip(st.columns(3), SCORES.items(), strict=True):
        with column:
            st.markdown(here._(words))
            st.feedback("stars", key=typed.key(name), on_change="ignore")
            refusal_shown(name)
    st.text_input(here._("In their words"), key=typed.key("words"), on_change="ignore")


def rate(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """Spoken on the phone to the desk, or by the department's own liaison; counted apart."""
    speed, quality, attitude = (_stars(typed.value(name)) for name in SCORES)
    how = "liaison" if Role.LIAISON in here.actor.roles else "spoken"
    scores = Scores(speed=speed, quality=quality, attitude=attitude, words=typed.text("words"), how=how)
    return closing.rate(here.db, ticket_id=ticket_id, version=version, scores=scores, by=by)


def _stars(feedback: int | None) -> int:
    """Streamlit counts the first star as 0; 0 of ours is none, which is refused."""
    return 0 if feedback is None else feedback + 1


def reopen(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return closing.reopen(here.db, ticket_id=ticket_id, version=version, reason=typed.text("reason"), by=by)


def cancel(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return closing.cancel(here.db, ticket_id=ticket_id, version=version, reason=typed.text("reason"), by=by)


def ask_close(here: Session, ticket: Ticket, typed: Typed) -> None:
    st.markdown(here._("Somebody of the department was phoned and says that it is good."))


def close(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return closing.close(here.db, ticket_id=ticket_id, version=version, how=ClosedHow.CALL_BACK, by=by)


def ask_urge(here: Session, ticket: Ticket, typed: Typed) -> None:
    st.text_input(here._("What was said"), key=typed.key("note"), on_change="ignore")


def urge(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    return talking.urge(here.db, ticket_id=ticket_id, note=typed.text("note"), by=by)


def comment(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """The note with its pictures; pictures alone are a note too."""
    held: dict[str, str] = {}
    if refused := kept(here, (typed.value("photos") or [])[: files.MOST_FILES], held):
        raise refused
    photos = list(dict.fromkeys(held.values()))
    note = typed.text("note") or (f"+{len(photos)}" if photos else "")
    return talking.comment(here.db, ticket_id=ticket_id, note=note, by=by, photos=photos)


ASKING = {
    Action.ANSWER: ask_answer,
    Action.CONFIRM: ask_confirm,
    Action.RATE: ask_rate,
    Action.REOPEN: ask_reason,
    Action.CANCEL: ask_reason,
    Action.CLOSE: ask_close,
    Action.URGE: ask_urge,
    Action.COMMENT: ask_comment,
}
DOING = {
    Action.ANSWER: answer,
    Action.CONFIRM: confirm,
    Action.RATE: rate,
    Action.REOPEN: reopen,
    Action.CANCEL: cancel,
    Action.CLOSE: close,
    Action.URGE: urge,
    Action.COMMENT: comment,
}
