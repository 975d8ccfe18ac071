"""The left side of the workbench: everything a draft's result depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from lib.core.i18n import mark
from lib.ui.cost_sharing import (
    counting_fields,
    method_fields,
    pool_fields,
    quality_fields,
    tax_fields,
    vendor_fields,
)
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.faults import Fault
from lib.ui.session import Session

Section = Callable[[Session, Draft, Fault], None]
FOLDED: Mapping[str, tuple[str, str, Section]] = {
    "counting": (mark("What counts"), ":material/fact_check:", counting_fields.draw),
    "vendors": (mark("Fixed parts, floors and caps"), ":material/table_rows:", vendor_fields.draw),
    "quality": (mark("Quality factor"), ":material/star_half:", quality_fields.draw),
    "tax": (mark("Tax, payee, days to answer"), ":material/percent:", tax_fields.draw),
}


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """Period, pool and method open, the rest folded: it is seldom changed."""
    with st.container(border=True):
        pool_fields.draw(here, draft, fault)
    with st.container(border=True):
        method_fields.draw(here, draft, fault)
    for name, (title, icon, section) in FOLDED.items():
        with st.expander(here._(title), icon=icon, key=f"sharing_fold_{name}"):
            section(here, draft, fault)
