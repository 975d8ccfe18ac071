"""The fields of a draft's method: which measures of business weigh how much, and ready-made choices of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from lib.core.i18n import mark
from lib.cost_sharing.words import MEASURE_WORDS, Measure
from lib.ui.cost_sharing import draft as drafts
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.faults import Fault
from lib.ui.cost_sharing.fields import exact
from lib.ui.session import Session

Weights = Mapping[Measure, Decimal]
OWN = "own"
READY: Mapping[str, tuple[str, Weights]] = {
    "contract_points": (
        mark("Half contract value, half weighted points"),
        {Measure.CONTRACT: Decimal(50), Measure.POINTS: Decimal(50)},
    ),
    "contract_tickets": (
        mark("Half contract value, half tickets"),
        {Measure.CONTRACT: Decimal(50), Measure.TICKETS: Decimal(50)},
    ),
    "tickets": (mark("Tickets only"), {Measure.TICKETS: Decimal(100)}),
    "points": (mark("Weighted points only"), {Measure.POINTS: Decimal(100)}),
    "hours": (mark("Labour hours only"), {Measure.HOURS: Decimal(100)}),
    "value": (mark("Value of work only"), {Measure.VALUE: Decimal(100)}),
    "contract": (mark("Contract value only"), {Measure.CONTRACT: Decimal(100)}),
    "agreed": (mark("Agreed shares only"), {Measure.AGREED: Decimal(100)}),
}
"""Methods by code: what they are called, and the percent of each measure."""
MEANINGS: Mapping[str, str] = {
    Measure.TICKETS: mark("Every ticket counts the same."),
    Measure.HOURS: mark("Labour written down up to the first closing."),
    Measure.POINTS: mark("The weight of each service, as in the catalogue, times its tickets."),
    Measure.VALUE: mark("Labour at the price of an hour below, and materials."),
    Measure.CONTRACT: mark("The yearly sum of its contracts, by the days in force in the period."),
    Measure.AGREED: mark("Shares by agreement, entered in the table of vendors below; in any unit."),
}


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """The ready-made choice, and the percent of each measure, with their sum."""
    _ = here._
    words = {code: _(title) for code, (title, _weights) in READY.items()} | {OWN: _("Own mixture")}
    key, weights = draft.key("method"), _weights(draft)
    st.session_state[key] = ready(weights)
    st.selectbox(
        _("Method"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=_chosen,
        args=(draft,),
    )
    columns = st.columns(2)
    for at, one in enumerate(Measure):
        columns[at % 2].number_input(
            f"{_(MEASURE_WORDS[one])} %",
            0.0,
            100.0,
            step=5.0,
            format="%g",
            help=_(MEANINGS[one]),
            **draft.field(f"weight_{one}"),
        )
    fault.at("weights", "volumes", "agreed")


def ready(weights: Weights) -> str:
    """The code of the ready-made choice with these weights."""
    return next((code for code, (_title, known) in READY.items() if known == weights), OWN)


def _weights(draft: Draft) -> Weights:
    typed = {one: draft.values[f"weight_{one}"] or 0.0 for one in Measure}
    return {one: exact(weight) for one, weight in typed.items() if weight}


def _chosen(draft: Draft) -> None:
    code = st.session_state[draft.key("method")]
    if code in READY:
        weights = READY[code][1]
        drafts.put(draft, {f"weight_{one}": float(weights.get(one, 0)) for one in Measure})
