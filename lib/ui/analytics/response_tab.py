"""Response and completion: how fast, which promises were kept, where the time went."""

from __future__ import annotations

import streamlit as st

from lib.analytics.answers import View
from lib.analytics.figures import segments as time_figures
from lib.analytics.figures import speed as figures
from lib.analytics.questions.segments import slowest, where_time_went
from lib.analytics.questions.speed import speed
from lib.analytics.segments import COLUMNS
from lib.core.i18n import mark
from lib.ui.addressed import part
from lib.ui.analytics import columns, grouping, naming
from lib.ui.analytics.chart import Chart, row
from lib.ui.session import Session

STAGES = {"complete": mark("Completion"), "respond": mark("Acceptance"), "arrive": mark("Arrival")}


def draw(here: Session, view: View) -> None:
    """Three charts by one grouping; the stage chosen for the first two."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = grouping.by(here)
        stage = part("stage", here._("Stage"), {name: here._(words) for name, words in STAGES.items()})
    row(here, view, [_times(here, view, by, stage), _kept(here, view, by, stage)])
    row(here, view, [_segments(here, view, by)])


def _times(here: Session, view: View, by: str, stage: str) -> Chart:
    found, names = view.ask(("speed", by), lambda: speed(view.rows, by)), naming.namer(here, by)
    return Chart(
        name="times",
        title=here._(figures.TIMES[stage]),
        figure=lambda: figures.times(found, by=by, stage=stage, names=names, language=here.language),
        table=lambda: columns.table(here, found.select(by, *_of(stage), "proxied", "late_recorded"), by),
    )


def _of(stage: str) -> list[str]:
    name = figures.STAGES[stage]
    return [f"{name}_{what}" for what in ("n", "median", "p90")]


def _kept(here: Session, view: View, by: str, stage: str) -> Chart:
    found, names = view.ask(("speed", by), lambda: speed(view.rows, by)), naming.namer(here, by)
    kept = f"{stage}_kept"
    return Chart(
        name="kept",
        title=here._(figures.KEPT[stage]),
        figure=lambda: figures.kept(found, by=by, stage=stage, names=names, language=here.language),
        table=lambda: columns.table(
            here, found.select(by, f"{kept}_n", kept, f"{kept}_low", f"{kept}_high"), by
        ),
    )


def _segments(here: Session, view: View, by: str) -> Chart:
    found, names = view.ask(("segments", by), lambda: where_time_went(view.rows, by)), naming.namer(here, by)
    slow = slowest({name: float(found[name].sum()) for name in COLUMNS})
    return Chart(
        name="segments",
        title=here._("Where the time goes"),
        figure=lambda: time_figures.segments(found, by=by, names=names, slowest=slow, language=here.language),
        table=lambda: columns.table(here, found, by),
    )
