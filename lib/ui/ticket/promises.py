"""The promises of a ticket: what was promised, by when, why that moved, how much is used, kept or late."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import streamlit as st

from lib.catalog.calendars import name_of
from lib.core.i18n import mark
from lib.places.locations import location
from lib.tickets.dossier import Dossier
from lib.tickets.move_words import STAGE_WORDS, why
from lib.tickets.promise_story import Move, Story, stories
from lib.tickets.ticket import Ticket
from lib.tickets.timeline import MINUTE
from lib.tickets.words import HOLD_WORDS
from lib.ui import promise_words
from lib.ui.session import Session
from lib.ui.widgets import lasting, when

GOOD, RED, GREY = "#0B7A75", "#d33a3a", "#8C6D4F"


def draw(here: Session, found: Dossier) -> None:
    """One block for each stage that was promised; nothing where nothing was."""
    ticket = found.ticket
    told = stories(here.db, ticket, found.events, here.now)
    if not told:
        return
    blocks = "".join(_block(here, ticket, story) for story in told)
    title = escape(here._("Promises"))
    st.html(f'<div style="font-size:.95rem;margin-bottom:.6rem"><b>{title}</b>{blocks}</div>')
    promise_words.hints(
        here,
        ticket.promise_id,
        location(here.db, ticket.location_id),
        reported=None if ticket.appointment_at else ticket.opened_at,
        dues=(ticket.respond_due, ticket.arrive_due, ticket.complete_due) if ticket.is_open else (),
    )


def _block(here: Session, ticket: Ticket, story: Story) -> str:
    head = f"<b>{escape(here._(STAGE_WORDS[story.stage]))}</b>"
    if story.terms:
        head += (
            f" · {escape(lasting(story.terms.minutes))} · {escape(name_of(here.db, story.terms.calendar))}"
        )
    lines = [f"{_due(here, story)} {_verdict(here, ticket, story)}", *_notes(here, story)]
    small = "".join(f'<div style="font-size:.88rem;opacity:.85">{line}</div>' for line in lines)
    return f'<div style="margin:.35rem 0">{head}{_meter(story)}{small}</div>'


def _due(here: Session, story: Story) -> str:
    now = story.moved or story.due
    due = here._("by {time}", time=when(now))
    first = here._("at first by {time}", time=when(story.first)) if story.first != now else ""
    return escape(" · ".join(filter(None, (due, first))))


def _verdict(here: Session, ticket: Ticket, story: Story) -> str:
    """Red only for what is late, and with the word beside it."""
    _ = here._
    if story.needless:
        return escape(f"· {_('was not needed')}")
    late = (
        f' <b style="color:{RED}">{escape(_("{time} late", time=_said(story.late)))}</b>'
        if story.late
        else ""
    )
    if story.reached:
        happened = escape(f"· {_('was {time}', time=when(story.reached))}")
        return f"{happened}{late or escape(' · ' + _('in time'))}"
    if story.used is None or not ticket.is_open:
        return late
    used = escape(f"· {_('{used} used', used=_said(story.used))}")
    return f"{used}{late}"


def _notes(here: Session, story: Story) -> list[str]:
    _ = here._
    lines = [f"↳ {escape(_move(here, move))}" for move in story.moves]
    for hold in story.refused:
        reason = _(HOLD_WORDS[hold.by.facts["reason"]])
        message = mark("The hold since {time} ({reason}) was not accepted: it counts.")
        lines.append(escape(_(message, time=when(hold.begins), reason=reason)))
    if story.anew:
        lines.append(escape(_("Counted anew since it was sent back.")))
    if story.stands:
        said = mark("The clock stands still since {time}.")
        if story.moved:
            said = mark(
                "The clock stands still since {time}: when the job goes on, it is due later by as much; the time above"
                " holds if it went on now."
            )
        lines.append(escape(_(said, time=when(story.stands.begins))))
    if story.if_confirmed:
        message = mark("Due would move to {time} once the hold is confirmed.")
        lines.append(f'<span style="color:{GREY}">{escape(_(message, time=when(story.if_confirmed)))}</span>')
    return lines


def _move(here: Session, move: Move) -> str:
    return f"{why(move, here.language, here.now)} → {when(move.after)}"


def _meter(story: Story) -> str:
    """How much of it is used, as a thin line that is full when nothing is left; none while the clock stands still."""
    if story.used is None or story.terms is None or story.needless or (story.stands and not story.late):
        return ""
    part = min(1.0, story.used / (story.terms.minutes * MINUTE))
    colour = RED if story.late else GOOD
    return (
        '<div style="height:4px;border-radius:2px;background:rgba(128,128,128,.25);margin:.15rem 0">'
        f'<div style="height:4px;border-radius:2px;width:{part:.1%};background:{colour}"></div></div>'
    )


def _said(span: timedelta | None) -> str:
    return lasting(span / MINUTE) if span is not None else ""
