"""Choices that stand in the address by their codes, the same in every language.

Streamlit's own `bind` writes the words into the address: a link sent from a page in Chinese leads nowhere in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

K = TypeVar("K", int, str)


def part(key: str, label: str, words: Mapping[str, str]) -> str:
    """The code of the part of a page that is chosen, the first by default; `words`: how each is called."""
    first = next(iter(words))
    if (asked := _asked_anew(key)) is not None:
        known = [code for code in asked if code in words]
        st.session_state[key] = known[0] if known else first
    chosen = st.segmented_control(
        label,
        list(words),
        key=key,
        required=True,
        format_func=words.__getitem__,
        label_visibility="collapsed",
        on_change=_into_address,
        args=(key, first),
    )
    return chosen or first


def one(key: str, label: str, words: Mapping[str, str], *, width: int = 300) -> str:
    """The code chosen from a list too long for a row of buttons, the first by default."""
    first = next(iter(words))
    if (asked := _asked_anew(key)) is not None:
        known = [code for code in asked if code in words]
        st.session_state[key] = known[0] if known else first
    _said_anew(key, words)
    return st.selectbox(
        label,
        list(words),
        key=key,
        format_func=words.__getitem__,
        width=width,
        on_change=_into_address,
        args=(key, first),
    )


def _said_anew(key: str, words: Mapping[str, str]) -> None:
    """A box goes on showing the words an option had when it was chosen, unless it is chosen again."""
    chosen, shown = st.session_state.get(key), f"{key}_shown"
    said = words.get(chosen or "", "")
    if said and st.session_state.get(shown, said) != said:
        del st.session_state[key]
        st.session_state[key] = chosen
    st.session_state[shown] = said or words[next(iter(words))]


def several(key: str, label: str, words: Mapping[K, str], *, width: int = 200) -> list[K]:
    """The codes or ids chosen, any number of them; `words`: how each is called."""
    if (asked := _asked_anew(key)) is not None:
        st.session_state[key] = [option for option in words if str(option) in asked]
    return st.multiselect(
        label,
        list(words),
        key=key,
        format_func=words.__getitem__,
        width=width,
        on_change=_into_address,
        args=(key,),
    )


def day(key: str, label: str, default: date, *, width: int = 140) -> date:
    """The day chosen; what the address says is no day, or more than ten years off, is the default."""
    if (asked := _asked_anew(key)) is not None:
        st.session_state[key] = _read(asked, default)
    chosen: date | None = st.date_input(
        label, key=key, format="YYYY-MM-DD", width=width, on_change=_into_address, args=(key,)
    )
    return chosen or default


def _read(asked: Sequence[str], default: date) -> date:
    try:
        found = date.fromisoformat(asked[0]) if asked else default
    except ValueError:
        return default
    return found if abs(found.year - default.year) < 10 else default


def _asked_anew(key: str) -> Sequence[str] | None:
    """What the address asks for; None where it is what this page wrote there itself."""
    asked = st.query_params.get_all(key)
    written = st.session_state.get(f"{key}_address")
    # After another page the choice is forgotten, and the address is asked again.
    if key in st.session_state and asked == written:
        return None
    st.session_state[f"{key}_address"] = asked
    return asked


def _into_address(key: str, first: str = "") -> None:
    chosen = st.session_state[key]
    codes = [str(one) for one in (chosen if isinstance(chosen, list) else [chosen or first])]
    st.session_state[f"{key}_address"] = asked = [] if codes == [first] else codes
    if asked:
        st.query_params[key] = asked
    else:
        st.query_params.pop(key, None)
