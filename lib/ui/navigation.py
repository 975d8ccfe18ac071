"""Going from page to page, always with the parameters of the address, and back to the view one came from."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlencode

import streamlit as st

from lib.ui.menu import Entry, entry
from lib.ui.session import current

HERE, TRAIL = "page_here", "page_trail"
LONGEST_TRAIL = 20
View = tuple[str, dict[str, list[str]]]


def arrived(page: Entry) -> None:
    """Notes, at each drawing of the shell, which view is open: `back` returns there with its filters."""
    view: View = (page.name, {key: st.query_params.get_all(key) for key in st.query_params})
    last: View | None = st.session_state.get(HERE)
    trail: list[View] = st.session_state.setdefault(TRAIL, [])
    if last is not None and last[0] != page.name:
        if trail and trail[-1][0] == page.name:
            trail.pop()
        else:
            trail.append(last)
            del trail[:-LONGEST_TRAIL]
    st.session_state[HERE] = view


def here() -> str:
    """The address of the view that is open, its filters too."""
    view: View = st.session_state[HERE]
    said = urlencode(view[1], doseq=True)
    return f"/{entry(view[0]).url_path}" + (f"?{said}" if said else "")


def go(page: str, **params: Any) -> NoReturn:
    """Opens the page with these parameters and no others; from the script, a callback or a fragment.

    Always with parameters: without them Streamlit refuses to leave a page whose filters are bound to the address.
    """
    _noted_as_left()
    st.switch_page(entry(page).path, query_params=_said(params))


def _noted_as_left() -> None:
    """The view as it is left: what changed inside a fragment since the shell was drawn belongs to it."""
    if (view := st.session_state.get(HERE)) is not None:
        st.session_state[HERE] = (view[0], {key: st.query_params.get_all(key) for key in st.query_params})


def link(page: str, label: str, *, icon: str | None = None, **params: Any) -> None:
    """A link to the page; plain text for who may not open it."""
    there = entry(page)
    if current().may(there.permission):
        st.page_link(there.path, label=label, icon=icon, query_params=_said(params))
    else:
        st.markdown(label)


def address(page: str, **params: Any) -> str:
    """The page's address on this server, for links inside text."""
    said = urlencode(_said(params))
    return f"/{entry(page).url_path}" + (f"?{said}" if said else "")


def back(default: str = "overview") -> None:
    """A button that returns to the view one came from, its filters as they were."""
    _ = current()._
    trail: list[View] = st.session_state.get(TRAIL, [])
    name, params = trail[-1] if trail else (default, {})
    if current().may(entry(name).permission):
        st.page_link(entry(name).path, label=_("Back"), icon=":material/arrow_back:", query_params=params)


def _said(params: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in params.items() if value is not None}
