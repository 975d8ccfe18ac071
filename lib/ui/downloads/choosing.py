"""Which columns: a set that belongs together, or one's own choice; kept in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.analytics.dataset.column import Column
from lib.analytics.dataset.columns import COLUMNS, PRESETS, chosen
from lib.core.i18n import mark
from lib.ui.addressed import part, several
from lib.ui.session import Session

OWN = "own"
OWN_WORDS = mark("My own choice")


def draw(here: Session) -> list[Column]:
    """The columns chosen, in the order they were chosen."""
    words = {name: here._(label) for name, (label, _) in PRESETS.items()} | {OWN: here._(OWN_WORDS)}
    with st.container(horizontal=True, vertical_alignment="center"):
        preset = part("set", here._("Columns"), words)
    if preset != OWN:
        return chosen(PRESETS[preset][1])
    found = several("columns", here._("Columns"), _labels(here), width=900)
    if not found:
        st.caption(here._("Nothing chosen: the usual columns are taken."))
    return chosen(found)


def _labels(here: Session) -> Mapping[str, str]:
    """Columns of the same label are told apart by their lasting names."""
    return {name: here._(column.label) for name, column in COLUMNS.items()}


def names(columns: Sequence[Column]) -> str:
    """As an address says them."""
    return ",".join(column.name for column in columns)
