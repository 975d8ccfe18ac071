"""Satisfaction with how far it can be believed: shares, response rate and means, each with its interval and n."""

from __future__ import annotations

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import Figure, Names
from lib.analytics.figures.whiskers import whiskers
from lib.core.i18n import Language, mark, say


def satisfied(found: pl.DataFrame, *, by: str, names: Names, language: Language) -> Figure:
    """The share of satisfied ratings by group, from `questions.satisfaction`."""
    return whiskers(
        found,
        by=by,
        columns=("share", "low", "high", "rated"),
        names=names,
        marks=lambda key: marks.written(by, key, indicator="satisfied"),
        title=say(language, mark("Satisfied, of those who rated")),
        language=language,
    )


def answered(found: pl.DataFrame, *, by: str, names: Names, language: Language) -> Figure:
    """How many of those asked rated at all, by group."""
    return whiskers(
        found,
        by=by,
        columns=("rate", "rate_low", "rate_high", "asked"),
        names=names,
        marks=lambda key: marks.written(by, key, indicator="rated"),
        title=say(language, mark("Response rate, of those asked")),
        language=language,
    )


def monthly(found: pl.DataFrame, *, names: Names, language: Language) -> Figure:
    """The monthly scores the departments gave each team, from `questions.satisfaction.monthly_scores`."""
    return whiskers(
        found,
        by="team_id",
        columns=("mean", "mean_low", "mean_high", "n"),
        names=names,
        marks=lambda key: "",
        title=say(language, mark("Monthly department scores by team (1 to 5)")),
        language=language,
        score=True,
    )


def checked(found: pl.DataFrame, *, by: str, names: Names, language: Language) -> Figure:
    """How many of the spot checks answered said that all is well."""
    return whiskers(
        found,
        by=by,
        columns=("share", "low", "high", "reached"),
        names=names,
        marks=lambda key: "",
        title=say(language, mark("Spot checks by phone: all is well")),
        language=language,
    )
