"""Whether issued statements still say what they said: the seal of each, and a check of them all."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import streamlit as st

from lib.analytics.report import archive
from lib.core.i18n import explain, mark
from lib.cost_sharing import checking, records
from lib.cost_sharing.words import STATUS_WORDS
from lib.tickets.checking import Problem
from lib.ui.session import Session
from lib.ui.widgets import when
from lib.ui.words import harmless

_FOUND = "seals_found"
SHOWN = 12
"""Statements in the list, the newest: a year."""


def draw(here: Session) -> None:
    """The seals to compare with printed ones, and the check with what it found; a hint where nothing is issued."""
    _ = here._
    st.caption(
        _(
            "An issued statement is sealed: its whole text has a hash, which stands in its history, in the log below "
            "and in the statement after it. The check reads every statement anew and finds what was altered past the "
            "product."
        )
    )
    if any(one.hash for one in records.all_statements(here.db)):
        _listed(here)
    if st.button(_("Check the statements"), icon=":material/verified:"):
        with st.spinner(_("Reading every statement …")):
            st.session_state[_FOUND] = (here.now, [*checking.problems(here.db), *archive.problems(here.db)])
    if found := st.session_state.get(_FOUND):
        _told(here, *found)


def _listed(here: Session) -> None:
    _ = here._
    sealed = [one for one in records.all_statements(here.db) if one.hash][:SHOWN]
    rows = [
        {
            _("Statement"): one.number,
            _("Status"): _(STATUS_WORDS[one.status]),
            _("Issued"): when(one.issued_at) if one.issued_at else "—",
            _("Seal"): one.hash,
        }
        for one in sealed
    ]
    st.dataframe(pl.DataFrame(rows), hide_index=True)


def _told(here: Session, at: datetime, problems: list[Problem]) -> None:
    _ = here._
    count = here.db.value("SELECT count(*) FROM statement")
    if not problems:
        message = mark("{time}: {count} statements checked, all stand as they were sealed.")
        st.success(_(message, time=when(at), count=count), icon=":material/verified:")
        return
    message = mark("{time}: {count} statements checked, {problems} things do not agree:")
    st.error(_(message, time=when(at), count=count, problems=len(problems)), icon=":material/gpp_bad:")
    for problem in problems:
        st.markdown(f"- {harmless(explain(here.language, problem.as_refusal()))}")
