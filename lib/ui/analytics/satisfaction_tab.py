"""Satisfaction: with its response rate and interval, vendors beside each other, and what is measured beside it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.analytics.answers import View
from lib.analytics.figures import league as league_figures
from lib.analytics.figures import satisfaction as figures
from lib.analytics.filter import NONE
from lib.analytics.indicators import INDICATORS
from lib.analytics.questions.league import league
from lib.analytics.questions.satisfaction import low_words, monthly_scores, satisfaction, spot_checks
from lib.analytics.sight import all_seen
from lib.core.clock import local
from lib.ui import navigation
from lib.ui.addressed import one
from lib.ui.analytics import columns, grouping, naming
from lib.ui.analytics.chart import Chart, row
from lib.ui.session import Session, current
from lib.ui.widgets import empty

RANKED = ("satisfied", "complete_kept", "first_time_fix", "reopened", "urged")
_LOW = "low_words_rows"


def draw(here: Session, view: View) -> None:
    """The ratings first; below them what is measured apart from them."""
    by = grouping.by(here, "department")
    row(here, view, [_satisfied(here, view, by), _answered(here, view, by)])
    name = one(
        "ranked",
        here._("Vendors compared on"),
        {one: here._(INDICATORS[one].label) for one in RANKED},
        width=240,
    )
    row(here, view, [_league(here, view, name), _checked(here, view)])
    _low(here, view)
    if all_seen(view.actor, view.permission):
        row(here, view, [_monthly(here, view)])


def _satisfied(here: Session, view: View, by: str) -> Chart:
    found, names = _found(view, by), naming.namer(here, by)
    told = [
        "rated",
        "satisfied",
        "share",
        "low",
        "high",
        "mean",
        "mean_low",
        "mean_high",
        "spoken",
        "spoken_share",
    ]
    return Chart(
        name="satisfied",
        title=here._("Satisfied, of those who rated"),
        figure=lambda: figures.satisfied(
            found.sort("rated", descending=True, maintain_order=True),
            by=by,
            names=names,
            language=here.language,
        ),
        table=lambda: columns.table(here, found.select(by, *told), by),
    )


def _answered(here: Session, view: View, by: str) -> Chart:
    found, names = _found(view, by), naming.namer(here, by)
    return Chart(
        name="answered",
        title=here._("Response rate, of those asked"),
        figure=lambda: figures.answered(found, by=by, names=names, language=here.language),
        table=lambda: columns.table(
            here, found.select(by, "asked", "rate", low="rate_low", high="rate_high"), by
        ),
    )


def _found(view: View, by: str) -> pl.DataFrame:
    return view.ask(("satisfaction", by), lambda: satisfaction(view.rows, by))


def _league(here: Session, view: View, name: str) -> Chart:
    by = "vendor_id"
    found = view.ask(("league", name), lambda: league(view.everything, view.filter, name, by))
    names, label = naming.namer(here, by), here._(INDICATORS[name].label)
    return Chart(
        name="league",
        title=here._("Vendors beside each other: {what}", what=label),
        figure=lambda: league_figures.league(
            found, by=by, name=name, label=label, names=names, language=here.language
        ),
        table=lambda: columns.table(here, found, by),
    )


def _checked(here: Session, view: View) -> Chart:
    by = "vendor_id"
    found = view.ask("spot checks", lambda: spot_checks(view.db, view.rows, by))
    names = naming.namer(here, by)
    return Chart(
        name="checked",
        title=here._("Spot checks by phone: all is well"),
        figure=lambda: figures.checked(found, by=by, names=names, language=here.language),
        table=lambda: columns.table(here, found, by),
    )


def _monthly(here: Session, view: View) -> Chart:
    chosen = [int(id) for id in view.filter.of("department") if id != NONE] or None
    found = view.ask("monthly scores", lambda: monthly_scores(view.db, view.filter, chosen))
    names = naming.namer(here, "team_id")
    return Chart(
        name="monthly",
        title=here._("Monthly department scores by team (1 to 5)"),
        figure=lambda: figures.monthly(found, names=names, language=here.language),
        table=lambda: columns.table(here, found, "team_id"),
    )


def _low(here: Session, view: View) -> None:
    """The words of the lowest ratings; a row opens its ticket."""
    found = view.ask("low words", lambda: low_words(view.db, view.rows))
    st.markdown(f"**{here._('Words of the lowest ratings (2 or less), the newest first')}**")
    if found.is_empty():
        empty(here._("No rating of 2 or less in this period."), ":material/sentiment_satisfied:")
        return
    st.session_state["low_words_numbers"] = found["number"].to_list()
    shown = pl.DataFrame(
        {
            here._("Number"): found["number"],
            here._("Score"): found["score"].round(1),
            here._("Words"): found["words"],
            here._("Rated at"): [f"{local(at):%Y-%m-%d %H:%M}" for at in found["rated_at"]],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        key=_LOW,
        on_select=_open,
        selection_mode="single-cell",
        height="content" if shown.height < 8 else 300,
    )


def _open() -> None:
    cells = st.session_state[_LOW].selection.cells
    numbers: list[str] = st.session_state.get("low_words_numbers", [])
    if cells and cells[0][0] < len(numbers):
        current()
        navigation.go("ticket", number=numbers[cells[0][0]])
