"""The table of a draft's vendors: fixed part, floor, cap and agreed share of each."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from lib.cost_sharing.statement import Statement
from lib.people import organisation
from lib.ui.cost_sharing import draft as drafts
from lib.ui.cost_sharing.draft import Draft, gathered
from lib.ui.cost_sharing.faults import Fault
from lib.ui.session import Session

MOST_YUAN = 10**11


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """A row for each vendor in use, and for those the draft names."""
    _ = here._
    rows = drafts.table_rows(draft, offered(here, draft))
    key = draft.key(drafts.TABLE)
    money: dict[str, Any] = {
        "min_value": 0.0,
        "max_value": float(MOST_YUAN),
        "step": 0.01,
        "format": "localized",
    }
    st.data_editor(
        pl.DataFrame(rows, schema=_SCHEMA),
        key=key,
        on_change=gathered,
        args=(draft.statement.id,),
        column_config={
            "code": None,
            "name": st.column_config.TextColumn(_("Vendor"), disabled=True, pinned=True, width=152),
            "fixed": st.column_config.NumberColumn(_("Fixed part"), width=84, **money),
            "floor": st.column_config.NumberColumn(_("Least share"), width=84, **money),
            "cap": st.column_config.NumberColumn(_("Cap"), width=84, **money),
            "agreed": st.column_config.NumberColumn(
                _("Agreed share"), width=72, min_value=0.0, step=0.000001, format="plain"
            ),
        },
        hide_index=True,
        placeholder="",
        height="content" if len(rows) < 13 else 470,
        alt=_("Fixed part, floor, cap and agreed share of each vendor"),
    )
    st.caption(_("Yuan of one period; what is empty does not hold."))
    fault.at("fixed", "floors", "caps", "agreed")


_SCHEMA = {"code": pl.String, "name": pl.String} | dict.fromkeys(
    ("fixed", "floor", "cap", "agreed"), pl.Float64
)


def offered(here: Session, draft: Draft) -> dict[str, str]:
    """Names by code, in their order."""
    known = {one.code: one for one in organisation.vendors(here.db).values()}
    named = draft.values[drafts.TABLE].keys() | _kept(draft.statement)
    codes = sorted({code for code, one in known.items() if one.active and not one.internal} | named)
    return {code: known[code].name if code in known else code for code in codes}


def _kept(statement: Statement) -> frozenset[str]:
    scheme = statement.scheme
    return frozenset().union(scheme.fixed, scheme.floors, scheme.caps, scheme.agreed)
