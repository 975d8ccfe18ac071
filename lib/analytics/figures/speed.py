"""How long it took until somebody accepted, arrived, was finished: the middle and the slow end of each group."""

from __future__ import annotations

from typing import Any

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import (
    AMBER,
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
    tall,
)
from lib.analytics.figures.whiskers import whiskers
from lib.core.clock import duration
from lib.core.i18n import Language, mark, say

STAGES = {"respond": "response", "arrive": "arrival", "complete": "completion"}
"""Of each promise, the duration it is about."""
TIMES = {
    "respond": mark("Time until acceptance"),
    "arrive": mark("Time until arrival"),
    "complete": mark("Time until completion"),
}
KEPT = {
    "respond": mark("Accepted in time"),
    "arrive": mark("Arrived in time"),
    "complete": mark("Completed in time"),
}


def times(found: pl.DataFrame, *, by: str, stage: str, names: Names, language: Language) -> Figure:
    """The median and the 90th percentile of a stage's duration by group, from `questions.speed`. ValueError for
    nothing to draw."""
    name = STAGES[stage]
    known = found.filter(pl.col(f"{name}_n") > 0)
    if known.is_empty():
        raise ValueError("nothing to draw")
    shown = known.head(MOST)
    labels = [names(key) for key in shown[by]]
    hour = shown[f"{name}_p90"].max() > 180  # type: ignore[operator]
    scale = 60 if hour else 1
    points = [
        _points(shown, by, name, what, labels, scale, language) for what in (("median", TEAL), ("p90", AMBER))
    ]
    unit = say(language, mark("hours")) if hour else say(language, mark("min"))
    notes = [
        say(language, mark("unit: {unit}; in brackets: n"), unit=unit),
        " · ".join(
            filter(
                None,
                (n_of(language, known[f"{name}_n"].sum()), of_many(language, shown.height, known.height)),
            )
        ),
    ]
    title = say(language, mark("{what}: median and 90th percentile"), what=say(language, TIMES[stage]))
    axes = {"xaxis": numbers(), "yaxis": lines(labels, shown[f"{name}_n"].to_list())}
    return {
        "data": [_line(shown, name, scale), *points],
        "layout": layout(title, notes, tall(shown.height, legend=True), **axes),
    }


def kept(found: pl.DataFrame, *, by: str, stage: str, names: Names, language: Language) -> Figure:
    """The share of promises kept of a stage by group with its interval, from `questions.speed`."""
    column = f"{stage}_kept"
    return whiskers(
        found,
        by=by,
        columns=(column, f"{column}_low", f"{column}_high", f"{column}_n"),
        names=names,
        marks=lambda key: marks.written(by, key, indicator=column),
        title=say(language, KEPT[stage]),
        language=language,
    )


_WORDS = {"median": mark("median"), "p90": mark("90th percentile")}
_SIGNS = {"median": "circle", "p90": "diamond"}


def _points(
    shown: pl.DataFrame,
    by: str,
    name: str,
    what: tuple[str, str],
    labels: list[str],
    scale: int,
    language: Language,
) -> Figure:
    kind, colour = what
    values, words = shown[f"{name}_{kind}"], say(language, _WORDS[kind])
    counts = shown[f"{name}_n"]
    texts = [
        f"{label}<br>{words} {duration(value, language)}<br>{n_of(language, n)}"
        for label, value, n in zip(labels, values, counts, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words,
        "x": (values / scale).to_list(),
        "y": list(range(shown.height)),
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 11, "color": colour, "symbol": _SIGNS[kind]},
        **marked([marks.written(by, key, indicator=name) for key in shown[by]]),
    }


def _line(shown: pl.DataFrame, name: str, scale: int) -> Figure:
    """From the median to the 90th percentile."""
    x: list[Any] = []
    y: list[Any] = []
    for at, (low, high) in enumerate(shown.select(f"{name}_median", f"{name}_p90").iter_rows()):
        x += [low / scale, high / scale, None]
        y += [at, at, None]
    line = {"color": GREY, "width": 2}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": line,
        "hoverinfo": "skip",
        "showlegend": False,
    }
