"""Promises as they were judged and as other rules would judge them, beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lib.analytics.figures.ground import AMBER, GREY, TEAL, Figure, layout, lines, per_cent, tall
from lib.core.i18n import Language, mark, say


def beside(found: pl.DataFrame, *, stages: Sequence[str], language: Language) -> Figure:
    """From `questions.what_if`, a line for each stage; `stages`: what they are called. ValueError for nothing."""
    known = found.filter(pl.col("kept").is_not_null() & pl.col("other_kept").is_not_null())
    if known.is_empty():
        raise ValueError("nothing to draw")
    data = [
        _points(known, "", -0.14, say(language, mark("as it was judged")), TEAL, "circle"),
        _points(known, "other_", 0.14, say(language, mark("under the other rules")), AMBER, "diamond"),
    ]
    least = min(known["low"].min(), known["other_low"].min())  # type: ignore[type-var]
    said = [say(language, mark("line: 95 % interval; in brackets: n"))]
    axes = {"xaxis": per_cent(least), "yaxis": lines(stages, known["n"].to_list())}  # type: ignore[arg-type]
    title = say(language, mark("Promises kept, beside other rules"))
    return {"data": data, "layout": layout(title, said, tall(known.height * 2, legend=True), **axes)}


def _points(known: pl.DataFrame, part: str, off: float, words: str, colour: str, sign: str) -> Figure:
    value, low, high = known[f"{part}kept"], known[f"{part}low"], known[f"{part}high"]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": words,
        "x": value.to_list(),
        "y": [at + off for at in range(known.height)],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": (high - value).to_list(),
            "arrayminus": (value - low).to_list(),
            "color": GREY,
            "thickness": 2,
        },
        "marker": {"size": 11, "color": colour, "symbol": sign},
        "hovertemplate": f"{words} %{{x:.1%}}<extra></extra>",
    }
