"""The fields of a draft's tax, of who runs the desk, and of the vendors' days to answer."""

from __future__ import annotations

import streamlit as st

from lib.people import organisation
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.faults import Fault
from lib.ui.session import Session


def draw(here: Session, draft: Draft, fault: Fault) -> None:
    """Tax rate, payee, days to answer."""
    _ = here._
    rate, days = st.columns(2)
    rate.number_input(_("Tax rate %"), 0.0, 99.0, step=1.0, format="%g", **draft.field("tax_rate"))
    days.number_input(_("Working days to answer"), 1, 30, **draft.field("answer_days"))
    st.toggle(_("The pool has the tax in it"), **draft.field("tax_included"))
    fault.at("tax_rate", "answer_days")
    known = {one.code: one.name for one in organisation.vendors(here.db).values() if one.active}
    codes = list(dict.fromkeys(["", *known, draft.values["payee"], draft.saved["payee"]]))
    st.selectbox(
        _("Payee: who runs the desk"),
        codes,
        format_func=lambda code: known.get(code, code) or _("The hospital itself"),
        **draft.field("payee"),
    )
    if draft.values["payee"]:
        st.toggle(_("The payee carries its part like the others"), **draft.field("payee_shares"))
    fault.at("payee", "payee_shares")
