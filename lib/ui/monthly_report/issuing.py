"""Issuing a report, and taking it away on paper, as a Word file or as a workbook."""

from __future__ import annotations

import streamlit as st

from lib.analytics.report import archive
from lib.analytics.report.month import Month
from lib.core.i18n import mark
from lib.inspections.reported import rounds_beside
from lib.people.roles import Permission
from lib.ui.monthly_report.choosing import Chosen
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import NOTHING_DONE, flash, refusal_shown

PAPERS = (
    ("/print/monthly-report/{}", mark("Print"), ":material/print:"),
    ("/monthly-report/docx/{}", mark("Word file"), ":material/docs:"),
    ("/monthly-report/xlsx/{}", mark("Workbook with charts"), ":material/table_chart:"),
)


def draw(here: Session, chosen: Chosen) -> None:
    """The buttons above the report."""
    _ = here._
    refusal_shown()
    with st.container(horizontal=True):
        if here.may(Permission.KEEP_REPORTS) and chosen.issued is None and here.now >= chosen.month.ends:
            st.button(
                _("Issue the report"),
                type="primary",
                icon=":material/verified:",
                on_click=_issue,
                args=(chosen.month,),
            )
        for address, label, icon in PAPERS:
            st.link_button(_(label), address.format(chosen.address), icon=icon)


@guarded()
def _issue(month: Month) -> None:
    here = current()
    before = archive.edition(here.db, month)
    rounds = rounds_beside(here.db, month, here.now)
    made = archive.issue(here.db, actor=here.actor, month=month, rounds=rounds, now=here.now)
    st.session_state.pop("edition", None)
    st.query_params.pop("edition", None)
    if before is not None and before.edition == made.edition:
        flash(here._("Nothing has changed since edition {number}.", number=made.edition), icon=NOTHING_DONE)
    else:
        flash(here._("The report for {month} is issued.", month=str(month)))
