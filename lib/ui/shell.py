"""What surrounds every page: sign-in, menu, banner, account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import streamlit as st

from lib.ui import chrome, navigation, widgets
from lib.ui.menu import MENU, Entry
from lib.ui.session import Session, current

HOME = "home"


def _page(here: Session, entry: Entry, *, url_path: str, hidden: bool) -> st.Page:
    return st.Page(
        entry.path,
        title=here._(entry.title),
        icon=entry.icon,
        url_path=url_path,
        visibility="hidden" if hidden else "visible",
    )


def _sections(here: Session, entries: list[Entry]) -> Mapping[str, list[st.Page]]:
    """The menu of this person; what is not in it cannot be opened."""
    sections: dict[str, list[st.Page]] = defaultdict(list)
    first = entries[0]
    for entry in entries:
        # Streamlit serves the first page at "/" and nowhere else: it stands there twice, so that its own address works.
        shown = _page(here, entry, url_path=HOME if entry is first else entry.url_path, hidden=entry.hidden)
        sections[here._(entry.section)].append(shown)
    sections[here._(first.section)].append(_page(here, first, url_path=first.url_path, hidden=True))
    return sections


def draw() -> None:
    """One run: the chrome, the menu, then the page."""
    # Before st.navigation: without an icon of ours the browser asks another host for the page's material icon.
    st.set_page_config(page_icon=chrome.icon(), layout="wide")
    here = current()
    entries = [entry for entry in MENU if here.may(entry.permission)]
    if not entries:
        st.info(here._("Your account has no pages yet. Please ask the administrator."))
        chrome.account_menu(here, "/")
        return
    # Expanded: from thirteen pages on Streamlit hides some behind words of its own language.
    page = st.navigation(_sections(here, entries), expanded=True)
    st.set_page_config(page_title=f"{page.title} · {here._('OneStop')}")
    chrome.dress(here)
    navigation.arrived(next((e for e in entries if e.url_path == page.url_path), entries[0]))
    chrome.account_menu(here, navigation.here())
    if here.account.demonstration:
        chrome.banner(here)
    widgets.flashes_shown()
    page.run()


draw()
