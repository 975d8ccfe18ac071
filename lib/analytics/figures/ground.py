"""What all figures of the analytics page have in common: colours, heading, axes, and how marks are written beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor
from typing import Any

from lib.core.i18n import Language, mark, say

Figure = dict[str, Any]
Names = Callable[[Any], str]
"""What a key of a group is called."""
TEAL, BLUE, AMBER, GREY, PURPLE = "#17918A", "#3F8FC6", "#D08A1D", "#8A9499", "#8E6DBF"
SERIES = (TEAL, BLUE, AMBER, PURPLE, "#7BA05B", "#C2557A", "#A78563", GREY)
"""In the middle between light and dark: they stand on both grounds."""
SHAPES = ("", "/", "\\", "x", ".", "-", "+", "|")
"""Beside the colours of stacked bars."""
MOST = 15
"""Groups drawn; the table has all."""
LINE, EDGES = 28, 104
_DIMMED = {"marker": {"opacity": 0.5}}


def layout(title: str, said: Sequence[str], height: int, **axes: Any) -> Figure:
    """The heading (what is shown; below it unit, n and how to read it) and the ground of a figure."""
    return {
        "title": {
            "text": title,
            "subtitle": {"text": "<br>".join(filter(None, said)), "font": {"size": 12}},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 12, "l": 4},
            "font": {"size": 15},
        },
        "height": height,
        "margin": {"l": 4, "r": 14, "t": 40 + 18 * len(said), "b": 8},
        "legend": {
            "orientation": "h",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
        },
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.3,
        "clickmode": "event+select",
        **axes,
    }


def tall(groups: int, *, legend: bool = False) -> int:
    """Pixels for so many lines of a figure."""
    return EDGES + LINE * max(groups, 2) + (34 if legend else 0)


def lines(labels: Sequence[str], counts: Sequence[int] = ()) -> Figure:
    """The axis with the groups, the first on top. By number, so that two groups of one name stay two; `counts`:
    the n of each, in brackets."""
    ns = [f" ({n:,})" for n in counts] or [""] * len(labels)
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": [short(label) + n for label, n in zip(labels, ns, strict=True)],
        "range": [len(labels) - 0.4, -0.6],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def numbers(title: str = "", **more: Any) -> Figure:
    """An axis of numbers from nought."""
    said = {"title": {"text": title}} if title else {}
    return {"automargin": True, "fixedrange": True, "rangemode": "tozero", "zeroline": False, **said, **more}


def per_cent(least: float = 0, **more: Any) -> Figure:
    """An axis of shares, from the ten per cent below the least one on."""
    begins = max(0, floor(least * 10 - 0.2) / 10)
    return {
        "tickformat": ".0%",
        "range": [begins - 0.01, 1.01],
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        **more,
    }


def marked(texts: Sequence[str]) -> Figure:
    """The marks of the points, by which a click is understood."""
    return {
        "customdata": [[text] for text in texts],
        "unselected": _DIMMED,
        "selected": {"marker": {"opacity": 1}},
    }


def short(label: str, most: int = 14) -> str:
    """A name that leaves room for the figure."""
    return label if len(label) <= most else label[: most - 1] + "…"


def n_of(language: Language, n: Any) -> str:
    """How many tickets it rests on."""
    return say(language, mark("n = {n}"), n=f"{n:,}")


def of_many(language: Language, shown: int, groups: int) -> str:
    """Says what is left out of the figure; "" where nothing is."""
    if groups <= shown:
        return ""
    return say(language, mark("the first {shown} of {groups}; the table has all"), shown=shown, groups=groups)
