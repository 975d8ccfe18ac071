"""Puts the cursor where the next word is typed, and brings into sight what was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_COMPONENTS = Path(__file__).parent / "components"
_focus = st.components.v2.component(
    "onestop_focus", js=(_COMPONENTS / "focus.js").read_text(encoding="utf-8")
)
_reveal = st.components.v2.component(
    "onestop_reveal", js=(_COMPONENTS / "reveal.js").read_text(encoding="utf-8")
)


def focus(key: str, turn: object) -> None:
    """The cursor goes to the widget with that key, once for every new `turn`."""
    _focus(data={"key": key, "turn": str(turn)}, key="onestop_focus", height=0)


def reveal(key: str, turn: object) -> None:
    """The container with that key is scrolled into sight if it lies below, once for every new `turn`."""
    _reveal(data={"key": key, "turn": str(turn)}, key="onestop_reveal", height=0)
