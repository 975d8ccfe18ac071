"""What the buttons of ticket entry do: one use case each, a word about it, and the next form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people import accounts
from lib.people.organisation import teams
from lib.tickets import asked
from lib.tickets.actions import at_the_desk, dispatching, opening, talking
from lib.tickets.actions.at_the_desk import Phoned
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Opened, Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.ui.entry import draft, pasted, photos
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash

SENT = "entry_sent"
SAME_BREATH = timedelta(seconds=5)
"""How long after a ticket was sent a further press is still meant for it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written last, until the next one: shown with its next steps."""

    ticket: Ticket
    way: str
    said: str
    at: datetime


def caller() -> Caller:
    """Who calls, as typed."""
    return Caller(name=draft.text("name"), phone=draft.text("phone"), department_id=draft.value("department"))


def _wish() -> Wish:
    return Wish(
        channel=draft.channel(),  # type: ignore[arg-type]
        caller=caller(),
        location_id=draft.value("place"),
        service_code=draft.value("service") or "",
        description=draft.text("words"),
        severity=draft.value("severity") or "",
        department_id=draft.value("department"),
        appointment_at=draft.moment("appointment", ahead=True),
        photos=photos.held_now(),
        key=draft.form()["key"],
        message=pasted.message(),
    )


@guarded()
def send() -> None:
    """Opens the ticket the way that was chosen; on a refusal everything typed stays."""
    here = current()
    if draft.empty():
        _ask_to_fill_in(here)
        return
    if pasted.came_too_soon(here.now):
        return
    draft.heard_everything()
    way = draft.value("way") or draft.OPEN
    if way != draft.ANSWER:
        _ask_where_once(here)
    opened = _opened(here, way)
    words = {
        draft.OPEN: mark("registered"),
        draft.ANSWER: mark("answered and closed"),
        draft.PHONED: mark("written down, {whom} knows about it"),
    }
    whom = accounts.names(here.db).get(opened.ticket.assignee_id or 0, "")
    _remember(here, opened.ticket, way, here.say(words[way], whom=whom))


def _ask_to_fill_in(here: Session) -> None:
    """Nobody has typed anything; WrongInput unless this is the second press for the ticket just sent."""
    sent: Sent | None = st.session_state.get(SENT)
    if sent is None or here.now - sent.at > SAME_BREATH:
        raise WrongInput(mark("Please fill this in first: what is it about?"), field="description")


def _ask_where_once(here: Session) -> None:
    """Nobody could find it and nobody could ask back: WrongInput once, the second press is meant."""
    asked.check(here.db, {"description": draft.text("words")})
    if not (draft.value("service") or seen(draft.text("words"))):
        return
    if any(draft.value(name) for name in ("place", "phone", "name")) or draft.form().get("asked_where"):
        return
    draft.form()["asked_where"] = True
    raise WrongInput(
        mark("There is neither a place nor a phone. Press once more to send it all the same."),
        field="location_id",
    )


def _opened(here: Session, way: str) -> Opened:
    by = By(actor=here.actor, now=here.now)
    match way:
        case draft.ANSWER:
            return at_the_desk.answer_in_place(here.db, _wish(), note=draft.text("answer"), by=by)
        case draft.PHONED:
            return _phoned(here)
        case _:
            return opening.open_ticket(here.db, _wish(), by=by)


def _phoned(here: Session) -> Opened:
    accepted = draft.moment("accepted_at")
    phoned = draft.moment("phoned_at") or accepted
    called = draft.moment("called_at") or phoned
    by = By(actor=here.actor, now=here.now, happened_at=called, late_reason=draft.text("late_reason"))
    who = draft.value("technician")
    said = Phoned(
        technician_id=who,
        phoned_at=phoned or here.now,
        accepted_at=accepted,
        override=draft.text(f"override{who}"),
    )
    return at_the_desk.write_down_after(here.db, _wish(), said, by=by)


@guarded()
def add_caller(ticket_id: int) -> None:
    """The same fault: the caller follows the ticket that is there."""
    here = current()
    by = By(actor=here.actor, now=here.now)
    ticket, _reporter = talking.join(
        here.db,
        ticket_id=ticket_id,
        caller=caller(),
        channel=draft.channel(),
        by=by,
        message=pasted.message(),
    )
    _remember(here, ticket, "joined", here.say(mark("this caller was added; the technician hears of it")))


@guarded()
def urge(ticket_id: int) -> None:
    """The caller asks where it stays; the form stays as it is."""
    here = current()
    ticket = talking.urge(here.db, ticket_id=ticket_id, by=By(actor=here.actor, now=here.now))
    flash(here.say(mark("urged, now {times} times"), times=ticket.urges), ticket_number=ticket.number)


@guarded()
def give_to_team(team_id: int) -> None:
    """The ticket just opened goes to the team that usually does this."""
    here = current()
    sent: Sent = st.session_state[SENT]
    ticket = dispatching.assign(
        here.db,
        ticket_id=sent.ticket.id,
        version=sent.ticket.version,
        whom=Whom(team_id=team_id),
        by=By(actor=here.actor, now=here.now),
    )
    said = here.say(mark("given to {whom}"), whom=teams(here.db)[team_id].name)
    st.session_state[SENT] = Sent(ticket, sent.way, said, here.now)


def _remember(here: Session, ticket: Ticket, way: str, said: str) -> None:
    st.session_state[SENT] = Sent(ticket, way, said, here.now)
    if not pasted.goes_on(ticket.number):
        draft.clear()
