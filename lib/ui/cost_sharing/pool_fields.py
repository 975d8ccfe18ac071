"""The fields of a draft's period and pool."""

from __future__ import annotations

import streamlit as st

from lib.core.money import yuan
from lib.cost_sharing import records
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.faults import Fault
from lib.ui.cost_sharing.fields import ENTERED, LINES
from lib.ui.cost_sharing.follows_on import unlike
from lib.ui.session import Session


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """First and last day, and where the pool comes from."""
    _ = here._
    first, last = st.columns(2)
    first.date_input(_("Period from"), format="YYYY-MM-DD", **draft.field("starts_on"))
    last.date_input(_("Period until"), format="YYYY-MM-DD", **draft.field("ends_on"))
    fault.at("starts_on", "ends_on")
    if unusual := unlike(here, draft.statement.id, draft.values["starts_on"], draft.values["ends_on"]):
        st.caption(f":orange[{unusual}]")
    words = {LINES: _("Its cost lines added up"), ENTERED: _("One amount")}
    st.segmented_control(
        _("Pool"),
        list(words),
        format_func=words.__getitem__,
        required=True,
        **draft.field("pool_from"),
    )
    if draft.values["pool_from"] == ENTERED:
        st.text_input(
            _("Pool in yuan"), placeholder=_("such as {example}", example="50,000.00"), **draft.field("pool")
        )
    else:
        st.caption(_lines(here, draft))
    fault.at("pool")


def _lines(here: Session, draft: Draft) -> str:
    lines = records.cost_lines(here.db, draft.statement.id)
    if not lines:
        return here._("No cost line is entered yet: see “Costs” above.")
    total = yuan(sum(line.amount_cents for line in lines))
    return here._("{count} cost lines, together {total} yuan", count=len(lines), total=total)
