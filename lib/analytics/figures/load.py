"""When work arrives in the week, and how many people are there for it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lib.analytics import marks
from lib.analytics.figures.ground import AMBER, TEAL, Figure, layout, marked, n_of, numbers
from lib.analytics.figures.heat import Cell, grid
from lib.core.i18n import Language, mark, say

COLUMNS = ("weekday", "hour", "n", "per_hour", "on_duty")


def week(found: pl.DataFrame, *, weekdays: Sequence[str], language: Language) -> Figure:
    """Weekday by hour from `questions.load`; `weekdays`: their names from Monday."""
    known = found.filter(pl.col("per_hour").is_not_null())
    cells = [
        Cell(
            row=day - 1,
            column=hour,
            value=per_hour,
            text=_text(weekdays[day - 1], hour, per_hour, people, n, language),
            mark=marks.written(weekday=day, hour=hour),
        )
        for day, hour, n, per_hour, people in known.select(COLUMNS).iter_rows()
    ]
    said = [
        say(language, mark("unit: tickets an hour on average; the stronger the colour the more")),
        n_of(language, found["n"].sum()),
    ]
    hours = [str(hour) for hour in range(24)]
    return grid(cells, list(weekdays), hours, say(language, mark("When tickets are reported")), said)


def _text(day: str, hour: int, per_hour: float, people: float | None, n: int, language: Language) -> str:
    lines = (
        f"{day} {hour}:00",
        say(language, mark("{per_hour} tickets an hour (n = {n})"), per_hour=f"{per_hour:.2f}", n=f"{n:,}"),
        "" if people is None else say(language, mark("{people} people on duty"), people=f"{people:.1f}"),
    )
    return "<br>".join(filter(None, lines))


def beside_duty(found: pl.DataFrame, *, language: Language) -> Figure:
    """Hour by hour, tickets as bars and people on duty as a line on an axis of its own. ValueError without any."""
    hours = found.group_by("hour").agg(pl.col("per_hour").mean(), pl.col("on_duty").mean(), pl.col("n").sum())
    hours = hours.sort("hour")
    if not hours["n"].sum():
        raise ValueError("nothing to draw")
    bars = {
        "type": "bar",
        "name": say(language, mark("tickets an hour")),
        "x": hours["hour"].to_list(),
        "y": hours["per_hour"].round(2).to_list(),
        "marker": {"color": TEAL},
        "hovertemplate": "%{x}:00<br>%{y}",
        **marked([marks.written(hour=hour) for hour in hours["hour"]]),
    }
    duty = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": say(language, mark("people on duty (right)")),
        "x": hours["hour"].to_list(),
        "y": hours["on_duty"].round(1).to_list(),
        "yaxis": "y2",
        "line": {"color": AMBER, "width": 2, "shape": "hv"},
        "marker": {"symbol": "diamond", "size": 6},
        "hovertemplate": "%{x}:00<br>%{y}",
    }
    known = hours["on_duty"].is_not_null().any()
    said = [
        say(language, mark("average of all days; left: tickets an hour, right: people at their posts")),
        n_of(language, hours["n"].sum())
        + ("" if known else " · " + say(language, mark("no duty roster for these days"))),
    ]
    axes = {
        "xaxis": {
            "tickvals": list(range(0, 24, 3)),
            "fixedrange": True,
            "automargin": True,
            "showgrid": False,
        },
        "yaxis": numbers(),
        "yaxis2": numbers(overlaying="y", side="right", showgrid=False, tickmode="auto", nticks=6),
    }
    title = say(language, mark("Work and people on duty by hour"))
    return {"data": [bars, *([duty] if known else [])], "layout": layout(title, said, 380, **axes)}
