"""Pictures that came with a call or a message: kept at once, hung on the ticket when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from lib.store import files
from lib.ui.entry import draft
from lib.ui.keeping import CHOOSE, KINDS, kept
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import refusal_shown


def draw(here: Session) -> None:
    """Folded away: a call has no pictures."""
    _, held = here._, held_now()
    title = _("Photos ({count})", count=len(held)) if held else _("Photos")
    with st.expander(title, icon=":material/photo_camera:", expanded=bool(held)):
        st.file_uploader(
            _(CHOOSE),
            type=KINDS,
            accept_multiple_files=True,
            key=draft.key("photos"),
            on_change=chosen,
            label_visibility="collapsed",
        )
        if held:
            st.html("".join(_small(here, name) for name in held))
    refusal_shown("photos")


def held_now() -> list[str]:
    """Hashes of the files the form holds."""
    return list(dict.fromkeys(draft.form()["photos"].values()))


def _small(here: Session, name: str) -> str:
    look = "height:4rem;border-radius:4px;margin-right:6px"
    return f'<img src="/files/{name}" alt="{escape(here._("Photo"))}" style="{look}">'


@guarded()
def chosen() -> None:
    """Keeps what was chosen; a file that cannot be read is refused, the others stay. What was kept before another
    page was opened stays too, though the box for files has forgotten it."""
    here, uploads = current(), st.session_state.get(draft.key("photos")) or []
    before: Mapping[str, str] = draft.form()["photos"]
    fresh = [upload for upload in uploads if upload.file_id not in before]
    held = dict(before) if fresh else {u.file_id: before[u.file_id] for u in uploads}
    draft.form()["photos"] = held
    refused = kept(here, fresh[: files.MOST_FILES - len(held)], held)
    if refused:
        raise refused
