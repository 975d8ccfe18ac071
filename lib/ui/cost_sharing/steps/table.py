"""A plain table that is only read: one element, whole words, scrolled sideways on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

_TABLE = "border-collapse:collapse;width:100%;font-size:.92rem"
_LINE = "color-mix(in srgb,currentColor 15%,transparent)"
_CELL = f"padding:.3rem .6rem;border-bottom:1px solid {_LINE};vertical-align:top;"
_SIDES = {
    "right": "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums",
    "left": "text-align:left",
}


def table(
    columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], total: Sequence[str] = ()
) -> None:
    """`columns`: heading and side ("left", "right"); cells are HTML made by `cell`. `total`: the row below the line."""
    sides = [_SIDES[side] for _, side in columns]
    head = "".join(
        f'<th style="{_CELL}{side};font-weight:600;opacity:.75;white-space:nowrap">{escape(name)}</th>'
        for (name, _), side in zip(columns, sides, strict=True)
    )
    body = "".join(f"<tr>{_row(row, sides)}</tr>" for row in rows)
    foot = f'<tfoot style="font-weight:600"><tr>{_row(total, sides)}</tr></tfoot>' if total else ""
    st.html(
        f'<div style="overflow-x:auto"><table style="{_TABLE}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody>{foot}</table></div>"
    )


def cell(words: str, note: str = "") -> str:
    """Words as they are, below them a quieter line."""
    below = (
        f'<div style="font-size:.85rem;opacity:.7;overflow-wrap:anywhere">{escape(note)}</div>'
        if note
        else ""
    )
    return f"{escape(words)}{below}"


def _row(row: Sequence[str], sides: Sequence[str]) -> str:
    return "".join(f'<td style="{_CELL}{side}">{one}</td>' for one, side in zip(row, sides, strict=True))
