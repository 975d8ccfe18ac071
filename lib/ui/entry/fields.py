"""The fields of ticket entry, in the order of a call: who, where, what, how urgent, then send."""

from __future__ import annotations

import streamlit as st

from lib.catalog.services import service
from lib.core.i18n import mark
from lib.people.papers import hindrance
from lib.people.roles import Permission
from lib.places.locations import location
from lib.tickets import standing
from lib.tickets.qualification import LONGEST_REASON
from lib.tickets.words import CHANNEL_WORDS, SEVERITY_WORDS, Channel, Kind, Severity
from lib.ui import choices
from lib.ui.entry import draft, pasted, pasting, photos, sending
from lib.ui.session import Session
from lib.ui.widgets import refusal_shown

CHANNELS = (Channel.HOTLINE, Channel.WECHAT, Channel.VISIT, Channel.LEADER, Channel.MAILBOX)
TILES = 10
WAY_WORDS = {
    draft.OPEN: mark("To be dispatched"),
    draft.ANSWER: mark("Answered on the spot"),
    draft.PHONED: mark("Already phoned through"),
}


def draw(here: Session, *, in_front: bool) -> None:
    """The whole form. Ctrl+Enter sends it only while it is in front."""
    draft.begin()
    _who(here)
    _where(here)
    _what(here)
    _how(here)
    _send(here, in_front)


