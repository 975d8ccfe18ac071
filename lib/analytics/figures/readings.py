"""Readings over time with the limits they were judged by, as a plain Plotly dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from lib.core.i18n import Language, mark, say

LOOKS: Mapping[str, tuple[str, str, str]] = {
    "passed": (mark("In order"), "#0f8b8d", "circle"),
    "warned": (mark("Near the limit"), "#d98a00", "diamond"),
    "failed": (mark("Not in order"), "#c62828", "x"),
}
"""Of each verdict: its words, colour and sign; never the colour alone."""
LIMITS: Mapping[str, tuple[str, str, str]] = {
    "fail_high": (mark("Fails above"), "#c62828", "solid"),
    "warn_high": (mark("Warn above"), "#d98a00", "dash"),
    "warn_low": (mark("Warn below"), "#d98a00", "dash"),
    "fail_low": (mark("Fails below"), "#c62828", "solid"),
}
GREY, HEIGHT = "#8a9499", 380
Figure = dict[str, Any]


def readings(found: pl.DataFrame, *, title: str, unit: str, language: Language) -> Figure:
    """The readings of `inspections.readings.readings` as points on a line, limits as steps; `title` names the item and
    where it was read, the unit and n stand below it. An empty frame has no figure: ValueError."""
    if found.is_empty():
        raise ValueError("no readings")
    line = _trace(found["read_at"], found["number"], "", mode="lines", line={"color": GREY, "width": 1})
    points = [_points(found, verdict, unit, language) for verdict in LOOKS]
    limits = [_limit(found, name, language) for name in LIMITS if found[name].is_not_null().any()]
    said = " · ".join(filter(None, (unit, _n(found, language))))
    return {
        "data": [{**line, "showlegend": False, "hoverinfo": "skip"}, *limits, *filter(None, points)],
        "layout": _layout(f"{title}<br><sub>{said}</sub>", unit),
    }


def use(found: pl.DataFrame, *, title: str, unit: str, language: Language) -> Figure:
    """What a meter counted each day between two readings: a bar as wide as the time between them, so that a reading
    left out makes a wider bar and not a higher one. ValueError where nothing was counted."""
    known = found.filter(pl.col("per_day").is_not_null())
    if known.is_empty():
        raise ValueError("no readings")
    per_day = say(language, mark("{unit} a day"), unit=unit)
    bar = _trace(known["since"], known["per_day"], per_day, type="bar", offset=0, showlegend=False)
    bar["width"] = (known["read_at"] - known["since"]).dt.total_milliseconds().to_list()
    bar |= {"customdata": known["used"].to_list(), "hovertemplate": f"%{{customdata}} {unit}<extra></extra>"}
    bar |= {"marker": {"color": LOOKS["passed"][1]}}
    said = f"{say(language, mark('Used between readings'))} · {per_day} · {_n(known, language)}"
    return {"data": [bar], "layout": _layout(f"{title}<br><sub>{said}</sub>", per_day)}


def _n(found: pl.DataFrame, language: Language) -> str:
    return say(language, mark("n = {n}"), n=found.height)


def _points(found: pl.DataFrame, verdict: str, unit: str, language: Language) -> Figure | None:
    these = found.filter(pl.col("verdict") == verdict)
    if these.is_empty():
        return None
    words, colour, sign = LOOKS[verdict]
    name = f"{say(language, words)} ({these.height})"
    points = _trace(these["read_at"], these["number"], name, mode="markers")
    return points | {
        "marker": {"color": colour, "symbol": sign, "size": 8},
        "hovertemplate": f"%{{x|%Y-%m-%d %H:%M}}<br>%{{y}} {unit}<extra></extra>",
    }


def _limit(found: pl.DataFrame, name: str, language: Language) -> Figure:
    words, colour, dash = LIMITS[name]
    line = {"color": colour, "width": 1.5, "dash": dash, "shape": "hv"}
    return _trace(found["read_at"], found[name], say(language, words), mode="lines", line=line) | {
        "hovertemplate": "%{y}"
    }


def _trace(x: pl.Series, y: pl.Series, name: str, **more: Any) -> Figure:
    # Plotly takes instants as the wall clock they are written in.
    instants = x.dt.strftime("%Y-%m-%d %H:%M:%S").to_list()
    return {"type": "scatter", "x": instants, "y": y.to_list(), "name": name, **more}


def _layout(title: str, unit: str) -> Figure:
    return {
        "title": {"text": title, "x": 0, "font": {"size": 15}},
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 64, "b": 8},
        "legend": {"orientation": "h", "y": -0.18},
        "xaxis": {"type": "date", "automargin": True, "tickformat": "%m-%d"},
        "yaxis": {"title": {"text": unit}, "automargin": True},
    }
