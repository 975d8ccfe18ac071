"""Next month's tickets with their interval, and how well earlier months would have been told beforehand."""

from __future__ import annotations

import polars as pl

from lib.analytics.figures.ground import AMBER, GREY, TEAL, Figure, layout, numbers
from lib.core.i18n import Language, mark, say


def forecast(coming: pl.DataFrame, tested: pl.DataFrame, *, language: Language) -> Figure:
    """From `questions.forecast`: what came as bars, what was expected with its interval. ValueError for nothing."""
    if coming.is_empty() and tested.is_empty():
        raise ValueError("nothing to draw")
    both = pl.concat(
        [tested.select("month", "expected", "low", "high"), coming.select("month", "expected", "low", "high")]
    )
    months = [f"{month:%Y-%m}" for month in both["month"]]
    came = {
        "type": "bar",
        "name": say(language, mark("really came")),
        "x": [f"{month:%Y-%m}" for month in tested["month"]],
        "y": tested["actual"].to_list(),
        "marker": {"color": TEAL},
        "hovertemplate": "%{x}<br>%{y:,}",
    }
    expected = {
        "type": "scatter",
        "mode": "markers",
        "name": say(language, mark("expected, with 95 % interval")),
        "x": months,
        "y": both["expected"].round(0).to_list(),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (both["high"] - both["expected"]).to_list(),
            "arrayminus": (both["expected"] - both["low"]).to_list(),
            "color": GREY,
        },
        "marker": {"color": AMBER, "symbol": "diamond", "size": 10},
        "hovertemplate": "%{x}<br>%{y:,}",
    }
    said = [
        say(language, mark("unit: tickets; each month expected from earlier months alone")),
        _inside(tested, language),
    ]
    axes = {
        "xaxis": {"type": "category", "fixedrange": True, "automargin": True},
        "yaxis": numbers(tickformat=","),
    }
    title = say(language, mark("Tickets expected next month"))
    return {"data": [came, expected], "layout": layout(title, said, 380, **axes)}


def _inside(tested: pl.DataFrame, language: Language) -> str:
    if tested.is_empty():
        return say(language, mark("too few months yet to test it on"))
    return say(
        language,
        mark("tested on {n} months: {inside} lay inside the interval"),
        n=tested.height,
        inside=int(tested["inside"].sum()),
    )
