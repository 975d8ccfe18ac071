"""Labels and values in two columns, as one element."""

from __future__ import annotations

from html import escape

import streamlit as st

_GRID = "display:grid;grid-template-columns:fit-content(40%) 1fr;gap:.2rem 1rem;font-size:.95rem;margin-bottom:.6rem"


def listed(title: str, lines: list[tuple[str, str]]) -> None:
    """Label and value side by side, the title above; nothing without lines."""
    if not lines:
        return
    head = f'<b style="grid-column:1/-1">{escape(title)}</b>' if title else ""
    rows = "".join(
        f'<span style="opacity:.65">{escape(label)}</span>{_value(value)}' for label, value in lines
    )
    st.html(f'<div style="{_GRID}">{head}{rows}</div>')


def _value(value: str) -> str:
    return f'<span style="overflow-wrap:anywhere">{escape(value)}</span>'
