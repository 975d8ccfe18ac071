"""A step somebody tried: what came of it is said where it was tried, and what was typed for it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.core.errors import Refusal, TooLate, WrongInput
from lib.core.i18n import Language, Words, explain, mark
from lib.ui.session import current
from lib.ui.words import WHOLE, harmless, plain

REFUSED = "steps_refused"


@contextmanager
def tried(place: str, typed: str = "") -> Iterator[None]:
    """Around what a button of this panel does: a refusal is kept for `refused(place)`, faults go on to the log.

    Apart from the page's own refusal, which belongs to the fields beside this panel. `typed`: where somebody was
    faster the field may be gone, and what was typed in it is still to be read."""
    st.session_state.pop(REFUSED, None)
    try:
        yield
    except Refusal as refusal:
        lost = typed if isinstance(refusal, TooLate) else ""
        st.session_state[REFUSED] = (place, explain(current().language, refusal), lost)


@contextmanager
def about(row: str) -> Iterator[None]:
    """Around what is written for one row of a table: a refusal says which one it is about."""
    try:
        yield
    except Refusal as refusal:
        why = Words(en=explain(Language.EN, refusal), zh=explain(Language.ZH, refusal))
        raise WrongInput(mark("{what}: {why}"), what=row, why=why) from refusal


def refused(place: str) -> None:
    """Says, once, why it could not be done there."""
    kept: tuple[str, str, str] | None = st.session_state.get(REFUSED)
    if kept is not None and kept[0] == place:
        del st.session_state[REFUSED]
        st.error(harmless(kept[1]), icon=":material/error:")
        if kept[2]:
            said = current()._("What you had typed: {words}", words=plain(kept[2], WHOLE))
            st.info(said, icon=":material/edit_note:")
