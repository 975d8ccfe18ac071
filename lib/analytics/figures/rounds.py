"""Inspection rounds done in time, by group and by month, with their intervals."""

from __future__ import annotations

import polars as pl

from lib.analytics.figures.ground import Figure, Names
from lib.analytics.figures.whiskers import whiskers
from lib.core.i18n import Language


def in_time(found: pl.DataFrame, *, by: str, title: str, names: Names, language: Language) -> Figure:
    """The rate of each group as the inspections count it (rate, low, high, due). ValueError for nothing to draw."""
    return whiskers(
        found,
        by=by,
        columns=("rate", "low", "high", "due"),
        names=names,
        marks=lambda key: "",
        title=title,
        language=language,
    )
