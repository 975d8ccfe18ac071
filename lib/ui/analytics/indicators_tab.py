"""Every indicator with what it counts, its n and interval, beside the span before and the year before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from lib.analytics import marks
from lib.analytics.answers import View
from lib.analytics.counting import figures, share
from lib.analytics.indicator import Figure, Unit
from lib.analytics.indicators import HEADINGS, INDICATORS
from lib.analytics.report.told import shown
from lib.core.i18n import mark
from lib.inspections import compliance
from lib.inspections.seeing import visible
from lib.people.roles import Permission
from lib.store.database import Row
from lib.ui.analytics import behind, strip
from lib.ui.analytics.rounds_tab import chosen
from lib.ui.session import Session
from lib.ui.taking import csv

Counted = tuple[dict[str, Figure], dict[str, Figure] | None, dict[str, Figure] | None]

LOOKS: Mapping[str, Any] = {
    mark("Indicator"): st.column_config.Column(width=190),
    mark("This period"): st.column_config.TextColumn(alignment="right", width=100),
    mark("n"): st.column_config.TextColumn(alignment="right", width=76),
    mark("95 % interval"): st.column_config.TextColumn(alignment="right", width=120),
    mark("Period before"): st.column_config.TextColumn(alignment="right", width=104),
    mark("n, period before"): st.column_config.TextColumn(alignment="right", width=84),
    mark("Same days last year"): st.column_config.TextColumn(alignment="right", width=104),
    mark("n, last year"): st.column_config.TextColumn(alignment="right", width=84),
}
"""The columns that are not as wide as their words."""


def draw(here: Session, view: View) -> None:
    """One table; a row opens the tickets behind its indicator."""
    table = _table(here, view)
    # Rounds are no tickets: nothing is listed behind them.
    texts = [marks.written(indicator=name) if name in INDICATORS else "" for name in HEADINGS]
    title = here._("All indicators")
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        key="indicators_rows",
        on_select=partial(behind.choose_row, "indicators_rows", "indicators", texts),
        selection_mode=["single-row", "single-cell"],
        column_config={here._(name): one for name, one in LOOKS.items()},
        alt=title,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(here._("Click a row to see its tickets"))
        st.download_button(
            here._("Download as CSV"),
            lambda: csv(table),
            f"{title} {view.filter.first} {view.filter.last}.csv",
            "text/csv; charset=utf-8",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="indicators_csv",
        )
    behind.draw(here, view, ["indicators"])


def _counted(view: View) -> Counted:
    def answer() -> Counted:
        names, rows = list(INDICATORS), view.everything
        now = figures(rows, view.filter, names)
        before = figures(rows, view.filter.before, names) if strip.known(view, view.filter.before) else None
        year = (
            figures(rows, view.filter.year_before, names)
            if strip.known(view, view.filter.year_before)
            else None
        )
        return now, before, year

    return view.ask("indicators", answer)


def _rounds(here: Session, view: View) -> Counted:
    """The same of inspection rounds, as the inspections count them, for who sees those."""
    if not here.may(Permission.SEE_ROUNDS):
        return {}, None, None
    span = view.filter
    now, before, year = (
        compliance.counted(found).row(0, named=True)
        for one in (span, span.before, span.year_before)
        for found in [compliance.rounds(here.db, chosen(one), sight=visible(here.actor), now=here.now)]
    )
    return _told(now) or {}, _told(before), _told(year)


def _told(counts: Row) -> dict[str, Figure] | None:
    """None of days in which no round was due."""
    if not counts["due"]:
        return None
    names = {"rounds_in_time": "in_time", "rounds_missed": "missed"}
    return {name: share(counts[column], counts["due"]) for name, column in names.items()}


def _table(here: Session, view: View) -> pl.DataFrame:
    """The figures as words, so that each keeps its own unit."""
    _ = here._
    (now, before, year), (rounds, rounds_before, rounds_year) = _counted(view), _rounds(here, view)
    now = now | rounds
    before, year = _both(before, rounds_before), _both(year, rounds_year)
    return pl.DataFrame(
        {
            _("Indicator"): _(indicator.label),
            _("This period"): shown(now[name], indicator.unit, here.language),
            _("n"): f"{now[name]['n']:,}",
            _("95 % interval"): _interval(now[name], indicator.unit),
            _("Period before"): _beside(before, name, here),
            _("n, period before"): _n(before, name),
            _("Same days last year"): _beside(year, name, here),
            _("n, last year"): _n(year, name),
            _("What it counts"): _(indicator.counts),
        }
        for name, indicator in HEADINGS.items()
        if name in now
    )


def _both(found: dict[str, Figure] | None, rounds: dict[str, Figure] | None) -> dict[str, Figure]:
    return (found or {}) | (rounds or {})


def _interval(figure: Figure, unit: Unit) -> str:
    low, high = figure["low"], figure["high"]
    if low is None or high is None:
        return ""
    return f"{low:.1%} – {high:.1%}" if unit is Unit.SHARE else f"{low:.2f} – {high:.2f}"


def _beside(found: dict[str, Figure], name: str, here: Session) -> str:
    return shown(found.get(name), HEADINGS[name].unit, here.language)


def _n(found: dict[str, Figure], name: str) -> str:
    return f"{found[name]['n']:,}" if name in found else "—"
