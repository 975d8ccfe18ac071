"""The box for a message from the group, the strip of its drafts, and the message with what was used of it marked."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.tickets.messages.drafts import Part
from lib.ui.entry import draft, pasted
from lib.ui.entry.pasted import Pasted
from lib.ui.session import Session
from lib.ui.widgets import refusal_shown
from lib.ui.words import plain

WORDS_ON_A_PILL = 8
LOOKS = {
    "now": "background:rgb(0 121 107 / 22%)",
    "place": "background:rgb(0 121 107 / 22%);text-decoration:underline;text-underline-offset:3px",
    "sent": "opacity:.45;text-decoration:line-through",
    "later": "",
}


def first() -> tuple[str, str]:
    """Where the cursor goes, and the turn it goes there for: the box for a message, what a draft lacks, the phone."""
    found = pasted.pasted()
    if found is not None:
        lacking = "words" if draft.value("place") or found.now.candidates else "place"
        return draft.key(lacking), f"{draft.turn()} {found.at}"
    if pasted.awaited():
        return pasted.BOX, f"{draft.turn()} box"
    return draft.key("phone"), str(draft.turn())


def draw(here: Session) -> None:
    """The box, or the drafts of what was pasted into it."""
    found = pasted.pasted()
    if found is not None:
        if len(found.drafts) > 1:
            _strip(here, found)
    elif pasted.awaited():
        _box(here)


def _box(here: Session) -> None:
    _ = here._
    st.text_area(
        _("Paste the message here"),
        key=pasted.BOX,
        height=96,
        max_chars=pasted.LONGEST,
        on_change=pasted.cut,
        placeholder=_(
            "Ctrl+V, then Ctrl+Enter: it is cut into place, words and caller; several items become several forms"
        ),
        label_visibility="collapsed",
        persist_state="session",
    )
    refusal_shown(pasted.BOX)


def _strip(here: Session, found: Pasted) -> None:
    _ = here._
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="entry_strip"):
        st.markdown(
            f"**{_('Item {at} of {items}', at=found.at + 1, items=len(found.drafts))}**", width="content"
        )
        st.pills(
            _("Items of the message"),
            range(len(found.drafts)),
            default=found.at,
            required=True,
            format_func=lambda i: _pill(found, i),
            key=f"entry_drafts_{found.at}_{len(found.sent)}_{len(found.kept)}",
            on_change=_chosen,
            args=(f"entry_drafts_{found.at}_{len(found.sent)}_{len(found.kept)}",),
            label_visibility="collapsed",
            width="stretch",
            wrap=True,
        )
        st.button(
            _("Skip"), icon=":material/skip_next:", on_click=pasted.skip, key="entry_skip", shortcut="Alt+N",
            type="tertiary",
        )  # fmt: skip


def _chosen(key: str) -> None:
    at = st.session_state.get(key)
    if at is not None:
        pasted.go_to(at)


def _pill(found: Pasted, at: int) -> str:
    words = found.drafts[at].words
    short = words if len(words) <= WORDS_ON_A_PILL else words[: WORDS_ON_A_PILL - 1] + "…"
    icon = ":material/check_circle: " if at in found.sent else ""
    return f"{icon}{at + 1} {plain(short)}"


def original(here: Session) -> None:
    """Beside the form: the whole message as it came, the part that stands in the form marked."""
    found = pasted.pasted()
    if found is None:
        return
    _ = here._
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/chat: **{_('The message')}**")
            st.button(
                _("Put away"), icon=":material/close:", on_click=pasted.put_away, key="entry_put_away",
                type="tertiary", help=_("The message goes back into the box; tickets already sent stay"),
            )  # fmt: skip
        st.html(
            '<div style="white-space:pre-wrap;overflow-wrap:anywhere;max-height:15rem;overflow-y:auto;'
            f'line-height:1.6">{_marked(found)}</div>'
        )


def _marked(found: Pasted) -> str:
    """The message as HTML, each stretch dressed as what it is now."""
    looks = ["later"] * len(found.message)
    # The one in the form last: a sentence about two rooms belongs to two drafts.
    for i, each in sorted(enumerate(found.drafts), key=lambda one: one[0] == found.at):
        look = "now" if i == found.at else "sent" if i in found.sent else ""
        for (start, end), part in each.parts:
            if look and (part is not Part.ANSWER):
                looks[start:end] = [look] * (end - start)
    for start, end in found.now.places:
        looks[start:end] = ["place"] * (end - start)
    pieces, at = [], 0
    for i in range(1, len(looks) + 1):
        if i == len(looks) or looks[i] != looks[at]:
            style = LOOKS[looks[at]]
            text = escape(found.message[at:i])
            pieces.append(f'<span style="{style}">{text}</span>' if style else text)
            at = i
    return "".join(pieces)
