"""All statements of a vendor, one line each; a click opens one."""

from __future__ import annotations

import polars as pl
import streamlit as st

from lib.cost_sharing.vendor_part import VendorPart, listed
from lib.cost_sharing.words import ANSWER_WORDS, STATUS_WORDS
from lib.ui.cost_sharing.statement_choice import days
from lib.ui.session import Session, current
from lib.ui.statements.choice import STATEMENT
from lib.ui.taking import taken_away

_KEY, _IDS = "statements_past", "statements_past_ids"


def draw(here: Session, part: VendorPart) -> None:
    """The newest period first, amounts in yuan."""
    _ = here._
    found = listed(here.db, here.actor, part.vendor.id)
    st.session_state[_IDS] = [one.id for one, _share in found]
    table = pl.DataFrame(
        {
            _("Statement number"): [one.number for one, _share in found],
            _("Period of the cost"): [days(one.starts_on, one.ends_on) for one, _share in found],
            _("Where it stands"): [_(STATUS_WORDS[one.status]) for one, _share in found],
            _("Share of the cost"): [share.cents / 100 for _one, share in found],
            _("Corrections"): [share.adjustment_cents / 100 for _one, share in found],
            _("Together with tax"): [share.total_cents / 100 for _one, share in found],
            _("Answer"): [_(ANSWER_WORDS[share.answer]) for _one, share in found],
            _("Invoice number"): [share.invoice_number for _one, share in found],
            _("Paid or deducted on"): [str(share.paid_on or "") for _one, share in found],
        }
    )
    money = st.column_config.NumberColumn(format="%,.2f")
    st.caption(_("Click a row to open the statement"))
    st.dataframe(
        table,
        hide_index=True,
        key=_KEY,
        on_select=_open,
        selection_mode=["single-row", "single-cell"],
        column_config={_(name): money for name in ("Share of the cost", "Corrections", "Together with tax")},
        alt=_("Statements"),
    )
    taken_away(here, table, f"{_('Statements')} {part.vendor.name}", "statements_past_file")


def _open() -> None:
    current()
    chosen, ids = st.session_state[_KEY].selection, st.session_state.get(_IDS, [])
    at = chosen.rows[0] if chosen.rows else chosen.cells[0][0] if chosen.cells else None
    if at is not None and at < len(ids):
        st.query_params[STATEMENT] = str(ids[at])
        st.query_params.pop("statement_part", None)
