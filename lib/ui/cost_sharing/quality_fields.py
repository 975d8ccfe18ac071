"""The fields of a draft's quality factor."""

from __future__ import annotations

import streamlit as st

from lib.cost_sharing.quality import Indicator
from lib.cost_sharing.words import INDICATOR_WORDS
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.faults import Fault
from lib.ui.session import Session


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """The strength of each indicator, and the bounds of the factor."""
    _ = here._
    st.caption(
        _(
            "Who works better than the average of all vendors carries a little less. Strength 1: a rate ten points"
            " better makes the factor 0.9. Strength 0: it counts nothing."
        )
    )
    columns = st.columns(2)
    for at, one in enumerate(Indicator):
        columns[at % 2].number_input(
            _(INDICATOR_WORDS[one]), 0.0, 10.0, step=0.1, format="%g", **draft.field(f"quality_{one}")
        )
    low, high, least = st.columns(3)
    low.number_input(_("Lowest factor"), 0.9, 1.0, step=0.01, format="%g", **draft.field("lowest"))
    high.number_input(_("Highest factor"), 1.0, 1.1, step=0.01, format="%g", **draft.field("highest"))
    least.number_input(
        _("From so many cases"),
        1,
        10_000,
        help=_("With fewer judged tickets an indicator says nothing about a vendor."),
        **draft.field("least_n"),
    )
    fault.at("quality", "lowest", "highest", "least_n")
