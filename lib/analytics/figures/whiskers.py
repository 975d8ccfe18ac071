"""Shares and means with their 95 % intervals, a line for each group: a difference that is noise looks like noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from lib.analytics.figures.ground import (
    GREY,
    MOST,
    TEAL,
    Figure,
    Names,
    layout,
    lines,
    marked,
    n_of,
    numbers,
    of_many,
    per_cent,
    tall,
)
from lib.core.i18n import Language, mark, say

Marks = Callable[[Any], str]


def whiskers(
    found: pl.DataFrame,
    *,
    by: str,
    columns: tuple[str, str, str, str],
    names: Names,
    marks: Marks,
    title: str,
    language: Language,
    score: bool = False,
    ranked: str = "",
    most: int = MOST,
) -> Figure:
    """A point and its interval for each group in the order given; `columns`: value, low, high, n. `ranked`: a column
    that is false where there are too few cases to say anything: those are hollow. ValueError for nothing to draw."""
    value, low, high, n = columns
    known = found.filter(pl.col(value).is_not_null())
    if known.is_empty():
        raise ValueError("nothing to draw")
    shown = known.head(most)
    labels = [names(key) for key in shown[by]]
    sure = shown[ranked].to_list() if ranked else [True] * shown.height
    said = _hover(shown, columns, labels, language, score=score)
    data = {
        "type": "scatter",
        "mode": "markers",
        "x": shown[value].to_list(),
        "y": list(range(shown.height)),
        "text": said,
        "hovertemplate": "%{text}<extra></extra>",
        "error_x": _reach(shown, value, low, high),
        "marker": {
            "size": 11,
            "color": [TEAL if one else GREY for one in sure],
            "symbol": ["circle" if one else "circle-open" for one in sure],
        },
        "showlegend": False,
        **marked([marks(key) for key in shown[by]]),
    }
    notes = [
        say(language, mark("line: 95 % interval; in brackets: n"))
        + (say(language, HOLLOW) if not all(sure) else ""),
        " · ".join(
            filter(None, (n_of(language, known[n].sum()), of_many(language, shown.height, known.height)))
        ),
    ]
    across = numbers(range=[1, 5.05], dtick=1) if score else per_cent(shown[low].min())  # type: ignore[arg-type]
    return {
        "data": [data],
        "layout": layout(
            title, notes, tall(shown.height), xaxis=across, yaxis=lines(labels, shown[n].to_list())
        ),
    }


HOLLOW = mark("; hollow: too few to be ranked")


def _reach(shown: pl.DataFrame, value: str, low: str, high: str) -> Figure:
    return {
        "type": "data",
        "symmetric": False,
        "array": (shown[high] - shown[value]).to_list(),
        "arrayminus": (shown[value] - shown[low]).to_list(),
        "color": GREY,
        "thickness": 2,
        "width": 5,
    }


def _hover(
    shown: pl.DataFrame,
    columns: tuple[str, str, str, str],
    labels: Sequence[str],
    language: Language,
    *,
    score: bool,
) -> list[str]:
    digits = ".2f" if score else ".1%"
    rows = shown.select(columns).iter_rows()
    return [
        f"{label}<br>{value:{digits}} ({low:{digits}} – {high:{digits}})<br>{n_of(language, n)}"
        for label, (value, low, high, n) in zip(labels, rows, strict=True)
    ]
