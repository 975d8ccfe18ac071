"""The tables beside the charts: the columns of a question under their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from lib.analytics.figures.segments import STEP_WORDS
from lib.core.i18n import mark
from lib.ui.analytics import naming
from lib.ui.session import Session

SHARE, MINUTES, NUMBER, HOURS, SCORE = "share", "minutes", "number", "hours", "score"
COLUMNS: Mapping[str, tuple[str, str]] = {
    "n": (mark("Tickets"), NUMBER),
    "response_n": (mark("Accepted, n"), NUMBER),
    "response_median": (mark("Time to accept, median, min"), MINUTES),
    "response_p90": (mark("Time to accept, 90th percentile, min"), MINUTES),
    "arrival_n": (mark("Arrived, n"), NUMBER),
    "arrival_median": (mark("Time to arrive, median, min"), MINUTES),
    "arrival_p90": (mark("Time to arrive, 90th percentile, min"), MINUTES),
    "completion_n": (mark("Completed, n"), NUMBER),
    "completion_median": (mark("Time to complete, median, min"), MINUTES),
    "completion_p90": (mark("Time to complete, 90th percentile, min"), MINUTES),
    "respond_kept_n": (mark("Promise to accept, n"), NUMBER),
    "respond_kept": (mark("Accepted in time, %"), SHARE),
    "respond_kept_low": (mark("at least, %"), SHARE),
    "respond_kept_high": (mark("at most, %"), SHARE),
    "arrive_kept_n": (mark("Promise to arrive, n"), NUMBER),
    "arrive_kept": (mark("Arrived in time, %"), SHARE),
    "arrive_kept_low": (mark("at least, %"), SHARE),
    "arrive_kept_high": (mark("at most, %"), SHARE),
    "complete_kept_n": (mark("Promise to complete, n"), NUMBER),
    "complete_kept": (mark("Completed in time, %"), SHARE),
    "complete_kept_low": (mark("at least, %"), SHARE),
    "complete_kept_high": (mark("at most, %"), SHARE),
    "proxied": (mark("With a step written by others, %"), SHARE),
    "late_recorded": (mark("With a step written down later, %"), SHARE),
    "asked": (mark("Asked"), NUMBER),
    "reached": (mark("Reached"), NUMBER),
    "rate": (mark("Response rate, %"), SHARE),
    "drawn": (mark("Drawn"), NUMBER),
    "good": (mark("All is well"), NUMBER),
    "rated": (mark("Rated"), NUMBER),
    "satisfied": (mark("Satisfied, n"), NUMBER),
    "hits": (mark("of these counted"), NUMBER),
    "share": (mark("Share, %"), SHARE),
    "value": (mark("Share, %"), SHARE),
    "low": (mark("at least, %"), SHARE),
    "high": (mark("at most, %"), SHARE),
    "mean": (mark("Mean score"), SCORE),
    "mean_low": (mark("Mean score, at least"), SCORE),
    "mean_high": (mark("Mean score, at most"), SCORE),
    "spoken": (mark("Rated by phone"), NUMBER),
    "spoken_share": (mark("Satisfied by phone, %"), SHARE),
    "last_year": (mark("A year before"), NUMBER),
    "open": (mark("Open"), NUMBER),
    "weekday": (mark("Weekday"), NUMBER),
    "hour": (mark("Hour"), NUMBER),
    "per_hour": (mark("Tickets per hour"), SCORE),
    "on_duty": (mark("People on duty"), SCORE),
    "cumulative": (mark("Cumulative, %"), SHARE),
    "quantity": (mark("Quantity"), SCORE),
    "expected": (mark("Expected"), NUMBER),
    "actual": (mark("Really came"), NUMBER),
    **{name: (words, HOURS) for name, words in STEP_WORDS.items()},
}
"""Of the columns of the questions: their words and what they hold."""
_DIGITS = {SHARE: 1, MINUTES: 0, HOURS: 1, SCORE: 2}


def table(
    here: Session, found: pl.DataFrame, by: str | None = None, first: Mapping[str, Any] | None = None
) -> pl.DataFrame:
    """The frame under its words: first the group by name and what is given, then the columns that are known; shares in
    per cent."""
    shown: dict[str, Any] = {}
    if by is not None:
        named = naming.namer(here, by)
        shown[here._(naming.WORDS[naming.OF[by]])] = pl.Series(
            [named(key) for key in found[by]], dtype=pl.String
        )
    shown |= first or {}
    for name in found.columns:
        if name in COLUMNS and name != by:
            words, kind = COLUMNS[name]
            _put(shown, here._(words), _value(found[name], kind))
    return pl.DataFrame(shown)


def _put(shown: dict[str, Any], words: str, value: pl.Series) -> None:
    """Two columns of one name ("at least" of several shares) are told apart by a sign without width."""
    while words in shown:
        words += "\u200b"
    shown[words] = value


def _value(column: pl.Series, kind: str) -> pl.Series:
    if kind == NUMBER:
        return column
    scaled = column * 100 if kind == SHARE else column
    return scaled.round(_DIGITS[kind])


def drawn(found: pl.DataFrame, *, key: str, alt: str) -> None:
    """The table on the page."""
    st.dataframe(
        found,
        hide_index=True,
        placeholder="—",
        height="content" if found.height < 14 else 480,
        key=key,
        alt=alt,
    )
