"""The forms of what goes beside the work: who comes along, and the watch of a leader."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import streamlit as st

from lib.core import clock
from lib.core.i18n import mark
from lib.people import accounts
from lib.people.organisation import teams
from lib.people.papers import hindrances
from lib.people.roles import Permission, may
from lib.tickets.actions import helping, watching
from lib.tickets.actions.step import By
from lib.tickets.qualification import LONGEST_REASON
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import refusal_shown

TODAY, TOMORROW, THREE_DAYS = "today", "tomorrow", "three_days"
BY_WORDS = {
    TODAY: mark("Today by 18:00"),
    TOMORROW: mark("Tomorrow by noon"),
    THREE_DAYS: mark("In three days by noon"),
}
KEEP, RELEASE = "keep", "release"


def ask_help(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Everybody who could come along; those who do are chosen already."""
    _, named = here._, {team.id: team.name for team in teams(here.db).values()}
    known, lacking = accounts.all_accounts(here.db), hindrances(here.db, ticket.service_code, here.now)
    people = [*(known[who] for who in ticket.helpers), *helping.could_help(here.db, ticket, here.actor)]

    def said(who: int) -> str:
        why = lacking.get(who)
        return " · ".join(
            filter(
                None,
                (
                    known[who].name,
                    named.get(known[who].team_id or 0, ""),
                    _(why.message, **why.facts) if why else "",
                ),
            )
        )

    offered = choices.of((one.id, said(one.id)) for one in people)
    typed.preset("helpers", list(ticket.helpers))
    # What was chosen counts against who helped when the form was opened: somebody else may change it meanwhile.
    typed.preset("before", list(ticket.helpers))
    chosen = st.multiselect(
        _("Who comes along"),
        offered.options,
        format_func=offered.say,
        key=typed.key("helpers"),
        placeholder=_("Type a name"),
    )
    refusal_shown("helpers")
    _exception(here, ticket, typed, [who for who in chosen if who not in ticket.helpers and who in lacking])


def _exception(here: Session, ticket: Ticket, typed: Typed, hindered: list[int]) -> None:
    """The reason for an exception, where somebody chosen lacks a paper and this person may make one."""
    if hindered and may(here.actor, Permission.OVERRIDE_PAPERS, matter(here.db, ticket)):
        st.text_input(
            here._("Reason for the exception"),
            key=typed.key("override"),
            max_chars=LONGEST_REASON,
            on_change="ignore",
        )
        refusal_shown("override")


def give_help(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    """What was chosen against who helps now."""
    chosen, before = list(typed.value("helpers") or ()), list(typed.value("before") or ())
    return helping.helpers(
        here.db,
        ticket_id=ticket_id,
        version=version,
        add=[who for who in chosen if who not in before],
        remove=[who for who in before if who not in chosen],
        override=typed.text("override"),
        by=by,
    )


def ask_watch(here: Session, ticket: Ticket, typed: Typed) -> None:
    """Why, and by when it has to be settled; what is watched already can be let go."""
    _ = here._
    if ticket.watched:
        what = {KEEP: _("Watch on, with another deadline"), RELEASE: _("No longer needed: release it")}
        st.segmented_control(_("Watch"), list(what), format_func=lambda w: what[w], key=typed.key("what"))
        if typed.value("what") is None:
            return
    if typed.value("what") == RELEASE:
        st.text_input(_("Note"), key=typed.key("note"), on_change="ignore")
        return
    st.text_input(_("Why it is watched"), key=typed.key("reason"), on_change="ignore")
    refusal_shown("note")
    typed.preset("soon", TOMORROW)
    soon, other = st.columns([3, 2], vertical_alignment="bottom")
    soon.segmented_control(
        _("To be settled"),
        [name for name in BY_WORDS if (_soon(name, here.now) or here.now) > here.now],
        format_func=lambda name: _(BY_WORDS[name]),
        key=typed.key("soon"),
        on_change="ignore",
    )
    other.text_input(
        _("or by"), key=typed.key("until"), on_change="ignore", placeholder=_("14:05 or 11-22 14:05")
    )
    refusal_shown("until")
    st.caption(_("What was promised to the department does not change by it."))


def watch(here: Session, ticket_id: int, version: int, typed: Typed, by: By) -> Ticket:
    if typed.value("what") == RELEASE:
        note = typed.text("note")
        return watching.release(here.db, ticket_id=ticket_id, version=version, note=note, by=by)
    until = typed.moment("until", here.now, ahead=True) or _soon(typed.value("soon"), here.now)
    reason = typed.text("reason")
    return watching.watch(here.db, ticket_id=ticket_id, version=version, until=until, reason=reason, by=by)


def _soon(choice: str | None, now: datetime) -> datetime | None:
    today = clock.local_date(now)
    return {
        TODAY: clock.wall(today, time(18)),
        TOMORROW: clock.wall(today + timedelta(days=1), time(12)),
        THREE_DAYS: clock.wall(today + timedelta(days=3), time(12)),
    }.get(choice or "")


ASKING = {Action.HELP: ask_help, Action.WATCH: ask_watch}
DOING = {Action.HELP: give_help, Action.WATCH: watch}
