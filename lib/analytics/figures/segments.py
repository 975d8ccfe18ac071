"""Where the time went: of each group the parts of its hours, stacked."""

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
    of_many,
    per_cent,
    tall,
)
from lib.analytics.segments import COLUMNS
from lib.core.i18n import Language, mark, say
from lib.tickets.timeline import LABEL_WORDS

STEP_WORDS = {column: LABEL_WORDS[label] for column, label in COLUMNS.items()}


def segments(
    found: pl.DataFrame, *, by: str, names: Names, slowest: str | None, language: Language
) -> Figure:
    """A bar for each group, the parts of its time as shares of it, from `questions.segments.where_time_went`;
    `slowest`: the step to be named in the heading. ValueError for nothing to draw."""
    total = pl.sum_horizontal(*COLUMNS)
    known = found.filter(total > 0)
    if known.is_empty():
        raise ValueError("nothing to draw")
    shown = known.head(MOST).with_columns(total=total)
    labels = [names(key) for key in shown[by]]
    there = [name for name in COLUMNS if shown[name].sum() > 0]
    data = [_part(shown, by, name, at, labels, language) for at, name in enumerate(there)]
    slow = (
        say(language, mark("slowest step: {step}"), step=say(language, STEP_WORDS[slowest]))
        if slowest
        else ""
    )
    notes = [
        " · ".join(filter(None, (say(language, mark("share of the hours of finished tickets")), slow))),
        " · ".join(
            filter(None, (n_of(language, known["n"].sum()), of_many(language, shown.height, known.height)))
        ),
    ]
    axes = {"xaxis": per_cent(range=[0, 1]), "yaxis": lines(labels, shown["n"].to_list()), "barmode": "stack"}
    title = say(language, mark("Where the time goes"))
    return {"data": data, "layout": layout(title, notes, tall(shown.height, legend=True) + 24, **axes)}


def _part(shown: pl.DataFrame, by: str, name: str, at: int, labels: list[str], language: Language) -> Figure:
    words = say(language, STEP_WORDS[name])
    hours, total = shown[name], shown["total"]
    texts = [
        f"{label}<br>{words}: "
        + say(language, mark("{hours} h, {share} of the time"), hours=f"{h:,.0f}", share=f"{h / all:.1%}")
        for label, h, all in zip(labels, hours, total, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": words,
        "x": (hours / total).to_list(),
        "y": list(range(shown.height)),
        "hovertext": texts,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": SERIES[at % len(SERIES)],
            "pattern": {"shape": SHAPES[at % len(SHAPES)], "size": 5, "solidity": 0.2, "fillmode": "overlay"},
        },
        **marked([marks.written(by, key, segment=name) for key in shown[by]]),
    }
