"""Where messages go when they leave the product: the channels, each tried by a test message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.core.settings import settings
from lib.notifications import channels, outcomes, sending, wording
from lib.notifications.addresses import HINT_FACTS, HINT_WORDS, KIND_WORDS, Kind
from lib.notifications.channels import Channel
from lib.notifications.deliveries import State
from lib.people.organisation import teams
from lib.ui.choices import in_use
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, refusal_shown
from lib.ui.words import plain

FIELDS = ("channel", "message_words")
_TURN = "channel_turn"


def draw(here: Session) -> None:
    """What is on its way, the channels there are, and a new one."""
    _, found = here._, channels.all_channels(here.db)
    if not settings().messages:
        st.warning(
            _(sending.SENDS_NOTHING, name="ONESTOP_MESSAGES"),
            icon=":material/notifications_off:",
        )
    if not any(one.active for one in found.values()):
        empty(_("No channel is in use: messages stay inside the product."), ":material/notifications_paused:")
    refusal_shown("channel")
    counted = outcomes.counts(here.db)
    for one in found.values():
        with st.expander(_label(here, one, counted.get(one.id, {}))):
            _existing(here, one)
    turn = st.session_state.get(_TURN, 0)
    with st.expander(_("Add a channel"), icon=":material/add:", key=f"channel_add_{turn}"):
        _new(here, turn)


def _label(here: Session, one: Channel, counted: Mapping[str, int]) -> str:
    _ = here._
    badge = f":green-badge[{_('In use')}]" if one.active else f":gray-badge[{_('Switched off')}]"
    parts = [f"**{plain(one.name, 40)}** · {_(KIND_WORDS[one.kind])} {badge}"]
    if waiting := counted.get(State.WAITING):
        parts.append(f":orange-badge[:material/schedule: {_('{count} waiting', count=waiting)}]")
    if dead := counted.get(State.DEAD):
        parts.append(f":red-badge[:material/error: {_('{count} not delivered', count=dead)}]")
    if sent := counted.get(State.SENT):
        parts.append(f":gray[{_('{count} sent in 30 days', count=sent)}]")
    return " ".join(parts)


def _existing(here: Session, one: Channel) -> None:
    _, key = here._, f"channel_{one.id}"
    st.caption(_("Address: {address} The rest of it is a secret and not shown.", address=plain(one.address)))
    _fields(here, key, one.kind, one)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(_("Save"), key=f"{key}_save", on_click=_save, args=(key, one.kind, one.id), type="primary")
        to = _receiver(here, key, one)
        tried = st.button(_("Send a test message"), key=f"{key}_test", icon=":material/send:")
        with st.popover(_("Remove"), icon=":material/delete:"):
            st.write(_("The channel and what was written for it are gone for good."))
            st.button(_("Remove for good"), key=f"{key}_remove", on_click=_remove, args=(one.id,))
    if tried:
        _try(here, one, to)


def _receiver(here: Session, key: str, one: Channel) -> str:
    """Whom a test message goes to, where it goes to single people."""
    _ = here._
    if not one.personal:
        return ""
    label = _("Mail address for a test") if one.kind == Kind.MAIL else _("Phone number for a test")
    own = here.account.mail if one.kind == Kind.MAIL else here.account.phone
    return st.text_input(label, own, key=f"{key}_to", width=220)


def _try(here: Session, one: Channel, to: str) -> None:
    """Not in a callback: the other side may take seconds, and the page shows that it waits."""
    _ = here._
    with st.spinner(_("Waiting for the other side …")), guarded():
        sending.send_test(here.db, actor=here.actor, channel_id=one.id, to=to, now=here.now)
        st.success(_("The other side took the test message."), icon=":material/check_circle:")
    refusal_shown()


def _fields(here: Session, key: str, kind: str, one: Channel | None) -> None:
    _, found = here._, teams(here.db)
    left, right = st.columns(2)
    left.text_input(_("Name"), one.name if one else "", key=f"{key}_name", max_chars=60)
    right.text_input(
        _("Address"),
        key=f"{key}_url",
        type="password",
        autocomplete="off",
        placeholder=_("as it is") if one else None,
    )
    # As code: the colon of an address means something else in Markdown.
    right.caption(_(HINT_WORDS[kind], **{name: f"`{fact}`" for name, fact in HINT_FACTS.items()}))
    chosen = one.topics if one else channels.usual_topics(kind)
    offered = list(channels.topics_for(kind))
    st.multiselect(
        _("What is told there"),
        offered,
        [topic for topic in offered if topic in chosen],
        key=f"{key}_topics",
        format_func=lambda topic: wording.named(topic, here.language),
        placeholder=_("Choose from the list"),
    )
    kept = [one.team_id] if one and one.team_id is not None else []
    options: list[int | None] = [None, *dict.fromkeys([*kept, *in_use(found)])]
    st.selectbox(
        _("Only tickets of"),
        options,
        options.index(one.team_id if one else None),
        key=f"{key}_team",
        format_func=lambda team: _("all teams") if team is None else found[team].name,
    )
    st.toggle(_("In use"), one.active if one else True, key=f"{key}_active")


def _new(here: Session, turn: int) -> None:
    _ = here._
    kind: Any = st.selectbox(
        _("Kind"), list(Kind), key=f"channel_new_{turn}_kind", format_func=lambda one: _(KIND_WORDS[one])
    )
    key = f"channel_new_{turn}_{kind}"
    _fields(here, key, kind, None)
    st.button(_("Add"), key=f"{key}_save", on_click=_save, args=(key, kind, None), type="primary")


@guarded()
def _save(key: str, kind: str, channel_id: int | None) -> None:
    now = current()
    typed: Mapping[str, Any] = {
        name: st.session_state[f"{key}_{name}"] for name in ("name", "url", "topics", "team", "active")
    }
    channels.save(
        now.db,
        actor=now.actor,
        channel_id=channel_id,
        name=typed["name"],
        kind=kind,
        url=typed["url"],
        topics=typed["topics"],
        team_id=typed["team"],
        active=typed["active"],
        now=now.now,
    )
    st.session_state[f"{key}_url"] = ""
    if channel_id is None:
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    flash(now._("Channel saved: {name}", name=plain(typed["name"], 60)))


@guarded()
def _remove(channel_id: int) -> None:
    now = current()
    gone = channels.channel(now.db, channel_id)
    channels.remove(now.db, actor=now.actor, channel_id=channel_id, now=now.now)
    flash(now._("Channel removed: {name}", name=plain(gone.name, 60)))
