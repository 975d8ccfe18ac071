"""The list of papers: filters, how many days each has left, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.people import organisation
from lib.people.accounts import Account
from lib.people.lapsing import in_force_longest
from lib.people.organisation import Team, Vendor
from lib.people.paper_keeping import papers_seen, people_seen
from lib.people.papers import KIND_WORDS, Paper
from lib.places.locations import initials
from lib.ui import addressed
from lib.ui.session import Session
from lib.ui.widgets import empty

SOON = 60
ROUND = "paper_round"
ALL, LAPSED, ENDING = "all", "lapsed", "ending"
ENDS, BEGINS, DAY = mark("Valid until"), mark("Issued on"), "YYYY-MM-DD"


def draw(here: Session) -> Paper | None:
    """The papers this person may see, filtered; the one chosen in the list, or None."""
    people, every = people_seen(here.db, here.actor), papers_seen(here.db, here.actor)
    today = local_date(here.now)
    shown = _filtered(here, people, every, today)
    if not every:
        empty(here._("No papers are on record yet."), ":material/badge:")
        return None
    if not shown:
        empty(here._("No paper fits these filters."))
        return None
    return _table(here, people, shown, today)


def _filtered(
    here: Session, people: Mapping[int, Account], every: Sequence[Paper], today: date
) -> list[Paper]:
    _, longest = here._, in_force_longest(every)
    left = {one: days for one in longest if (days := one.days_left(today)) is not None}
    lapsed = [one for one, days in left.items() if days < 0]
    ending = [one for one, days in left.items() if 0 <= days <= SOON]
    views = {ALL: every, LAPSED: lapsed, ENDING: ending}
    words = {
        ALL: _("All ({n})", n=len(every)),
        LAPSED: _("Lapsed ({n})", n=len(lapsed)),
        ENDING: _("Ending in {days} days ({n})", days=SOON, n=len(ending)),
    }
    view = addressed.part("papers_view", _("What to show"), words)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            _("Name, paper or number"),
            key="papers_q",
            bind="query-params",
            icon=":material/search:",
            width=260,
        )
        kinds = addressed.several("papers_kind", _("Kind of paper"), {k: _(w) for k, w in KIND_WORDS.items()})
        crews = _crews(here, people, every)
        wanted = addressed.several(
            "papers_team", _("Team"), {t.id: t.name for t in crews.values()}, width=260
        )
    found = (sought or "").strip().casefold()
    return [
        one
        for one in views[view]
        if (not kinds or one.kind in kinds)
        and (not wanted or people[one.account_id].team_id in wanted)
        and (not found or found in _findable(here, one, people[one.account_id]))
    ]


def _crews(here: Session, people: Mapping[int, Account], every: Sequence[Paper]) -> Mapping[int, Team]:
    used = {people[one.account_id].team_id for one in every}
    return {key: team for key, team in organisation.teams(here.db).items() if key in used}


def _findable(here: Session, paper: Paper, person: Account) -> str:
    words = (
        person.name,
        initials(person.name),
        person.username,
        paper.name.said(here.language),
        paper.number,
    )
    return " ".join(words).casefold()


def _table(here: Session, people: Mapping[int, Account], shown: Sequence[Paper], today: date) -> Paper | None:
    _, crews, companies = here._, organisation.teams(here.db), organisation.vendors(here.db)
    ordered = sorted(shown, key=lambda one: (one.valid_until or date.max, one.account_id, one.id))
    rows = [_row(here, one, people[one.account_id], crews, companies, today) for one in ordered]
    event = st.dataframe(
        pl.DataFrame(rows, infer_schema_length=None),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={_(title): st.column_config.DateColumn(format=DAY) for title in (ENDS, BEGINS)},
        # After a paper was saved the rows may stand elsewhere: nobody is chosen then.
        key=f"papers_{st.session_state.get(ROUND, 0)}",
    )
    at = event.selection.rows
    return ordered[at[0]] if at and at[0] < len(ordered) else None


def _row(
    here: Session,
    one: Paper,
    person: Account,
    crews: Mapping[int, Team],
    companies: Mapping[int, Vendor],
    today: date,
) -> Mapping[str, object]:
    _, team = here._, crews.get(person.team_id or 0)
    company = companies.get(team.vendor_id or 0) if team else None
    return {
        _("Full name"): person.name,
        _("Name of the paper"): one.name.said(here.language),
        _("Time left"): left_said(here, one, today),
        _(ENDS): one.valid_until,
        _("Kind of paper"): _(KIND_WORDS[one.kind]),
        _("Team"): team.name if team else "",
        _("Company"): company.name if company else "",
        _("Number of the paper"): one.number,
        _(BEGINS): one.issued_on,
        _("Photo"): "✓" if one.file_hash else "",
    }


def left_said(here: Session, one: Paper, today: date) -> str:
    """How long it still holds, in words."""
    left = one.days_left(today)
    if left is None:
        return here._("no end")
    if left < 0:
        return here._("lapsed {n} days ago", n=-left)
    return here._("ends today") if left == 0 else here._("{n} days", n=left)
