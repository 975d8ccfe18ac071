"""From an uploaded file to its preview, and from the preview to what was written."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.lists import exchange, marked
from lib.lists.preview import Outcome, Preview
from lib.lists.shape import List
from lib.ui.lists import rows_shown, written
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import refusal_shown
from lib.ui.words import harmless

TABLES = (
    *("department", "location", "occupancy", "label", "vendor", "team", "contract"),
    *("account", "account_role", "technician", "service", "service_group", "promise", "material"),
    "escalation_rule",
    *("post", "roster", "asset"),
    *("checklist", "plan", "plan_stop", "certificate"),
    *("statement", "cost_line"),
)
"""What a preview may depend on: after a change in one of these it is made anew."""
SIGNS = {
    Outcome.WRONG: ("orange", ":material/warning:"),
    Outcome.NEW: ("green", ":material/add:"),
    Outcome.CHANGED: ("blue", ":material/edit:"),
    Outcome.UNCHANGED: ("gray", ":material/equal:"),
}


def draw(here: Session, shape: List) -> None:
    """The uploader; below it what the file would do, or why it is no such list."""
    turn = st.session_state.get(_key(shape, "turn"), 0)
    file = st.file_uploader(
        here._(
            "Import a file filled in like the template (Excel or CSV); you see what it would change first"
        ),
        key=f"{_key(shape, 'file')}_{turn}",
    )
    refusal_shown("list")
    if file is None:
        written.draw(here, shape)
        return
    try:
        seen = _seen(here, shape, file)
    except Refusal as refusal:
        st.error(harmless(explain(here.language, refusal)), icon=":material/error:")
        return
    _preview(here, seen, file.name)


def _key(shape: List, what: str) -> str:
    return f"list_{shape.name}_{what}"


def _seen(here: Session, shape: List, file: Any) -> Preview:
    """The preview, kept until the file or what it is compared with changes."""
    known = (file.file_id, here.language, here.db.version(TABLES))
    kept = st.session_state.get(_key(shape, "seen"))
    if kept is None or kept[0] != known:
        with st.spinner(here._("Reading the file…")):
            seen = exchange.preview(
                here.db, shape, file.getvalue(), language=here.language, actor=here.actor, now=here.now
            )
        kept = st.session_state[_key(shape, "seen")] = (known, seen)
    found: Preview = kept[1]
    return found


def _preview(here: Session, seen: Preview, name: str) -> None:
    st.markdown(" ".join(_badge(here, outcome, seen.count(outcome)) for outcome in SIGNS))
    unknown = [heading for heading in seen.unknown if heading not in marked.REASON_TITLES]
    if unknown:
        said = here._(
            "These columns mean nothing here and are left alone: {columns}",
            columns=harmless(" · ".join(unknown)),
        )
        st.caption(f":material/view_column: {said}")
    rows_shown.wrong(here, seen)
    _writing(here, seen, name)
    rows_shown.changed(here, seen)
    rows_shown.new(here, seen)


def _badge(here: Session, outcome: Outcome, count: int) -> str:
    colour, icon = SIGNS[outcome]
    words = {
        Outcome.WRONG: here._("{count} rows wrong", count=f"{count:,}"),
        Outcome.NEW: here._("{count} rows new", count=f"{count:,}"),
        Outcome.CHANGED: here._("{count} rows changed", count=f"{count:,}"),
        Outcome.UNCHANGED: here._("{count} rows as they are", count=f"{count:,}"),
    }[outcome]
    return f":{colour if count else 'gray'}-badge[{icon} {words}]"


def _writing(here: Session, seen: Preview, name: str) -> None:
    """The button that writes: at once when all is right, else only once the wrong rows are given up."""
    _, wrong = here._, seen.wrong
    count = seen.count(Outcome.NEW) + seen.count(Outcome.CHANGED)
    if not count:
        said = (
            _("No row can be written yet.")
            if wrong
            else _("Every row is already as the file says: there is nothing to write.")
        )
        st.info(said, icon=":material/info:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if wrong:
            _marked_copy(here, seen, name)
        if count:
            _button(here, seen, name, f"{len(wrong):,}" if wrong else "", f"{count:,}")


def _button(here: Session, seen: Preview, name: str, wrong: str, count: str) -> None:
    _ = here._
    waived = not wrong or st.checkbox(
        _("I leave the {count} wrong rows out", count=wrong),
        # Other wrong rows want another word.
        key=f"{_key(seen.shape, 'waived')}_{hash(tuple(seen.wrong))}",
    )
    st.button(
        _("Skip {wrong} wrong rows, write the other {count}", wrong=wrong, count=count)
        if wrong
        else _("Write {count} rows", count=count),
        key=_key(seen.shape, "write"),
        type="primary",
        disabled=not waived,
        icon=":material/save:",
        on_click=_write,
        args=(seen, name),
    )


def _marked_copy(here: Session, seen: Preview, name: str) -> None:
    st.download_button(
        here._("Your file with the wrong cells marked (Excel)"),
        lambda: marked.marked(seen),
        f"{name.rpartition('.')[0] or name} {here._('marked')}.xlsx",
        on_click="ignore",
        icon=":material/format_color_fill:",
        key=_key(seen.shape, "marked"),
        help=here._("Put the marked cells right in Excel, then choose that file here again."),
    )


def _write(seen: Preview, name: str) -> None:
    here, shape = current(), seen.shape
    with guarded():
        try:
            done = exchange.write(here.db, seen, actor=here.actor, now=here.now, waived=seen.wrong)
        except Refusal as refusal:
            st.session_state.pop(_key(shape, "seen"), None)
            refusal.field = "list"
            raise
        written.keep(here, shape, done, name)
        st.session_state.pop(_key(shape, "seen"), None)
        st.session_state[_key(shape, "turn")] = st.session_state.get(_key(shape, "turn"), 0) + 1
