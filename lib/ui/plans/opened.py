"""Which plan is open: it stands in the address, so that a link leads to it."""

from __future__ import annotations

import streamlit as st

PLAN, NEW, LIKE = "plan", "+", "like"
_TURN = "plans_turn"


def code() -> str:
    """The code of the open plan, `NEW` for one that is being added, "" for none."""
    return st.query_params.get(PLAN, "")


def like() -> str:
    """The code of the plan a new one is begun from, "" for none."""
    return st.query_params.get(LIKE, "")


def open(which: str, like: str = "") -> None:
    """Opens it instead of the list; for callbacks."""
    st.query_params[PLAN] = which
    if like:
        st.query_params[LIKE] = like
    else:
        st.query_params.pop(LIKE, None)
    turned()


def close() -> None:
    """Back to the list; for callbacks."""
    st.query_params.pop(PLAN, None)
    st.query_params.pop(LIKE, None)
    turned()


def turn() -> int:
    """Part of the keys of what begins anew when another plan is opened, or one was kept."""
    return int(st.session_state.get(_TURN, 0))


def turned() -> None:
    """Everything begins anew."""
    st.session_state[_TURN] = turn() + 1
