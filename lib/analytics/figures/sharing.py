"""Shares of a cost as plain Plotly dictionaries: vendors beside each other, and over the periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Figure = dict[str, Any]
LOOKS = ("#188E86", "#9FB8BA", "#D08A1D")
"""This result, the period before, the second method."""
SERIES = (
    "#0B7A75",
    "#1F6FA8",
    "#D08A1D",
    "#7A5AA6",
    "#5B8C3E",
    "#C2557A",
    "#4FA3A0",
    "#8C6D4F",
    "#7C93B8",
    "#5F6F71",
)
BAR, EDGES = 14, 96


def bars(vendors: Sequence[str], series: Mapping[str, Sequence[int]], *, title: str, unit: str) -> Figure:
    """Horizontal bars by vendor in the order given, one colour for each of the series (cents by its name), the first
    one on top. ValueError for nothing to draw."""
    if not vendors:
        raise ValueError("no vendors")
    # Plotly draws from below.
    shown = list(reversed(vendors))
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": shown,
            "x": [cents / 100 for cents in reversed(values)],
            "name": name,
            "marker": {"color": colour},
            "hovertemplate": f"%{{y}}<br>{name} %{{x:,.2f}}<extra></extra>",
        }
        for (name, values), colour in zip(series.items(), LOOKS, strict=False)
    ]
    height = EDGES + len(vendors) * (BAR * len(series) + 14)
    # Of grouped bars too the first stands lowest.
    layout = _layout(title, height) | {"xaxis": _amounts(unit)}
    return {"data": data[::-1], "layout": layout | {"legend": layout["legend"] | {"traceorder": "reversed"}}}


def over_time(
    periods: Sequence[str], shares: Mapping[str, Sequence[float | None]], *, title: str, unit: str
) -> Figure:
    """A line for each vendor over the periods; None where it took no part. ValueError for nothing to draw."""
    if not periods or not shares:
        raise ValueError("no periods")
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(periods),
            "y": list(values),
            "name": name,
            "line": {"color": SERIES[at % len(SERIES)], "dash": _DASHES[at // len(SERIES) % len(_DASHES)]},
            "marker": {"symbol": _SIGNS[at % len(_SIGNS)], "size": 8},
            "hovertemplate": f"{name} %{{y:,.2f}} {unit}<extra></extra>",
        }
        for at, (name, values) in enumerate(shares.items())
    ]
    layout = _layout(title, 420) | {
        "xaxis": {"type": "category"},
        "yaxis": _amounts(unit) | {"rangemode": "tozero"},
        "hovermode": "closest",
    }
    return {"data": data, "layout": layout}


_DASHES = ("solid", "dash", "dot")
_SIGNS = ("circle", "square", "diamond", "cross", "triangle-up", "star", "pentagon")


def _amounts(unit: str) -> Figure:
    return {"title": {"text": unit}, "automargin": True, "tickformat": ",", "zeroline": True}


def _layout(title: str, height: int) -> Figure:
    return {
        "title": {"text": title, "x": 0, "font": {"size": 15}},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 48, "b": 8},
        "legend": {"orientation": "h", "y": -0.12, "traceorder": "normal"},
        "yaxis": {"automargin": True},
        "bargap": 0.25,
    }
