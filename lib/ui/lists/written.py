"""What an import has written, and the initial passwords it made, told once."""

from __future__ import annotations

import streamlit as st

from lib.lists.preview import Written
from lib.lists.shape import List
from lib.store.sheets import writing
from lib.ui.session import Session
from lib.ui.widgets import flash
from lib.ui.words import harmless


def keep(here: Session, shape: List, done: Written, name: str) -> None:
    """Has it said when the page is drawn next, until the next file or until it is put away."""
    said = here._(
        "{file}: {new} rows added, {changed} changed, {unchanged} as they were, {waived} left out.",
        file=harmless(name),
        new=f"{done.new:,}",
        changed=f"{done.changed:,}",
        unchanged=f"{done.unchanged:,}",
        waived=f"{done.waived:,}",
    )
    flash(said)
    passwords = _passwords(here, done) if done.passwords else b""
    st.session_state[_key(shape)] = (said, passwords)


def draw(here: Session, shape: List) -> None:
    """What the last import wrote; below it the passwords, until somebody has put them away."""
    if _key(shape) not in st.session_state:
        return
    said, passwords = st.session_state[_key(shape)]
    st.success(said, icon=":material/check_circle:")
    if not passwords:
        return
    _ = here._
    st.warning(
        _(
            "The new people's initial passwords can be taken away only now: they are kept nowhere, and gone once "
            "this page is left or loaded again."
        ),
        icon=":material/key:",
    )
    with st.container(horizontal=True):
        st.download_button(
            _("Initial passwords (Excel)"),
            passwords,
            f"{_('Initial passwords')}.xlsx",
            on_click="ignore",
            type="primary",
            icon=":material/key:",
        )
        st.button(_("Taken away: show them no more"), on_click=_forget, args=(shape,))


def _key(shape: List) -> str:
    return f"list_{shape.name}_written"


def _forget(shape: List) -> None:
    st.session_state.pop(_key(shape), None)


def _passwords(here: Session, done: Written) -> bytes:
    _ = here._
    # A workbook: in a CSV file one that begins with a minus would have to be disguised.
    return writing.workbook(
        _("Initial passwords"), (_("User name"), _("Initial password")), list(done.passwords.items())
    )
