"""Places and assets where the same thing is reported again and again; a row opens its tickets."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from lib.analytics import marks
from lib.analytics.answers import View
from lib.analytics.questions.repeats import LEAST, WITHIN_DAYS, repeats
from lib.core.clock import local
from lib.ui.addressed import part
from lib.ui.analytics import behind, naming
from lib.ui.session import Session
from lib.ui.taking import csv
from lib.ui.widgets import empty

MOST = 50


def draw(here: Session, view: View) -> None:
    """The table, its choice, its file, and the tickets of the row chosen."""
    _ = here._
    said = _("Reported {least} times or more within {days} days", least=LEAST, days=WITHIN_DAYS)
    st.markdown(f"**{said}**")
    words = {"location_id": _("By place"), "asset_id": _("By asset")}
    by = part("again", _("Repeated faults"), words)
    found = view.ask(("repeats", by), lambda: repeats(view.rows, by))  # type: ignore[arg-type]
    if found.is_empty():
        empty(_("Nothing was reported that often in this period."), ":material/task_alt:")
        return
    shown = found.head(MOST)
    table = _table(here, shown, by)
    texts = [
        marks.written(by, key, service=service, of="worked")
        for key, service in shown.select(by, "service_code").iter_rows()
    ]
    st.dataframe(
        table,
        hide_index=True,
        key="repeats_rows",
        on_select=partial(behind.choose_row, "repeats_rows", "repeats", texts),
        selection_mode=["single-row", "single-cell"],
        height="content" if table.height < 8 else 320,
        placeholder="—",
        alt=said,
    )
    more = _("{n} in all, the worst {most} are shown", n=found.height, most=shown.height)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{more} · {_('Click a row to see its tickets')}")
        st.download_button(
            _("Download as CSV"),
            lambda: csv(_table(here, found, by)),
            f"{said}.csv",
            "text/csv; charset=utf-8",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="repeats_csv",
        )
    behind.draw(here, view, ["repeats"])


def _table(here: Session, found: pl.DataFrame, by: str) -> pl.DataFrame:
    _, places, services = here._, naming.namer(here, by), naming.namer(here, "service_code")
    return pl.DataFrame(
        {
            _("Place") if by == "location_id" else _("Asset"): [places(key) for key in found[by]],
            _("Service"): [services(key) for key in found["service_code"]],
            _("Most within {days} days", days=WITHIN_DAYS): found["n"],
            _("In all"): found["total"],
            _("First time"): [f"{local(at):%Y-%m-%d}" for at in found["first"]],
            _("Last time"): [f"{local(at):%Y-%m-%d}" for at in found["last"]],
            _("Days between, median"): found["median_days"].round(1),
        }
    )
