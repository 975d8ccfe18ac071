"""What was used up, month by month, in money."""

from __future__ import annotations

import polars as pl

from lib.analytics.figures.ground import TEAL, Figure, layout, numbers
from lib.core.i18n import Language, mark, say


def by_month(found: pl.DataFrame, *, language: Language) -> Figure:
    """Bars from `questions.materials.by_month`. ValueError for nothing to draw."""
    if found.is_empty():
        raise ValueError("nothing to draw")
    bars = {
        "type": "bar",
        "x": [f"{month:%Y-%m}" for month in found["month"]],
        "y": [cents / 100 for cents in found["cents"]],
        "marker": {"color": TEAL},
        "hovertemplate": "%{x}<br>%{y:,.2f}<extra></extra>",
        "showlegend": False,
    }
    total = found["cents"].sum() / 100
    said = [
        say(language, mark("unit: yuan; by the month of the report; {total} in all"), total=f"{total:,.2f}")
    ]
    axes = {
        "xaxis": {"type": "category", "fixedrange": True, "automargin": True},
        "yaxis": numbers(tickformat=","),
    }
    return {"data": [bars], "layout": layout(say(language, mark("Materials used")), said, 330, **axes)}
