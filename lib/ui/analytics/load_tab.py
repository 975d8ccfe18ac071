"""Load: how much is reported, when, beside how many people, what stays open, and what next month may bring."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.analytics.answers import View
from lib.analytics.duty_shifts import on_duty
from lib.analytics.figures import backlog as open_figures
from lib.analytics.figures import load as load_figures
from lib.analytics.figures import volume as volume_figures
from lib.analytics.filter import NONE
from lib.analytics.questions.backlog import AGES, backlog, open_by_day
from lib.analytics.questions.load import load
from lib.analytics.questions.volume import Step, volume
from lib.core.i18n import mark
from lib.tickets.words import STATUS_WORDS
from lib.ui.addressed import part
from lib.ui.analytics import columns, forecast_chart
from lib.ui.analytics.chart import Chart, row
from lib.ui.session import Session

STEPS: dict[Step, str] = {"week": mark("By week"), "day": mark("By day"), "month": mark("By month")}
WEEKDAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)


def draw(here: Session, view: View) -> None:
    """Volume over the whole width; below it the week and the hours, what is open, and the month ahead."""
    with st.container(horizontal=True):
        step: Step = part(
            "step", here._("Step of time"), {name: here._(words) for name, words in STEPS.items()}
        )  # type: ignore[assignment]
    row(here, view, [_volume(here, view, step)])
    row(here, view, [_week(here, view), _hours(here, view)])
    row(here, view, [_ages(here, view), _open(here, view)])
    row(here, view, [forecast_chart.chart(here, view)])


def _volume(here: Session, view: View, step: Step) -> Chart:
    found = view.ask(("volume", step), lambda: volume(view.everything, view.filter, step))
    return Chart(
        name="volume",
        title=here._(volume_figures.TITLES[step]),
        figure=lambda: volume_figures.volume(
            found, step=step, first=view.filter.first, last=view.filter.last, language=here.language
        ),
        table=lambda: columns.table(here, found, first={here._("Begins"): found["begins"]}),
    )


def _week(here: Session, view: View) -> Chart:
    found, names = _loaded(view), [here._(day) for day in WEEKDAYS]
    return Chart(
        name="week",
        title=here._("When tickets are reported"),
        figure=lambda: load_figures.week(found, weekdays=names, language=here.language),
        table=lambda: columns.table(here, found),
    )


def _hours(here: Session, view: View) -> Chart:
    return Chart(
        name="hours",
        title=here._("Work and people on duty by hour"),
        figure=lambda: load_figures.beside_duty(_loaded(view), language=here.language),
        table=lambda: columns.table(here, _loaded(view)),
    )


def _loaded(view: View) -> pl.DataFrame:
    teams = [int(id) for id in view.filter.of("team") if id != NONE] or None
    return view.ask("load", lambda: load(view.rows, view.filter, on_duty(view.db, view.filter, teams)))


def _ages(here: Session, view: View) -> Chart:
    found = view.ask("backlog", lambda: backlog(view.everything, view.now))
    words = {str(status): here._(said) for status, said in STATUS_WORDS.items()}
    return Chart(
        name="ages",
        title=here._("Open tickets by age"),
        figure=lambda: open_figures.ages(found, begins=AGES, statuses=words, language=here.language),
        table=lambda: columns.table(
            here,
            found.select("n"),
            first={
                here._("Days from"): found["age"],
                here._("Status"): [words.get(one, one) for one in found["status"]],
            },
        ),
    )


def _open(here: Session, view: View) -> Chart:
    found = view.ask("open by day", lambda: open_by_day(view.everything, view.filter))
    return Chart(
        name="open",
        title=here._("Open tickets day by day"),
        figure=lambda: open_figures.open_by_day(found, language=here.language),
        table=lambda: columns.table(here, found, first={here._("Day"): found["day"]}),
    )
