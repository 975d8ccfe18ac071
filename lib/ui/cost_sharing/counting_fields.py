"""The fields of a draft that say which tickets count."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.core.i18n import mark
from lib.tickets.words import KIND_WORDS, Kind
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.faults import Fault
from lib.ui.session import Session

COUNTED: Mapping[str, str] = {
    "misdispatched": mark("**Misdispatched** tickets, passed on by the vendor they were sent to"),
    "merged": mark("**Merged** tickets, reported a second time for the same fault"),
    "desk_made": mark("Tickets **made by the desk itself**, found on its own rounds"),
    "own_company": mark("Tickets of the **company that runs the desk**"),
    "rounds": mark("**Inspection rounds** that were done, beside tickets"),
}


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """Kinds, what else is in or out, grace months."""
    _ = here._
    st.pills(
        _("Kinds of tickets that count"),
        list(Kind),
        selection_mode="multi",
        format_func=lambda kind: _(KIND_WORDS[kind]),
        **draft.field("kinds"),
    )
    fault.at("kinds")
    for name, words in COUNTED.items():
        st.toggle(_(words), **draft.field(name))
    left, right = st.columns(2)
    left.number_input(
        _("Grace months of new vendors"),
        0,
        60,
        help=_("The first period that begins this long after its first contract is the first it pays for."),
        **draft.field("grace_months"),
    )
    right.text_input(
        _("An hour of labour, yuan"),
        help=_("For the value of work: labour hours times this price, and materials."),
        **draft.field("labour_hour"),
    )
    if draft.values["rounds"]:
        left.number_input(
            _("Points of a round"), 0.0, 1000.0, step=0.5, format="%g", **draft.field("round_points")
        )
    fault.at("grace_months", "labour_hour", "labour_hour_cents", "round_points", "rounds")
