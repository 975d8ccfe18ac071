"""The right of the ticket page: where the time went, and everything that happened, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from html import escape

import streamlit as st

from lib.catalog import promises
from lib.core.clock import short_time
from lib.core.i18n import mark
from lib.people import accounts
from lib.people.roles import Permission, may
from lib.tickets.changes import LATE
from lib.tickets.clock_words import OWNER_WORDS, Owner, by_owner, owner, sentence
from lib.tickets.dossier import Dossier
from lib.tickets.history import author, time_of, told, typed
from lib.tickets.life import lived
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.timeline import LABEL_WORDS, MINUTE, Label, Segment, cut
from lib.tickets.words import HOLD_WORDS
from lib.ui.session import Session
from lib.ui.ticket import holding
from lib.ui.ticket.consequences import consequences
from lib.ui.widgets import lasting
from lib.ui.words import WHOLE, plain

HIGH = 430
# Neither red nor amber: those mean late and soon late.
COLOURS = {
    Owner.OURS: "#0B7A75",
    Owner.WARD: "#7A5AA6",
    Owner.HOSPITAL: "#4F6FB5",
    Owner.PARTS: "#8C6D4F",
    Owner.OUTSIDE: "#C3CCCB",
    Owner.BETWEEN: "#5E7C99",
    Owner.UNKNOWN: "#9AA7A5",
}
LONG_SINCE = mark("recorded {time}")


def draw(here: Session, found: Dossier) -> None:
    """The bar, holds that wait for a word, then the events, newest first."""
    life = lived(found.events, here.now)
    terms = promises.terms(here.db, found.ticket.promise_id)
    _bar(here, found.ticket, cut(life, terms["complete"].hours if terms else None))
    holding.draw(here, found)
    names, below = accounts.names(here.db), consequences(here, found, life, terms)
    with st.container(height=HIGH if len(found.events) > 6 else "content", border=False):
        whose = partial(_author, here, found)
        st.markdown("  \n".join(_event(here, event, names, whose, below) for event in reversed(found.events)))


def _author(here: Session, found: Dossier, event: Event) -> str:
    whole = may(here.actor, Permission.SEE_PERSONAL, matter(here.db, found.ticket))
    first = found.reporters[0].id if found.reporters else None
    return author(event, here.language, first=first, whole=whole)


def _bar(here: Session, found: Ticket, cut: list[Segment]) -> None:
    """The sentence, one stripe per stretch as wide as it was long, and whose time it was."""
    total = sum((segment.lasts for segment in cut), timedelta()) / MINUTE
    if total <= 0:
        return
    stripes = "".join(
        f'<span title="{escape(_said(here, segment))}" style="flex:{segment.minutes / total:.6f} 0 2px;'
        f'background:{COLOURS[owner(segment)]}"></span>'
        for segment in cut
    )
    keys = "".join(
        f'<span style="white-space:nowrap"><i style="display:inline-block;width:.7em;height:.7em;border-radius:2px;'
        f'background:{COLOURS[whose]}"></i> {escape(here._(OWNER_WORDS[whose]))} {lasting(minutes)}</span>'
        for whose, minutes in by_owner(cut)
    )
    whole = escape(here._(_span(found, total), time=lasting(total)))
    told = escape(sentence(cut, here.language))
    bar = "display:flex;gap:1px;height:14px;margin:.35rem 0;border-radius:3px;overflow:hidden"
    st.html(
        f'<div style="font-size:.9rem"><b>{whole}</b><div>{told}</div><div style="{bar}">{stripes}</div>'
        f'<div style="display:flex;flex-wrap:wrap;gap:.2rem 1rem">{keys}</div></div>'
    )


def _span(found: Ticket, minutes: float) -> str:
    if found.is_open:
        if minutes < 1:
            return mark("reported just now")
        return mark("{time} since the report")
    # Another system may have known only when it closed the ticket.
    untimed = found.source and found.done_at is None and found.closed_at is not None
    return mark("{time} from report to closing") if untimed else mark("{time} from report to finish")


def _said(here: Session, segment: Segment) -> str:
    words = HOLD_WORDS[segment.reason] if segment.reason in HOLD_WORDS else LABEL_WORDS[segment.label]
    if segment.label is Label.UNKNOWN:
        return here._("{words} ({time})", words=here._(words), time=lasting(segment.minutes))
    return f"{here._(words)} {lasting(segment.minutes)}"


def _event(
    here: Session,
    event: Event,
    names: Mapping[int, str],
    whose: Callable[[Event], str],
    below: Mapping[int, list[str]],
) -> str:
    """As "14:05 王客服 代 李师傅:到场 (补录)"; below it what was typed, what it corrected, which due times it moved."""
    at = time_of(event, here.language, here.now)
    marks = []
    if event.recorded_at - event.happened_at > LATE:
        later = here._(LONG_SINCE, time=short_time(event.recorded_at, here.now, here.language))
        marks.append(f":gray-badge[:material/history: {later}]")
    if reason := event.facts.get("late_reason"):
        marks.append(plain(str(reason)))
    who, what = _who(here, event, names, whose(event)), plain(told(event, here.language, here.now))
    line = f"{at} **{who}** {what} {' '.join(marks)}"
    beneath = [*filter(None, [typed(event)]), *below.get(event.seq, ())]
    return "  \n&emsp;&emsp;".join([line, *(f":gray[{plain(words, WHOLE)}]" for words in beneath)])


def _who(here: Session, event: Event, names: Mapping[int, str], actor: str) -> str:
    if event.subject_id is None or event.subject_id == event.actor_id:
        return plain(actor)
    return plain(here._("{actor} for {subject}", actor=actor, subject=names.get(event.subject_id, "")))
