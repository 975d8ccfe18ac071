"""Vendors beside each other on one indicator, only above a least number of cases, with intervals."""

from __future__ import annotations

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import Figure, Names
from lib.analytics.figures.whiskers import whiskers
from lib.core.i18n import Language, mark, say


def league(
    found: pl.DataFrame, *, by: str, name: str, label: str, names: Names, language: Language
) -> Figure:
    """From `questions.league`, in its order; `label`: what the indicator `name` is called."""
    return whiskers(
        found,
        by=by,
        columns=("value", "low", "high", "n"),
        names=names,
        marks=lambda key: marks.written(by, key, indicator=name),
        title=say(language, mark("Vendors beside each other: {what}"), what=label),
        language=language,
        ranked="ranked",
    )
