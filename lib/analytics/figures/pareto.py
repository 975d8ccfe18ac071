"""The few that make the many (排列图): bars, and the share they add up to."""

from __future__ import annotations

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import (
    AMBER,
    GREY,
    TEAL,
    Figure,
    Names,
    layout,
    lines,
    marked,
    n_of,
    numbers,
    per_cent,
    tall,
)
from lib.core.i18n import Language, mark, say

TOLD = mark("{n} tickets, {share} of all, {sum} with those above")


def pareto(found: pl.DataFrame, *, by: str, what: str, names: Names, language: Language) -> Figure:
    """From `questions.pareto`, the commonest on top; `what`: what the bars stand for. ValueError for nothing."""
    if found.is_empty():
        raise ValueError("nothing to draw")
    others = say(language, mark("all others"))
    labels = [others if rest else names(key) for key, rest in found.select(by, "rest").iter_rows()]
    at = list(range(found.height))
    texts = [
        f"{label}<br>" + say(language, TOLD, n=f"{n:,}", share=f"{part:.1%}", sum=f"{total:.1%}")
        for label, n, part, total in zip(labels, found["n"], found["share"], found["cumulative"], strict=True)
    ]
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": say(language, mark("tickets (below)")),
        "x": found["n"].to_list(),
        "y": at,
        "hovertext": texts,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": [GREY if rest else TEAL for rest in found["rest"]]},
        **marked(
            ["" if rest else marks.written(by, key) for key, rest in found.select(by, "rest").iter_rows()]
        ),
    }
    total = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": say(language, mark("cumulative share (above)")),
        "x": found["cumulative"].to_list(),
        "y": at,
        "xaxis": "x2",
        "line": {"color": AMBER, "width": 2},
        "marker": {"symbol": "diamond", "size": 6},
        "hoverinfo": "skip",
    }
    said = [say(language, mark("unit: tickets")) + " · " + n_of(language, found["n"].sum()), " "]
    above = {"overlaying": "x", "side": "top", "showgrid": False, "tickmode": "linear", "dtick": 0.2}
    axes = {
        "xaxis": numbers(tickformat=",d"),
        "xaxis2": per_cent(range=[0, 1.02]) | above,
        "yaxis": lines(labels),
    }
    title = say(language, mark("Pareto of faults by {what}"), what=what)
    return {"data": [bars, total], "layout": layout(title, said, tall(found.height, legend=True), **axes)}