def _who(here: Session) -> None:
    _ = here._
    st.segmented_control(
        _("Channel"),
        CHANNELS,
        required=True,
        format_func=lambda c: _(CHANNEL_WORDS[c]),
        key=draft.CHANNEL,
        wrap=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    pasting.draw(here)
    phone, name = st.columns([3, 2])
    phone.text_input(
        _("Phone or extension"),
        key=draft.key("phone"),
        on_change=draft.phone_typed,
        autocomplete="off",
        icon=":material/call:",
        persist_state="session",
    )
    name.text_input(
        _("Caller"),
        key=draft.key("name"),
        on_change="ignore",
        autocomplete="off",
        placeholder=_last_name(here),
        persist_state="session",
    )


def _last_name(here: Session) -> str:
    """At an extension many people share the last one is shown, not written: it may be another today."""
    last = draft.recalled(here.db).last_name
    return here._("last time: {name}", name=last) if last else ""


def _where(here: Session) -> None:
    _ = here._
    offered = choices.places(here.db)
    st.selectbox(
        _("Place"),
        offered.options,
        index=None,
        required=True,
        format_func=offered.say,
        key=draft.key("place"),
        on_change=draft.place_chosen,
        placeholder=_("Door number, pinyin initials or words"),
        icon=":material/location_on:",
        persist_state="session",
    )
    refusal_shown("location_id")
    _candidates(here)


def _candidates(here: Session) -> None:
    """Where the words fit several places equally: one press chooses."""
    offered = [i for i in draft.form()["candidates"] if i != draft.value("place")]
    if len(offered) > 1:
        st.pills(
            here._("Which of these?"),
            offered,
            format_func=lambda i: _path(here, i),
            key=draft.key("candidate"),
            on_change=draft.candidate_chosen,
            label_visibility="collapsed",
            wrap=True,
        )


def _path(here: Session, location_id: int) -> str:
    found = location(here.db, location_id)
    return found.path if found else str(location_id)


def _what(here: Session) -> None:
    _ = here._
    st.text_input(
        _("What is it about"),
        key=draft.key("words"),
        on_change=draft.words_typed,
        autocomplete="off",
        placeholder=_("In the caller's words"),
        icon=":material/edit_note:",
        persist_state="session",
    )
    refusal_shown("description")
    offered = choices.services(here.db, here.language)
    st.selectbox(
        _("Service"),
        offered.options,
        index=None,
        required=True,
        format_func=offered.say,
        key=draft.key("service"),
        on_change=draft.service_chosen,
        placeholder=_("Follows from the words, or choose"),
        icon=":material/category:",
        persist_state="session",
    )
    refusal_shown("service")
    _tiles(here)


def _tiles(here: Session) -> None:
    """The likely ones first, then the ten commonest, which never move."""
    likely = draft.form()["suggested"][1:]
    common = standing.commonest(here.db, None, here.now, most=TILES)
    tiles = list(dict.fromkeys([*likely, *common]))
    st.pills(
        here._("Commonest services"),
        tiles,
        format_func=lambda code: _tile(here, code, code in likely),
        key=draft.key("tile"),
        on_change=draft.tile_pressed,
        label_visibility="collapsed",
        wrap=True,
    )


def _tile(here: Session, code: str, likely: bool) -> str:
    found = service(here.db, code)
    title = found.title(here.language) if found else code
    return f":material/lightbulb: {title}" if likely else title


def _how(here: Session) -> None:
    _ = here._
    severity, department = st.columns([3, 2], vertical_alignment="bottom")
    severity.segmented_control(
        _("How urgent"),
        list(Severity),
        format_func=lambda s: _(SEVERITY_WORDS[s]),
        key=draft.key("severity"),
        persist_state="session",
    )
    offered = choices.department_choices(here.db)
    department.selectbox(
        _("Department"),
        offered.options,
        index=None,
        required=True,
        format_func=offered.say,
        key=draft.key("department"),
        on_change="ignore",
        placeholder=_("Follows from the place"),
        persist_state="session",
    )
    if (found := draft.chosen(here.db)) and found.kind == Kind.REQUEST:
        st.text_input(
            _("Appointed time, if any"),
            key=draft.key("appointment"),
            on_change="ignore",
            placeholder=_("14:05 or 11-22 14:05"),
            persist_state="session",
        )
        refusal_shown("appointment")


def _send(here: Session, in_front: bool) -> None:
    _ = here._
    photos.draw(here)
    way = st.segmented_control(
        _("And then"),
        draft.WAYS,
        required=True,
        format_func=lambda w: _(WAY_WORDS[w]),
        key=draft.key("way"),
        persist_state="session",
    )
    if way == draft.ANSWER:
        st.text_input(
            _("What was answered"), key=draft.key("answer"), on_change="ignore", persist_state="session"
        )
        refusal_shown("note")
    if way == draft.PHONED:
        _phoned(here)
    st.button(
        _("Send"),
        type="primary",
        icon=":material/send:",
        # In the box for a message Ctrl+Enter cuts it; there is nothing to send yet.
        shortcut="Ctrl+Enter" if in_front and not (pasted.awaited() and draft.empty()) else None,
        on_click=sending.send,
        width="stretch",
        key="entry_send",
    )


def _exception(here: Session) -> None:
    """The reason a dispatcher gives for a person whose papers lack something that allows exceptions."""
    refusal_shown("assignee_id")
    who, wanted = draft.value("technician"), draft.value("service") or ""
    lacking = hindrance(here.db, who, wanted, here.now) if who else None
    if lacking is not None and lacking.overridable and here.may(Permission.OVERRIDE_PAPERS):
        st.text_input(
            here._("Reason for the exception: {lacking}", lacking=here._(lacking.message, **lacking.facts)),
            key=draft.key(f"override{who}"),
            max_chars=LONGEST_REASON,
            on_change="ignore",
        )


def _phoned(here: Session) -> None:
    """Who was phoned, and when; an empty time is that of the next one, or now, an empty yes means not yet."""
    _ = here._
    offered = choices.technicians(here.db)
    st.selectbox(
        _("Who was phoned"),
        offered.options,
        index=None,
        required=True,
        format_func=offered.say,
        key=draft.key("technician"),
        on_change="ignore",
        placeholder=_("Name, team or pinyin initials"),
        persist_state="session",
    )
    refusal_shown("technician")
    _exception(here)
    times = st.columns(3)
    asked = (
        ("called_at", _("Reported at")),
        ("phoned_at", _("Phoned at")),
        ("accepted_at", _("Accepted at (empty: not yet)")),
    )
    for column, (name, label) in zip(times, asked, strict=True):
        column.text_input(
            label, key=draft.key(name), on_change="ignore", placeholder=_("14:05"), persist_state="session"
        )
    for name in ("called_at", "phoned_at", "accepted_at", "happened_at"):
        refusal_shown(name)
    st.text_input(
        _("Why only now (if more than 24 hours ago)"),
        key=draft.key("late_reason"),
        on_change="ignore",
        persist_state="session",
    )
    refusal_shown("late_reason")
