"""What is not finished: how old it is, and how much there was day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import (
    SERIES,
    SHAPES,
    TEAL,
    Figure,
    layout,
    lines,
    marked,
    n_of,
    numbers,
    tall,
)
from lib.core.i18n import Language, mark, say


def ages(
    found: pl.DataFrame, *, begins: Sequence[int], statuses: Mapping[str, str], language: Language
) -> Figure:
    """Open tickets by age, stacked by status, from `questions.backlog`; `begins`: days from which each age begins;
    `statuses`: their words, in order. ValueError where nothing is open."""
    if found.is_empty():
        raise ValueError("nothing to draw")
    there = [status for status in statuses if (found["status"] == status).any()]
    data = [_part(found, status, at, begins, statuses[status]) for at, status in enumerate(there)]
    said = [
        say(language, mark("unit: tickets; as of now, whatever the days chosen")),
        n_of(language, found["n"].sum()),
    ]
    words = [_age(at, begins, language) for at in range(len(begins))]
    axes = {"xaxis": numbers(tickformat=",d"), "yaxis": lines(words), "barmode": "stack"}
    title = say(language, mark("Open tickets by age"))
    return {"data": data, "layout": layout(title, said, tall(len(begins), legend=True), **axes)}


def _age(at: int, begins: Sequence[int], language: Language) -> str:
    if at + 1 == len(begins):
        return say(language, mark("more than {days} days"), days=begins[at])
    return say(language, mark("{since} to {until} days"), since=begins[at], until=begins[at + 1])


def _part(found: pl.DataFrame, status: str, at: int, begins: Sequence[int], words: str) -> Figure:
    known = dict(found.filter(pl.col("status") == status).select("age", "n").iter_rows())
    until = [*begins[1:], None]
    return {
        "type": "bar",
        "orientation": "h",
        "name": words,
        "x": [known.get(age, 0) for age in begins],
        "y": list(range(len(begins))),
        "hovertemplate": f"{words} %{{x:,}}<extra></extra>",
        "marker": {
            "color": SERIES[at % len(SERIES)],
            "pattern": {"shape": SHAPES[at % len(SHAPES)], "size": 5, "solidity": 0.2, "fillmode": "overlay"},
        },
        **marked(
            [marks.written("status", status, age=a, younger=b) for a, b in zip(begins, until, strict=True)]
        ),
    }


def open_by_day(found: pl.DataFrame, *, language: Language) -> Figure:
    """A line from `questions.backlog.open_by_day`. ValueError for nothing to draw."""
    if found.is_empty():
        raise ValueError("nothing to draw")
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [str(day) for day in found["day"]],
        "y": found["open"].to_list(),
        "line": {"color": TEAL, "width": 2},
        "hovertemplate": "%{x}<br>%{y:,}<extra></extra>",
        "showlegend": False,
    }
    said = [say(language, mark("unit: tickets reported and not finished at the end of the day"))]
    axes = {
        "xaxis": {"type": "date", "tickformat": "%m-%d", "fixedrange": True, "automargin": True},
        "yaxis": numbers(tickformat=","),
    }
    return {
        "data": [line],
        "layout": layout(say(language, mark("Open tickets day by day")), said, 330, **axes),
    }
