"""A handover as one sheet: what stands open and why, readable at the desk, on a phone and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from lib.core.clock import local, short_time
from lib.core.i18n import mark
from lib.core.typed_time import write
from lib.dispatch.handing_over.records import Handover
from lib.dispatch.handing_over.snapshot import SECTION_WORDS, Line, Snapshot
from lib.people.accounts import names
from lib.tickets.words import HOLD_WORDS, SEVERITY_WORDS, STATUS_WORDS, Severity
from lib.ui import navigation
from lib.ui.menu import entry
from lib.ui.session import Session, guarded
from lib.ui.words import each_once

_FOLDER = Path(__file__).parents[1] / "components"
_KEY = "handover_sheet"
_FEW = 8
"""Lines with which the list of everything stands open from the beginning."""
UNTIL: Mapping[str, str] = {
    "held": mark("goes on {time}"),
    "outages": mark("until {time}"),
    "call_backs": mark("phone by {time}"),
}
_DUE = mark("due {time}")
_sheet = st.components.v2.component(
    "onestop_handover",
    js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("printing.js", "handover.js")),
    css=(_FOLDER / "handover.css").read_text(encoding="utf-8"),
)
Part = Mapping[str, Any]


@cache
def _css() -> str:
    return (_FOLDER / "handover.css").read_text(encoding="utf-8")


def draw(here: Session, whose: str, found: Snapshot, handover: Handover | None) -> None:
    """The sheet of a signed handover, or of what would be handed over now. A click on a number opens the ticket."""
    _ = here._
    data = {
        "key": handover.id if handover else 0,
        "title": f"{whose} · {_('Handover')} · {write(found.taken_at)}",
        "about": list(_about(here, found)),
        "notes": _notes(here, handover),
        "sections": [_section(here, name, found) for name in SECTION_WORDS],
        "signatures": signatures(here, handover, found.taken_at) if handover else [],
        "print": _("Print this sheet"),
        "css": _css(),
    }
    _sheet(key=_KEY, data=data, on_open_change=_open)


@guarded()
def _open() -> None:
    goal = st.session_state[_KEY].open
    if goal:
        navigation.go(goal["page"], **goal["params"])


def said_at(here: Session, at: datetime, present: datetime | None = None) -> str:
    """When, as people say it now, or as they said it then: a sheet is read again on another day."""
    return short_time(at, present or here.now, here.language)


def _about(here: Session, found: Snapshot) -> Sequence[str]:
    people = " · ".join(_person(here, name, post) for name, post in found.people)
    on_duty = (
        here._("On duty: {people}", people=people) if people else here._("Nobody was on duty by the roster.")
    )
    following = here._("Next handover: {time}", time=said_at(here, found.until, found.taken_at))
    return tuple(filter(None, (on_duty, _off_duty(here, found), following)))


def _off_duty(here: Session, found: Snapshot) -> str:
    """Whoever hands over after the own shift or without one may; the sheet says so."""
    if not found.off_duty:
        return ""
    if found.shift is None:
        return here._("{name} hands over without being on duty by the roster.", name=found.off_duty)
    words = mark("{name} hands over after the own shift, {span}, was over.")
    return here._(words, name=found.off_duty, span=span(here, found.shift, found.taken_at))


def span(here: Session, shift: tuple[datetime, datetime], present: datetime) -> str:
    """ "yesterday 17:30–07:30"."""
    since, until = shift
    return f"{said_at(here, since, present)}–{local(until):%H:%M}"


def _notes(here: Session, handover: Handover | None) -> Sequence[Part]:
    if handover is None:
        return []
    said = ((mark("Notes"), handover.notes), (mark("Answer of the next shift"), handover.answer))
    return [{"title": here._(title), "words": words} for title, words in said if words]


def signatures(here: Session, handover: Handover, present: datetime | None = None) -> list[str]:
    """Both, with post and time (as said at `present`, else now); who has not signed yet is said too."""
    _, known = here._, names(here.db)
    outgoing = _person(here, known.get(handover.outgoing_id, ""), handover.outgoing_post)
    said = [_("Handed over: {who}, {time}", who=outgoing, time=said_at(here, handover.signed_at, present))]
    if handover.incoming_id is None or handover.countersigned_at is None:
        return [*said, _("Not taken over yet")]
    incoming = _person(here, known.get(handover.incoming_id, ""), handover.incoming_post)
    at = said_at(here, handover.countersigned_at, present)
    return [*said, _("Taken over: {who}, {time}", who=incoming, time=at)]


def _person(here: Session, name: str, post: str) -> str:
    return here._("{name} ({post})", name=name, post=post) if post else name


def _section(here: Session, name: str, found: Snapshot) -> Part:
    lines = found.sections.get(name, ())
    return {
        "title": here._(SECTION_WORDS[name]),
        "open": bool(lines) and (name != "open" or len(lines) <= _FEW),
        "lines": [_line(here, name, line, found.taken_at) for line in lines],
    }


def _line(here: Session, section: str, line: Line, taken_at: datetime) -> Part:
    _ = here._
    reason = _(HOLD_WORDS[line.reason]) if line.reason in HOLD_WORDS else line.reason
    state = _(STATUS_WORDS[line.status]) if line.status in STATUS_WORDS else ""
    urged = _("Urged ×{n}", n=line.urges) if line.urges else ""
    burning = line.severity in (Severity.EMERGENCY, Severity.URGENT)
    until = _(UNTIL.get(section, _DUE), time=said_at(here, line.until, taken_at)) if line.until else ""
    return {
        "number": line.number,
        "target": _target(here, line.number),
        "flag": _(SEVERITY_WORDS[line.severity]) if burning else "",
        "place": line.place,
        "words": each_once(line.service, line.words),
        "state": " · ".join(filter(None, (state, reason, urged))),
        "who": line.who,
        "until": until,
        "late": line.until is not None and line.until < taken_at and section not in ("outages", "held"),
    }


def _target(here: Session, number: str) -> Part | None:
    if not number or not here.may(entry("ticket").permission):
        return None
    params = {"number": number}
    return {"page": "ticket", "params": params, "address": navigation.address("ticket", **params)}
