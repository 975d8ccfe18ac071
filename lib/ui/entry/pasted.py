"""A message that was pasted: its drafts, one form after the other, until each is sent or put away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from lib.core import typed_time
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.tickets.messages import cutting
from lib.tickets.messages.drafts import Draft
from lib.tickets.words import Channel
from lib.ui.entry import draft
from lib.ui.session import current, guarded
from lib.ui.widgets import flash

PASTED, BOX = "entry_pasted", "entry_paste_box"
LONGEST = 10_000
"""Characters of one paste."""
TOO_SOON = timedelta(milliseconds=600)
"""A second Ctrl+Enter in the same breath was not meant for the draft that has just come up."""


@dataclass(slots=True)
class Pasted:
    """The message and its drafts; `at`: the one in the form, since when; `sent`: ticket numbers by draft; `kept`: the
    forms of those left for later, as they stood."""

    message: str
    drafts: list[Draft]
    since: datetime
    at: int = 0
    sent: dict[int, str] = field(default_factory=dict)
    kept: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def now(self) -> Draft:
        """The draft in the form."""
        return self.drafts[self.at]

    def open_after(self, at: int) -> int | None:
        """The next draft not sent, going round; None when all are."""
        order = [(at + step) % len(self.drafts) for step in range(1, len(self.drafts) + 1)]
        return next((i for i in order if i not in self.sent), None)


def pasted() -> Pasted | None:
    """The message being worked off; None when there is none."""
    found: Pasted | None = st.session_state.get(PASTED)
    return found


def awaited() -> bool:
    """Whether the box for a message is what the operator would fill first."""
    return draft.channel() == Channel.WECHAT and pasted() is None


def message() -> str:
    """The whole message the form was filled from."""
    found = pasted()
    return found.message if found else ""


def came_too_soon(now: datetime) -> bool:
    """Whether the draft in the form has only just come up."""
    found = pasted()
    return found is not None and now - found.since < TOO_SOON


@guarded()
def cut() -> None:
    """What was pasted becomes drafts; the first stands in the form, beside what was typed there already. A message
    that reports nothing is refused and stays in the box."""
    text = str(st.session_state.get(BOX) or "").strip()
    if not text:
        return
    here = current()
    drafts = cutting.cut(here.db, text, department_id=draft.value("department"))
    if not drafts:
        raise WrongInput(mark("Nothing is reported in this message; it stays in the box."), field=BOX)
    st.session_state[PASTED] = Pasted(message=text, drafts=drafts, since=here.now)
    st.session_state[BOX] = ""
    _fill(drafts[0])


def go_to(at: int) -> None:
    """Another draft; what stands in the form is kept as it is."""
    found = pasted()
    if found is None or at == found.at or at in found.sent:
        return
    found.kept[found.at] = draft.taken()
    _show(found, at)


def skip() -> None:
    """The next one first; this one stays to be done."""
    found = pasted()
    if found is not None and (after := found.open_after(found.at)) is not None:
        go_to(after)


def back() -> None:
    """The one before, unless it was sent."""
    found = pasted()
    if found is not None:
        before = [i for i in range(found.at) if i not in found.sent]
        if before:
            go_to(before[-1])


def put_away() -> None:
    """No more drafts of it; the message goes back into the box, so that nothing of it is lost."""
    found = pasted()
    if found is not None:
        del st.session_state[PASTED]
        st.session_state[BOX] = found.message
        draft.clear()


def goes_on(number: str) -> bool:
    """The draft in the form became that ticket; whether the next one stands in the form now."""
    found = pasted()
    if found is None:
        return False
    found.sent[found.at] = number
    after = found.open_after(found.at)
    if after is not None:
        _show(found, after)
        return True
    del st.session_state[PASTED]
    if len(found.drafts) > 1:
        flash(current().say(mark("All {items} items of the message are registered."), items=len(found.sent)))
    return False


def _show(found: Pasted, at: int) -> None:
    before = found.now, draft.text("name"), draft.text("phone")
    found.at, found.since = at, current().now
    draft.clear()
    if at in found.kept:
        draft.put_back(found.kept.pop(at))
        return
    _fill(found.now)
    _same_caller(found.now, *before)


def _same_caller(now: Draft, before: Draft, name: str, phone: str) -> None:
    """Who sent the message was asked once."""
    if (now.caller, now.phone) == (before.caller, before.phone):
        for what, typed in (("name", name), ("phone", phone)):
            if typed:
                draft.preset(what, typed)


def _fill(found: Draft) -> None:
    """As if somebody had typed it; what was typed already stays."""
    draft.begin()
    if found.phone:
        draft.preset("phone", found.phone)
        draft.phone_typed()
    if found.caller:
        draft.preset("name", found.caller)
    draft.preset("words", found.words)
    draft.form().update(
        heard=draft.text("words"),
        suggested=list(found.likely),
        candidates=[place.id for place in found.candidates],
        said_severity=found.severity,
    )
    if found.place is not None:
        draft.preset("place", found.place.id)
    draft.place_chosen()
    if found.service:
        draft.preset("service", found.service)
        draft.service_presets()
    _appoint(found.appointment)


def _appoint(words: str) -> None:
    """A time that can be read as one is preset; any other stays in the words."""
    try:
        when = typed_time.read(words, current().now, field="appointment", ahead=True) if words else None
    except WrongInput:
        return
    if when and when > current().now:
        draft.preset("appointment", typed_time.write(when))
