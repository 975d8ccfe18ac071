"""Puts the cursor where the next word is typed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_JS = (Path(__file__).parent / "components" / "focus.js").read_text(encoding="utf-8")
_focus = st.components.v2.component("onestop_focus", js=_JS)


def focus(key: str, turn: object) -> None:
    """The cursor goes to the widget with that key, once for every new `turn`."""
    _focus(data={"key": key, "turn": str(turn)}, key="onestop_focus", height=0)
