"""From the register to one asset, and back to the register as it was."""

from __future__ import annotations

import streamlit as st

from lib.ui import navigation
from lib.ui.session import Session

_KEPT = "assets_view"
ONE = "asset"


def open_one(number: str) -> None:
    """The part of that asset; what the register was asked for is kept for the way back."""
    st.session_state[_KEPT] = {key: st.query_params.get_all(key) for key in st.query_params if key != ONE}
    st.query_params[ONE] = number


def back(here: Session) -> None:
    """To the register, its filters as they were; beside it to the page one came from, if that was another one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if _KEPT not in st.session_state:
            navigation.back("assets")
        # A link to the page one is on would leave the address as it is.
        st.button(here._("All assets"), key="assets_all", icon=":material/list:", on_click=_to_register)


def _to_register() -> None:
    st.query_params.pop(ONE, None)
    for key, values in st.session_state.get(_KEPT, {}).items():
        st.query_params[key] = values
