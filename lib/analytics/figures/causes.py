"""Why things broke: the recorded causes under their trades (因果分析)."""

from __future__ import annotations

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import (
    MOST,
    SERIES,
    SHAPES,
    Figure,
    Names,
    layout,
    lines,
    marked,
    n_of,
    numbers,
    tall,
)
from lib.core.i18n import Language, mark, say


def causes(
    found: pl.DataFrame, *, groups: Names, names: Names, recorded: float | None, language: Language
) -> Figure:
    """The commonest causes of each trade, the trades with most on top, from `questions.causes`; `recorded`: of how many
    finished tickets a cause is known. ValueError where none is."""
    told = pl.col("cause").is_not_null() & (pl.col("cause").cast(pl.String) != "")
    known = found.filter(told).group_by("service_group", "cause").agg(pl.col("n").sum())
    if known.is_empty():
        raise ValueError("nothing to draw")
    trades = known.group_by("service_group").agg(total=pl.col("n").sum())
    shown = (
        known.sort("n", "cause", descending=[True, False])
        .head(MOST)
        .join(trades, on="service_group", nulls_equal=True)
        .sort("total", "service_group", "n", descending=[True, False, True])
    )
    share = (
        ""
        if recorded is None
        else say(language, mark("a cause is recorded for {share}"), share=f"{recorded:.0%}")
    )
    said = [
        say(
            language,
            mark("unit: finished tickets; the {n} commonest causes under their trades"),
            n=shown.height,
        ),
        " · ".join(filter(None, (n_of(language, known["n"].sum()), share))),
    ]
    labels = [names(cause) for cause in shown["cause"]]
    there = list(dict.fromkeys(shown["service_group"]))
    data = [_trade(shown, group, at, groups(group), labels) for at, group in enumerate(there)]
    axes = {"xaxis": numbers(tickformat=",d"), "yaxis": lines(labels), "barmode": "overlay"}
    title = say(language, mark("Causes by trade"))
    return {"data": data, "layout": layout(title, said, tall(shown.height, legend=True) + 20, **axes)}


def _trade(shown: pl.DataFrame, group: str | None, at: int, called: str, labels: list[str]) -> Figure:
    own = [place for place, one in enumerate(shown["service_group"]) if one == group]
    return {
        "type": "bar",
        "orientation": "h",
        "name": called,
        "x": [shown["n"][place] for place in own],
        "y": own,
        "hovertext": [f"{called}<br>{labels[place]}" for place in own],
        "hovertemplate": "%{hovertext}<br>%{x:,}<extra></extra>",
        "marker": {
            "color": SERIES[at % len(SERIES)],
            "pattern": {"shape": SHAPES[at % len(SHAPES)], "size": 5, "solidity": 0.2, "fillmode": "overlay"},
        },
        **marked(
            [marks.written("cause", shown["cause"][place], group=group, of="finished") for place in own]
        ),
    }
