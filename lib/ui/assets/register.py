"""The register as a table whose rows open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.lists.shapes.assets import shown
from lib.people.organisation import vendors
from lib.people.roles import Permission
from lib.places import asset_finding, assets
from lib.places.asset_ends import endings
from lib.places.assets import CRITICALITY_WORDS, STATUS_WORDS, Asset
from lib.places.locations import location
from lib.tickets.standing import standing_of
from lib.ui.assets import filters, form, view
from lib.ui.lists.panel import list_panel
from lib.ui.session import Session, current
from lib.ui.widgets import empty

MOST, MOST_LABELS = 500, 400
_KEY, _NUMBERS = "assets_rows", "assets_numbers"
WIDTHS = {
    mark("Asset number"): 84,
    mark("Name"): 150,
    mark("Category"): 80,
    mark("Place"): 180,
    mark("Vendor"): 120,
    mark("Criticality"): 80,
    mark("Status"): 54,
    mark("Open tickets"): 84,
    mark("To note"): 178,
}


def draw(here: Session) -> None:
    """Filters, the table, and for who keeps the register the ways to fill it."""
    _, keeps = here._, here.may(Permission.KEEP_ASSETS)
    query = filters.asked(here)
    first = keeps and form.is_wanted()
    if first:
        form.entering(here)
    found = asset_finding.found(here.db, here.actor, query)
    if found:
        _listed(here, found, query, keeps=keeps)
    else:
        _nothing(here, keeps=keeps)
    if keeps and not first:
        form.entering(here)
    list_panel("assets", edits=keeps, exported=shown(found))


def _listed(here: Session, found: Sequence[Asset], query: asset_finding.Query, *, keeps: bool) -> None:
    _ = here._
    said = _("{n} assets; the first {most} are shown") if len(found) > MOST else _("{n} assets")
    hint = _("Click a row to open the asset")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{said.format(n=f'{len(found):,}', most=MOST)} · {hint}", width="stretch")
        if keeps:
            if not form.is_wanted():
                form.wanted()
            st.link_button(_("Print codes"), _sheet(found, query), icon=":material/print:")
    table(here, found[:MOST])


def _nothing(here: Session, *, keeps: bool) -> None:
    _ = here._
    if assets.all_assets(here.db):
        empty(_("No asset fits. Try fewer or shorter words, or fewer filters."), ":material/search_off:")
    elif keeps:
        empty(
            _("There is no asset yet: enter the first one below, or bring the register as a table."),
            ":material/precision_manufacturing:",
        )
    else:
        empty(_("There is no asset yet."), ":material/precision_manufacturing:")


def _sheet(found: Sequence[Asset], query: asset_finding.Query) -> str:
    """The sheet of just these; of more than fit into an address, of all that are not printed yet."""
    if len(found) <= MOST_LABELS and (query.words or query.vendor_ids or query.categories or query.under):
        return f"/labels/assets?{urlencode({'assets': ','.join(str(one.id) for one in found)})}"
    return "/labels/assets?only=unprinted"


def table(here: Session, found: Sequence[Asset]) -> None:
    """These assets, one a row."""
    _ = here._
    st.session_state[_NUMBERS] = [asset.number for asset in found]
    today = local_date(here.now)
    columns: dict[str, list[Any]] = {_(name): [] for name in WIDTHS}
    for asset in found:
        for name, value in zip(columns, _row(here, asset, today), strict=True):
            columns[name].append(value)
    st.dataframe(
        pl.DataFrame(columns),
        hide_index=True,
        key=_KEY,
        on_select=_open,
        selection_mode="single-cell",
        height="content" if len(found) < 16 else 560,
        column_config={_(name): st.column_config.Column(width=width) for name, width in WIDTHS.items()},
    )


def _row(here: Session, asset: Asset, today: date) -> list[Any]:
    _, place = here._, location(here.db, asset.location_id)
    vendor = vendors(here.db).get(asset.vendor_id or 0)
    ends = [_(one.message, **one.facts) for one in endings(asset, today)]
    return [
        asset.number,
        asset.name,
        asset.category,
        place.path if place else "",
        vendor.name if vendor else "",
        _(CRITICALITY_WORDS[asset.criticality]),
        _(STATUS_WORDS[asset.status]),
        str(len(standing_of(here.db, asset.id)) or ""),
        _("; ").join(ends),
    ]


def _open() -> None:
    cells = st.session_state[_KEY].selection.cells
    numbers: list[str] = st.session_state.get(_NUMBERS, [])
    if cells and cells[0][0] < len(numbers):
        current()
        view.open_one(numbers[cells[0][0]])
