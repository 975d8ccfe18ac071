"""The form of the what-if: which rules are to be different."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from lib.analytics.questions.what_if import Setting
from lib.catalog.calendars import name_of
from lib.catalog.promises import STAGES
from lib.core.i18n import mark
from lib.tickets.policy import REOPEN_WORDS, ReopenRule
from lib.tickets.rules import rules
from lib.tickets.words import HOLD_WORDS, SEVERITY_WORDS
from lib.ui.session import Session

STAGE_WORDS: Mapping[str, str] = {
    "respond": mark("Acceptance"),
    "arrive": mark("Arrival"),
    "complete": mark("Completion"),
}
AS_IT_WAS = ""
PAUSED = ("arrive", "complete")
LONGEST = 60 * 24 * 60


def asked(here: Session) -> Setting | None:
    """The form; the setting once it is sent, None before."""
    with st.form("what_if_form", border=True):
        left, right = st.columns(2, gap="medium")
        with left:
            minutes = _minutes(here)
        with right:
            calendars = _calendars(here)
            reopen = _reopen(here)
            pauses = _pauses(here)
        if not st.form_submit_button(here._("Compute"), type="primary", icon=":material/calculate:"):
            return None
    return Setting(pauses=pauses, reopen=reopen, calendars=calendars, minutes=minutes)


def _minutes(here: Session) -> dict[tuple[str, str], int]:
    """A table of severities and stages; what is left empty stays as it was."""
    _ = here._
    st.caption(_("Minutes promised by severity and stage; leave empty what stays as it was"))
    severities = [str(code) for code in SEVERITY_WORDS]
    empty = pl.DataFrame(
        {_("Severity"): [_(SEVERITY_WORDS[code]) for code in severities]}
        | {_(STAGE_WORDS[stage]): pl.Series([None] * len(severities), dtype=pl.Int64) for stage in STAGES}
    )
    limits = st.column_config.NumberColumn(min_value=1, max_value=LONGEST, step=1)
    typed: pl.DataFrame = st.data_editor(
        empty,
        hide_index=True,
        disabled=[_("Severity")],
        column_config={_(STAGE_WORDS[stage]): limits for stage in STAGES},
        placeholder="—",
        key="what_if_minutes",
    )
    return {
        (severity, stage): int(value)
        for stage in STAGES
        for severity, value in zip(severities, typed[_(STAGE_WORDS[stage])], strict=True)
        if value is not None and value > 0
    }


def _calendars(here: Session) -> dict[str, str]:
    codes = here.db.rows("SELECT DISTINCT code FROM working_calendar ORDER BY code")
    words = {AS_IT_WAS: here._("as it was")} | {row["code"]: name_of(here.db, row["code"]) for row in codes}
    found: dict[str, str] = {}
    for place, stage in zip(st.columns(len(STAGES)), STAGES, strict=True):
        chosen = place.selectbox(
            here._("Calendar: {stage}", stage=here._(STAGE_WORDS[stage])),
            list(words),
            format_func=words.__getitem__,
            key=f"what_if_calendar_{stage}",
        )
        if chosen:
            found[stage] = chosen
    return found


def _reopen(here: Session) -> ReopenRule | None:
    words = {AS_IT_WAS: here._("as it was")} | {
        str(code): here._(said) for code, said in REOPEN_WORDS.items()
    }
    chosen = st.selectbox(
        here._("When a ticket is sent back"), list(words), format_func=words.__getitem__, key="what_if_reopen"
    )
    return ReopenRule(chosen) if chosen else None


def _pauses(here: Session) -> dict[str, frozenset[str]] | None:
    """None where nothing is changed: then each hold goes by the rule of its own time."""
    real = rules(here.db).policy.pauses
    words = {str(code): here._(said) for code, said in HOLD_WORDS.items()}
    found: dict[str, Any] = dict(real)
    for stage in PAUSED:
        chosen = st.multiselect(
            here._("Holds that stop the clock: {stage}", stage=here._(STAGE_WORDS[stage])),
            list(words),
            default=[code for code in words if code in real.get(stage, ())],
            format_func=words.__getitem__,
            key=f"what_if_pauses_{stage}",
        )
        found[stage] = frozenset(chosen)
    changed = any(found[stage] != frozenset(map(str, real.get(stage, ()))) for stage in PAUSED)
    return found if changed else None
