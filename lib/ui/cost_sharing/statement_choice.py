"""Which statement the page is about, and a new one for the next period."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from lib.core.clock import local_date
from lib.cost_sharing import records
from lib.cost_sharing.actions.beginning import begin
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import STATUS_WORDS, Status
from lib.people.roles import Permission
from lib.ui import addressed
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

CHOSEN = "statement"
FIRST_DAY = 26
"""Periods commonly run from the 26th to the 25th."""


def draw(here: Session) -> Statement | None:
    """The statement that is chosen, drafts first, then the newest; None where there is none yet."""
    _ = here._
    found = {str(one.id): one for one in listed(records.all_statements(here.db))}
    with st.container(horizontal=True, vertical_alignment="bottom", key="sharing_choice"):
        chosen = None
        if found:
            words = {code: named(here, one) for code, one in found.items()}
            chosen = addressed.one(CHOSEN, _("Statement"), words, width=380)
        if here.may(Permission.KEEP_SHARING):
            _begin(here, list(found.values()))
    if chosen is None:
        empty(_("There is no statement yet. Begin one for the period that is to be shared."))
        return None
    return records.by_id(here.db, int(chosen))


def listed(statements: list[Statement]) -> list[Statement]:
    """Drafts first: they are what is worked on."""
    return sorted(statements, key=lambda one: one.status is not Status.DRAFT)


def named(here: Session, one: Statement) -> str:
    """Number, period, status."""
    return f"{one.number} · {days(one.starts_on, one.ends_on)} · {here._(STATUS_WORDS[one.status])}"


def days(first: date, last: date) -> str:
    """ "2026-10-26 – 11-25", with the year again where it is another."""
    until = f"{last:%m-%d}" if last.year == first.year else f"{last:%Y-%m-%d}"
    return f"{first:%Y-%m-%d} – {until}"


def _begin(here: Session, found: list[Statement]) -> None:
    _ = here._
    first, last = following(found, local_date(here.now))
    turn = st.session_state.setdefault("sharing_begin_turn", 0)
    keys = f"sharing_begin_from_{turn}", f"sharing_begin_until_{turn}"
    with st.popover(_("New statement"), icon=":material/add:", key="sharing_begin"):
        st.caption(_("The rules of the newest statement are carried over."))
        for key, label, day in zip(keys, (_("Period from"), _("Period until")), (first, last), strict=True):
            st.session_state.setdefault(key, day)
            st.date_input(label, format="YYYY-MM-DD", key=key)
        for field in ("starts_on", "ends_on"):
            refusal_shown(field)
        st.button(_("Begin a statement"), type="primary", on_click=_began, args=keys, key="sharing_begin_go")


@guarded()
def _began(first: str, last: str) -> None:
    here, typed = current(), st.session_state
    if typed[first] and typed[last]:
        made = begin(here.db, actor=here.actor, starts_on=typed[first], ends_on=typed[last], now=here.now)
        st.session_state["sharing_begin_turn"] += 1
        st.query_params[CHOSEN] = str(made.id)
        flash(here._("{number} begun: enter its costs, then see how they are shared.", number=made.number))


def following(found: list[Statement], today: date) -> tuple[date, date]:
    """The days of the next period: after the last one there is, else the 26th to the 25th round today."""
    newest = max((one.ends_on for one in found), default=None)
    first = newest + timedelta(days=1) if newest else _latest_first(today)
    return first, month_later(first) - timedelta(days=1)


def _latest_first(today: date) -> date:
    if today.day >= FIRST_DAY:
        return today.replace(day=FIRST_DAY)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=FIRST_DAY)


def month_later(day: date) -> date:
    """The same day of the next month, its last one where it has no such day."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = ((following + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day
    return following.replace(day=min(day.day, last))
