"""How much was reported, beside the year before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import GREY, TEAL, Figure, layout, marked, n_of, numbers
from lib.core.i18n import Language, mark, say

TITLES = {
    "day": mark("Tickets reported by day"),
    "week": mark("Tickets reported by week"),
    "month": mark("Tickets reported by month"),
}
PAST = {
    "day": mark("364 days earlier"),
    "week": mark("364 days earlier"),
    "month": mark("Same month last year"),
}


def volume(found: pl.DataFrame, *, step: str, first: date, last: date, language: Language) -> Figure:
    """Bars from `questions.volume`, the year before as a line; `first`, `last`: the days of the span. ValueError for
    nothing to draw."""
    if found.is_empty():
        raise ValueError("nothing to draw")
    days = found["begins"].to_list()
    until = [following - timedelta(days=1) for following in days[1:]] + [last]
    bars = {
        "type": "bar",
        "name": say(language, mark("tickets reported")),
        "x": [str(day) for day in days],
        "y": found["n"].to_list(),
        "marker": {"color": TEAL},
        "hovertemplate": "%{x}<br>%{y:,}<extra></extra>",
        **marked([marks.written(first=max(a, first), last=b) for a, b in zip(days, until, strict=True)]),
    }
    notes = [say(language, mark("unit: tickets")) + " · " + n_of(language, found["n"].sum())]
    if step != "day":
        notes[0] += " · " + say(language, mark("the first and the last may be cut off by the days chosen"))
    known = found["last_year"].is_not_null().any()
    if not known:
        notes.append(say(language, mark("no tickets of a year before to compare with")))
    axes = {"xaxis": _days(step, days), "yaxis": numbers(tickformat=",")}
    past = [_past(found, step, language)] if known else []
    return {"data": [bars, *past], "layout": layout(say(language, TITLES[step]), notes, 360, **axes)}


def _past(found: pl.DataFrame, step: str, language: Language) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": say(language, PAST[step]),
        "x": [str(day) for day in found["begins"]],
        "y": found["last_year"].to_list(),
        "line": {"color": GREY, "dash": "dot", "width": 2},
        "marker": {"size": 4, "symbol": "diamond"},
        "hovertemplate": "%{y:,}",
    }


def _days(step: str, days: Sequence[date]) -> Figure:
    form, every = ("%Y-%m", 1) if step == "month" else ("%m-%d", -(-len(days) // 13))
    said = [f"{day}" for day in days[::every]]
    return {"type": "date", "tickformat": form, "tickvals": said, "automargin": True, "fixedrange": True}
