"""The frame around the pages: logo, account, banner, and Streamlit's own words replaced or hidden."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from lib.core.i18n import Language, mark, say
from lib.people.roles import ROLE_WORDS
from lib.ui.session import Session

COMPONENTS = Path(__file__).parent / "components"
UPLOADER_WORDS = {
    "PER_FILE": mark("at most {size} per file"),
    "TOO_LARGE": mark("The file is too large: at most {size}."),
    "PICTURES": mark("photos and short films"),
    "PAPERS": mark("a photo or a PDF file"),
}
# What Streamlit says in English and cannot be told to say otherwise.
STREAMLIT_WORDS = (
    mark("Upload"),
    mark("Browse files"),
    mark("file upload"),
    mark("Help for"),
    mark("Choose options"),
    mark("Choose an option"),
    mark("Select..."),
    mark("Select all"),
    mark("No results"),
    mark("No options to select"),
    mark("No options to select."),
    mark("No data"),
    mark("empty"),
    mark("None"),
    mark("Type to search"),
    mark("Search"),
    mark("Fullscreen"),
    mark("Close fullscreen"),
    mark("Download as CSV"),
    mark("Show/hide columns"),
    mark("Sort ascending"),
    mark("Sort descending"),
    mark("Autosize"),
    mark("Pin column"),
    mark("Unpin column"),
    mark("Hide column"),
    mark("Format"),
    mark("Add row"),
    mark("Delete row(s)"),
    mark("Clear selection"),
    mark("Clear value"),
    mark("Clear all"),
    mark("Choose date"),
    mark("Choose date range"),
    mark("Choose date and time"),
    mark("Previous month"),
    mark("Next month"),
    mark("Copy to clipboard"),
    mark("Open"),
    mark("Stop"),
    mark("Running..."),
    mark("Connecting"),
    mark("Connection error"),
    mark("Page not found"),
    mark("The page that you have requested does not seem to exist. Running the app's main page."),
    mark("App pages"),
    mark("Main menu"),
    mark("View more"),
    mark("View less"),
    mark("Show password text"),
    mark("Show password"),
    mark("Hide password"),
    mark("Hide password text"),
    mark("Skip to main content"),
    mark("Sidebar"),
    mark("Collapse sidebar"),
    mark("Expand sidebar"),
    mark("Logo"),
    mark("Navigate to home page"),
    mark("Link to heading"),
    mark("Increment"),
    mark("Decrement"),
    mark("Shortcut Ctrl + Enter"),
    mark("Remove"),
    mark("Feedback rating"),
    mark("1 out of 5 stars"),
    mark("2 out of 5 stars"),
    mark("3 out of 5 stars"),
    mark("4 out of 5 stars"),
    mark("5 out of 5 stars"),
    mark("yyyy"),
    mark("mm"),
    mark("dd"),
    mark("year"),
    mark("month"),
    mark("day"),
    mark("hour"),
    mark("minute"),
)
# The same word means something else in our own catalogue.
STREAMLIT_MEANS = {"Close": mark("Close window")}


@cache
def _file(name: str) -> str:
    return (COMPONENTS / name).read_text(encoding="utf-8")


@cache
def icon() -> str:
    """The picture in the browser's tab. Never a material one there: Streamlit fetches it from another host."""
    return _file("icon.svg")


@cache
def _dressing(language: Language) -> str:
    """Styles and scripts in one element; the same text in every run, so that the browser keeps it."""
    scripts = [_file("polyfill.js"), _file("signed_in.js")]
    if language is not Language.EN:
        meant = {word: word for word in STREAMLIT_WORDS} | STREAMLIT_MEANS
        words = {word: say(language, message) for word, message in meant.items()}
        said = {"WORDS": words, **{name: say(language, message) for name, message in UPLOADER_WORDS.items()}}
        consts = "".join(f"const {name} = {_js(value)};" for name, value in said.items())
        scripts.append(f"(() => {{ {consts}\n{_file('words.js')} }})()")
    return f"<style>{_file('chrome.css')}</style><script>{';'.join(scripts)}</script>"


def _js(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def dress(here: Session) -> None:
    """Logo, styles, the words Streamlit would say in English, what old browsers lack."""
    st.logo(_file("logo.svg").replace("NAME", here._("OneStop")), icon_image=icon(), size="large")
    st.html(_dressing(here.language), unsafe_allow_javascript=True)


def banner(here: Session) -> None:
    """Says that nothing here is real."""
    st.html(f'<p class="onestop-banner">{here._("Demonstration hospital: nothing here is real.")}</p>')


def account_menu(here: Session, address: str) -> None:
    """Who is signed in, the language (and back to this address), the password, signing out."""
    _ = here._
    roles = " · ".join(_(ROLE_WORDS[role]) for role in ROLE_WORDS if role in here.actor.roles)
    other = Language.EN if here.language is Language.ZH else Language.ZH
    switch = f"/language?to={other}&next={quote(address, safe='')}"
    with st.sidebar.popover(here.account.name, icon=":material/account_circle:", width="stretch"):
        st.caption(f"{here.account.username} · {roles}")
        st.html(
            f'<div class="onestop-account"><a href="{escape(switch)}" target="_self">{LANGUAGE_NAMES[other]}</a>'
            f'<a href="/password" target="_self">{_("Change password")}</a>'
            f'<form method="post" action="/sign-out"><button>{_("Sign out")}</button></form>'
            '<form method="post" action="/sign-out"><input type="hidden" name="everywhere" value="1">'
            f"<button>{_('Sign out everywhere')}</button></form></div>"
        )


# Each language is offered in itself, for who cannot read the other.
LANGUAGE_NAMES = {Language.EN: "English", Language.ZH: say(Language.ZH, mark("Chinese language"))}
