"""Announcements: read them, publish them, see who has read them."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from lib.core.clock import local_date, midnight
from lib.notifications import announcements
from lib.notifications.announcements import KIND_WORDS, Announcement, AnnouncementKind
from lib.people.roles import Permission
from lib.ui.session import current, guarded
from lib.ui.widgets import empty, flash, refusal_shown, when
from lib.ui.words import plain

LOOKS = {"outage": ("orange", ":material/power_off:"), "safety": ("red", ":material/health_and_safety:")}
here = current()
_ = here._


@guarded()
def read(announcement_id: int) -> None:
    now = current()
    announcements.mark_read(now.db, actor=now.actor, announcement_id=announcement_id, now=now.now)


@guarded()
def end(announcement_id: int) -> None:
    now = current()
    announcements.expire(now.db, actor=now.actor, announcement_id=announcement_id, now=now.now)
    flash(_("The announcement has ended."))


@guarded()
def publish() -> None:
    now, typed = current(), st.session_state
    days = typed["announcement_days"]
    announcements.publish(
        now.db,
        actor=now.actor,
        title=typed["announcement_title"],
        body=typed["announcement_body"],
        kind=typed["announcement_kind"],
        expires_at=midnight(local_date(now.now) + timedelta(days=days + 1)) if days else None,
        now=now.now,
    )
    typed["announcement_title"] = typed["announcement_body"] = ""
    flash(_("Published."))


def card(one: Announcement, unread: bool) -> None:
    """One announcement; a button to say it was read, for who publishes also who has read it."""
    colour, icon = LOOKS.get(one.kind, ("blue", ":material/campaign:"))
    with st.container(border=True):
        st.markdown(f"**{plain(one.title)}**  :{colour}-badge[{icon} {_(KIND_WORDS[one.kind])}]")
        st.text(one.body)
        until = (
            _("valid until {time}", time=when(one.expires_at))
            if one.expires_at
            else _("valid until withdrawn")
        )
        st.caption(f"{when(one.published_at)} · {until}")
        with st.container(horizontal=True):
            if unread:
                st.button(
                    _("I have read it"),
                    key=f"read_{one.id}",
                    on_click=read,
                    args=(one.id,),
                    icon=":material/done:",
                )
            if here.may(Permission.ANNOUNCE):
                publisher_tools(one)


def publisher_tools(one: Announcement) -> None:
    """Who has read it, and ending it."""
    people = announcements.readers(here.db, one.id)
    with st.popover(_("Read by {count}", count=len(people)), icon=":material/visibility:"):
        st.text("\n".join(f"{row['name']} · {when(row['read_at'])}" for row in people) or _("Nobody yet."))
    if one.current(here.now):
        st.button(
            _("End it now"), key=f"end_{one.id}", on_click=end, args=(one.id,), icon=":material/event_busy:"
        )


st.header(_("Announcements"))
refusal_shown()
if here.may(Permission.ANNOUNCE):
    with st.expander(_("New announcement"), icon=":material/add:"):
        st.text_input(_("Title"), key="announcement_title", max_chars=80)
        st.text_area(_("Text"), key="announcement_body", max_chars=2000)
        columns = st.columns(2)
        columns[0].selectbox(
            _("Kind"),
            list(AnnouncementKind),
            key="announcement_kind",
            format_func=lambda kind: _(KIND_WORDS[kind]),
        )
        columns[1].number_input(_("Days it holds (0: until withdrawn)"), 0, 365, 7, key="announcement_days")
        st.button(_("Publish"), type="primary", on_click=publish, icon=":material/campaign:")
unread_ids = {one.id for one in announcements.unread(here.db, here.account.id, here.now)}
current_ones = announcements.current(here.db, here.now)
for one in current_ones:
    card(one, one.id in unread_ids)
if not current_ones:
    empty(_("There are no announcements now."), ":material/campaign:")
ended = [one for one in announcements.all_announcements(here.db) if not one.current(here.now)]
if ended:
    with st.expander(_("Ended ({count})", count=len(ended))):
        for one in ended[:30]:
            card(one, unread=False)
