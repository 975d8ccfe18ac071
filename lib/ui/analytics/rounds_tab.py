"""Inspections: rounds done in time, as the inspections count them, within the days and crews of the filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import streamlit as st

from lib.analytics.answers import View
from lib.analytics.figures.rounds import in_time
from lib.analytics.filter import NONE, Filter
from lib.inspections import compliance
from lib.inspections.compliance import Chosen
from lib.inspections.plans import all_plans
from lib.inspections.seeing import visible
from lib.people.roles import Permission
from lib.ui import navigation
from lib.ui.analytics import columns, naming
from lib.ui.analytics.chart import Chart, row
from lib.ui.session import Session
from lib.ui.widgets import empty


def draw(here: Session, view: View) -> None:
    """By vendor, team, plan and month; what is behind stands on the page of inspection results."""
    if not here.may(Permission.SEE_ROUNDS):
        empty(here._("Your account does not see inspections."), ":material/lock:")
        return
    rounds_of = chosen(view.filter)
    rounds = compliance.rounds(here.db, rounds_of, sight=visible(here.actor), now=here.now)
    st.caption(
        here._(
            "Of the filter the days, campuses, teams and vendors count here. Done in time: inside their window ÷ due."
        )
    )
    charts: Mapping[str, tuple[str, Callable[[Any], str]]] = {
        "vendor_id": (here._("Rounds done in time by vendor"), naming.namer(here, "vendor_id")),
        "team_id": (here._("Rounds done in time by team"), naming.namer(here, "team_id")),
        "month": (here._("Rounds done in time by month"), str),
        "plan_id": (here._("Rounds done in time by plan"), lambda key: all_plans(here.db)[key].name),
    }
    drawn = [_by(here, rounds, by, title, names) for by, (title, names) in charts.items()]
    row(here, view, drawn[:2])
    row(here, view, drawn[2:])
    period = {"results_from": rounds_of.first, "results_until": rounds_of.last}
    navigation.link(
        "inspection_results",
        here._("The rounds behind: inspection results"),
        icon=":material/fact_check:",
        **period,
    )


def chosen(filter: Filter) -> Chosen:
    """The rounds within the days, campuses, teams and vendors of a filter; of the rest of it rounds know nothing."""

    def ids(name: str) -> tuple[int, ...]:
        return tuple(int(id) for id in filter.of(name) if id != NONE)

    return Chosen(
        first=filter.first,
        last=filter.last,
        campuses=ids("campus"),
        teams=ids("team"),
        vendors=ids("vendor"),
    )


def _by(here: Session, rounds: pl.DataFrame, by: str, title: str, names: Callable[[Any], str]) -> Chart:
    order, falling = ("month", False) if by == "month" else ("due", True)
    found = (
        compliance.counted(rounds, [by])
        .filter(pl.col("due") > 0)
        .sort(order, by, descending=[falling, False])
    )

    def table() -> pl.DataFrame:
        first = {here._("Group"): [names(key) for key in found[by]], here._("Rounds due"): found["due"]}
        return columns.table(here, found.select(share="rate", low="low", high="high"), first=first)

    return Chart(
        name=f"rounds_{by}",
        title=title,
        figure=lambda: in_time(found, by=by, title=title, names=names, language=here.language),
        table=table,
    )
