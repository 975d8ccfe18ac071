"""Readings of one item at one place as a chart with its limits, the same as a table, and as a file."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import streamlit as st

from lib.analytics.figures import readings as figures
from lib.core.clock import local_date
from lib.inspections.readings import Spot, readings, spots
from lib.inspections.seeing import Sight
from lib.inspections.words import VERDICT_WORDS, ItemKind
from lib.places.assets import asset
from lib.places.locations import location
from lib.store.database import Row
from lib.ui.session import Session
from lib.ui.taking import taken_away
from lib.ui.widgets import empty

DAYS = 180


def draw(
    here: Session, item: Row, sight: Sight, *, key: str, period: tuple[date, date] | None = None
) -> None:
    """Where it was read, and how it ran there; `item`: item_id, words, unit, kind. Without a period the last half
    year."""
    _, today = here._, local_date(here.now)
    first, last = period or (today - timedelta(days=DAYS), today)
    there = spots(here.db, item["item_id"], sight, first=first, last=last)
    if not there:
        empty(_("Nobody has read this yet."), ":material/monitoring:")
        return
    spot = st.selectbox(
        _("Where"),
        there,
        format_func=lambda one: _("{place} ({n} readings)", place=named(here, one), n=one.n),
        key=f"{key}_spot",
        width=420,
    )
    found = readings(here.db, item_id=item["item_id"], spot=spot, first=first, last=last, sight=sight)
    if found.is_empty():
        empty(_("No reading in this period."), ":material/monitoring:")
        return
    title = f"{item['words']} · {named(here, spot)}"
    about = {"title": title, "unit": item["unit"], "language": here.language}
    st.plotly_chart(figures.readings(found, **about), key=f"{key}_chart", config=CONFIG)
    if item["kind"] == ItemKind.METER.value and found["per_day"].is_not_null().any():
        st.plotly_chart(figures.use(found, **about), key=f"{key}_use", config=CONFIG)
    with st.expander(_("As a table"), icon=":material/table_rows:"):
        table = shown(here, found)
        st.dataframe(table, hide_index=True, key=f"{key}_table", alt=title)
        taken_away(here, table, f"{title} {first} {last}", key)


CONFIG = {"displayModeBar": False}


def named(here: Session, spot: Spot) -> str:
    """The asset with its number, or the place."""
    machine, place = asset(here.db, spot.asset_id), location(here.db, spot.location_id)
    if machine is not None:
        return f"{machine.number} {machine.name}"
    return place.path if place else here._("not said")


def shown(here: Session, found: pl.DataFrame) -> pl.DataFrame:
    """The readings under their words, newest first."""
    _ = here._
    verdicts = {str(verdict): _(words) for verdict, words in VERDICT_WORDS.items()}
    columns = [
        pl.col("read_at").dt.strftime("%Y-%m-%d %H:%M").alias(_("Read at")),
        pl.col("number").alias(_("Reading")),
        pl.col("unit").alias(_("Unit")),
        pl.col("verdict").replace_strict(verdicts, default="").alias(_("Verdict")),
        *(pl.col(name).alias(_(words)) for name, (words, _colour, _dash) in figures.LIMITS.items()),
        pl.col("used").alias(_("Used since the reading before")),
        pl.col("per_day").round(2).alias(_("Used a day")),
        pl.when(pl.col("again")).then(pl.lit(_("Re-check"))).otherwise(pl.lit("")).alias(_("Re-checked")),
        pl.col("words").alias(_("Remark")),
    ]
    table = found.sort("read_at", descending=True).select(columns)
    return table.select(one for one in table if one.is_not_null().any())
