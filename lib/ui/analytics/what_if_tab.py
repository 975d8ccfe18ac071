"""What if: promises judged under other rules, beside how they were really judged."""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl
import streamlit as st

from lib.analytics.answers import View
from lib.analytics.figures.what_if import beside
from lib.analytics.filter import Filter
from lib.analytics.questions.what_if import Setting, judged, what_if
from lib.ui.analytics import columns
from lib.ui.analytics.chart import Chart, row
from lib.ui.analytics.what_if_form import STAGE_WORDS, asked
from lib.ui.session import Session

_LAST = "what_if_setting"


def draw(here: Session, view: View) -> None:
    """The form; below it the result of what was asked for last, with the tickets of the filter."""
    st.caption(
        here._(
            "The tickets of the filter are judged again by the product's own clock; nothing is changed by this."
        )
    )
    if (setting := asked(here)) is not None:
        st.session_state[_LAST] = (setting, view.filter)
    kept: tuple[Setting, Filter] | None = st.session_state.get(_LAST)
    # It takes seconds: other tickets are judged only when somebody asks.
    if kept is None or kept[1] != view.filter:
        st.info(
            here._("Change a rule and press “Compute”: the shares kept appear beside the real ones."),
            icon=":material/help:",
        )
        return
    row(here, view, [_chart(here, _found(here, view, kept[0]))])


def _found(here: Session, view: View, setting: Setting) -> pl.DataFrame:
    def answer() -> pl.DataFrame:
        said = here._("Judging the tickets again …")
        bar = st.progress(0.0, said)
        found = what_if(
            judged(view.db, view.rows, setting, view.now, lambda share: bar.progress(share, said))
        )
        bar.empty()
        return found

    return view.ask(("what if", _key(setting)), answer)


def _key(setting: Setting) -> Hashable:
    """Equal for equal settings."""
    pauses = setting.pauses and tuple(
        sorted((stage, tuple(sorted(why))) for stage, why in setting.pauses.items())
    )
    return (
        pauses,
        setting.reopen,
        tuple(sorted(setting.calendars.items())),
        tuple(sorted(setting.minutes.items())),
    )


def _chart(here: Session, found: pl.DataFrame) -> Chart:
    _ = here._
    stages = [_(STAGE_WORDS[stage]) for stage in found["stage"]]

    def table() -> pl.DataFrame:
        per_cent = {name: (found[name] * 100).round(1) for name in ("kept", "other_kept")}
        first = {
            _("Stage"): stages,
            _("Judged, n"): found["n"],
            _("Kept, %"): per_cent["kept"],
            _("Other rules: judged, n"): found["other_n"],
            _("Other rules: kept, %"): per_cent["other_kept"],
            _("Kept only under the other rules"): found["gained"],
            _("No longer kept"): found["lost"],
        }
        return columns.table(here, found.select(), first=first)

    return Chart(
        name="what_if",
        title=_("Promises kept, beside other rules"),
        figure=lambda: beside(found, stages=stages, language=here.language),
        table=table,
    )
