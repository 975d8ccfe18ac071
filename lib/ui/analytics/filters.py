"""The filter bar: days and what the tickets are about, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from lib.analytics.filter import DIMENSIONS, NONE, Filter, made, read
from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.ui.addressed import day, several
from lib.ui.analytics import naming, views_kept
from lib.ui.session import Session

COMMON = ("campus", "department", "group", "vendor")
MORE = ("building", "service", "team", "kind", "severity", "channel", "area")
"""Beside the common ones, in a window of their own; the rest is asked for by addresses and by what is clicked."""
SPANS: Mapping[str, str] = {
    "this_month": mark("This month"),
    "last_month": mark("Last month"),
    "quarter": mark("Last 90 days"),
    "this_year": mark("This year"),
}
WIDTH = 172
_SPAN = "analytics_span"


def draw(here: Session) -> Filter:
    """The fields, and what they say: the last ninety days of all tickets unless something else is asked for."""
    today = local_date(here.now)
    offered = _spans(today)
    with st.container(horizontal=True, vertical_alignment="bottom", key="analytics_days"):
        first = day("from", here._("First date"), offered["quarter"][0])
        last = day("to", here._("Last date"), offered["quarter"][1])
        _presets(here, offered, made(first, last))
        views_kept.draw(here)
    asked: dict[str, Sequence[str]] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", key="analytics_about"):
        asked |= {name: _field(here, name) for name in COMMON}
        chosen = sum(name in st.query_params for name in MORE)
        label = here._("More filters") + (f" ({chosen})" if chosen else "")
        with st.popover(label, icon=":material/tune:"):
            asked |= {name: _field(here, name, width=320) for name in MORE}
        _clearing(here)
    others = {name: st.query_params.get_all(name) for name in DIMENSIONS if name not in asked}
    _told(here, others)
    found = read({**others, **asked}, made(first, last))
    _settled(found)
    return found


def _spans(today: date) -> Mapping[str, tuple[date, date]]:
    before = today.replace(day=1) - timedelta(days=1)
    return {
        "this_month": (today.replace(day=1), today),
        "last_month": (before.replace(day=1), before),
        "quarter": (today - timedelta(days=89), today),
        "this_year": (today.replace(month=1, day=1), today),
    }


def _presets(here: Session, offered: Mapping[str, tuple[date, date]], now: Filter) -> None:
    """The spans people report about, one press each; the one that is shown is marked."""
    known = [name for name, days in offered.items() if days == (now.first, now.last)]
    st.session_state[_SPAN] = known[0] if known else None
    st.segmented_control(
        here._("Period"),
        list(SPANS),
        format_func=lambda name: here._(SPANS[name]),
        key=_SPAN,
        label_visibility="collapsed",
        on_change=_set_span,
        args=(offered,),
    )


def _set_span(offered: Mapping[str, tuple[date, date]]) -> None:
    if chosen := st.session_state[_SPAN]:
        first, last = offered[chosen]
        st.query_params.update({"from": f"{first}", "to": f"{last}"})


def _field(here: Session, name: str, *, width: int = WIDTH) -> list[str]:
    """A choice of any number of values; those without one can be asked for too."""
    words = dict(naming.values(here, name))
    if name in naming.MISSING:
        words |= {NONE: here._(naming.MISSING[name])}
    return several(name, here._(naming.WORDS[name]), words, width=width)


def _clearing(here: Session) -> None:
    if any(name in st.query_params for name in DIMENSIONS):
        st.button(
            here._("Show all tickets"), type="tertiary", icon=":material/filter_alt_off:", on_click=_clear
        )


def _clear() -> None:
    for name in DIMENSIONS:
        st.query_params.pop(name, None)


def _told(here: Session, others: Mapping[str, Sequence[str]]) -> None:
    """Says what an address narrows the tickets to beyond the fields above."""
    said = [
        f"{here._(naming.WORDS[name])}: {', '.join(map(naming.namer(here, DIMENSIONS[name]), found))}"
        for name, found in others.items()
        if found
    ]
    if said:
        st.caption(here._("Also only: {what}", what=" · ".join(said)))


def _settled(filter: Filter) -> None:
    """With another filter, what was clicked before is forgotten."""
    before = st.session_state.get("analytics_filter")
    if before not in (None, filter):
        st.query_params.pop("behind", None)
    st.session_state["analytics_filter"] = filter
