"""What every vendor carried over the periods, as issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from lib.analytics.figures import sharing as figures
from lib.core.money import yuan
from lib.cost_sharing import records
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import STATUS_WORDS, Status
from lib.people import organisation
from lib.store.database import Database
from lib.ui.addressed import part, several
from lib.ui.session import Session
from lib.ui.taking import taken_away
from lib.ui.widgets import empty

MOST = 24
"""Periods shown."""
LARGEST = 7
"""Vendors with a line of their own, where none are asked for."""
By = Mapping[int, Mapping[int, int]]


def draw(here: Session) -> None:
    """In yuan or as parts of the pool: a chart, the same as a table, and as a file."""
    _ = here._
    past = [one for one in records.all_statements(here.db) if one.status is not Status.DRAFT][:MOST][::-1]
    if not past:
        empty(_("No period was shared yet: its statement appears here once it was sent to the vendors."))
        return
    cents = shares(here.db, past)
    names = _names(here, cents)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = part("sharing_trend", _("Show"), {"yuan": _("Yuan"), "part": _("Part of the pool")})
        wanted = several("sharing_trend_of", _("Vendor"), names, width=420)
    lines = _lines(here, past, cents, names, wanted)
    unit = "%" if measure == "part" else _("yuan")
    values = {
        name: [_value(by_period.get(one.id), sum(cents[one.id].values()), measure) for one in past]
        for name, by_period in lines.items()
    }
    counted = _("{n} periods", n=len(past))
    title = f"{_('Shares by vendor over the periods')}<br><sub>{unit} · {counted}</sub>"
    figure = figures.over_time([one.number for one in past], values, title=title, unit=unit)
    st.plotly_chart(figure, key=f"sharing_trend_{measure}", config={"displayModeBar": False})
    table = shown(here, past, cents, names)
    st.dataframe(
        table,
        hide_index=True,
        key="sharing_trend_table",
        placeholder="—",
        height="content" if table.height < 25 else 900,
        column_config={title: st.column_config.TextColumn(alignment="right") for title in table.columns[1:]},
        alt=_("Shares by vendor over the periods"),
    )
    taken_away(here, table, _("Shares by vendor over the periods"), "sharing_trend_file")


def _lines(
    here: Session, past: Sequence[Statement], cents: By, names: Mapping[int, str], wanted: Sequence[int]
) -> dict[str, dict[int, int]]:
    """By name the cents of each statement: of the vendors asked for, else of the largest and of all others
    together."""
    shown = list(wanted) or list(names)[:LARGEST]
    found = {
        names[vendor]: {one.id: cents[one.id][vendor] for one in past if vendor in cents[one.id]}
        for vendor in shown
    }
    rest = set(names) - set(shown)
    if rest and not wanted:
        found[here._("the other {n} together", n=len(rest))] = {
            one.id: sum(cents[one.id].get(vendor, 0) for vendor in rest) for one in past
        }
    return found


def shares(db: Database, past: Sequence[Statement]) -> By:
    """Cents of each vendor by statement."""
    return {
        one.id: {vendor: share.cents for vendor, share in records.shares(db, one.id).items()} for one in past
    }


def _names(here: Session, cents: By) -> dict[int, str]:
    """The vendors in any of the periods, the largest payer first."""
    total: dict[int, int] = {}
    for by_vendor in cents.values():
        for vendor, amount in by_vendor.items():
            total[vendor] = total.get(vendor, 0) + amount
    known = organisation.vendors(here.db)
    return {one: known[one].name for one in sorted(total, key=lambda one: (-total[one], one))}


def _value(cents: int | None, pool: int, measure: str) -> float | None:
    if cents is None:
        return None
    if measure == "part":
        return round(100 * cents / pool, 4) if pool else None
    return cents / 100


def shown(here: Session, past: Sequence[Statement], cents: By, names: Mapping[int, str]) -> pl.DataFrame:
    """A row for each vendor, the pool on top; a column for each period, the newest first; amounts in yuan."""
    _ = here._
    newest = list(reversed(past))
    rows: list[list[str | None]] = [[_("Pool"), *(yuan(sum(cents[one.id].values())) for one in newest)]]
    rows += [
        [name, *(yuan(cents[one.id][vendor]) if vendor in cents[one.id] else None for one in newest)]
        for vendor, name in names.items()
    ]
    titles = [f"{one.number} · {_(STATUS_WORDS[one.status])}" for one in newest]
    return pl.DataFrame(rows, schema=dict.fromkeys([_("Vendor"), *titles], pl.String), orient="row")
