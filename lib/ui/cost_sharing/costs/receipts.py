"""Receipts of cost lines: shown, and attached by who keeps the costs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing import receipts, records
from lib.cost_sharing.actions.costs import Cost, change_cost
from lib.cost_sharing.records import CostLine
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import COST_WORDS
from lib.store import documents, files
from lib.ui.paper_fields import PHOTOS
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import harmless

TURN = "receipts_turn"


def draw(here: Session, statement: Statement, edits: bool) -> None:
    """One line at a time: first those that have none yet, where one may be attached."""
    found = records.cost_lines(here.db, statement.id)
    offered = (
        sorted(found, key=lambda one: bool(one.file_hash)) if edits else [x for x in found if x.file_hash]
    )
    if not offered:
        return
    lacking = sum(not one.file_hash for one in found)
    title = here._("Receipts ({have} of {count} lines)", have=len(found) - lacking, count=len(found))
    with st.expander(title, icon=":material/receipt_long:", key="receipts"):
        one = _chosen(here, offered)
        if one is not None:
            _shown(here, one)
            if edits:
                _attaching(here, one)


def _chosen(here: Session, offered: Sequence[CostLine]) -> CostLine | None:
    lines = {one.id: one for one in offered}
    chosen = st.selectbox(
        here._("Cost line"),
        list(lines),
        format_func=lambda line: _said(here, lines[line]),
        key=f"receipt_of_{_turn()}",
        placeholder="",
    )
    return lines.get(chosen) if chosen is not None else None


def _said(here: Session, one: CostLine) -> str:
    parts = [
        here._(COST_WORDS.get(one.category, one.category)),
        one.words,
        yuan(one.amount_cents),
        one.document,
    ]
    return " · ".join(filter(None, parts)) + (" ✓" if one.file_hash else "")


def _shown(here: Session, one: CostLine) -> None:
    if not one.file_hash:
        return
    kept, path = files.known(here.db, one.file_hash), files.path(one.file_hash)
    if kept.media_type == documents.PDF:
        size = f"{max(1, kept.bytes // 1000):,}"
        st.link_button(
            here._("Download the PDF ({size} kB)", size=size),
            f"/files/{one.file_hash}",
            icon=":material/picture_as_pdf:",
        )
    elif path.is_file():
        st.image(path.read_bytes(), width=420)


def _attaching(here: Session, one: CostLine) -> None:
    _, key = here._, f"receipt_{one.id}_{_turn()}"
    st.file_uploader(
        _("Photo or PDF of the receipt"),
        type=[*PHOTOS, "pdf"],
        key=key,
        accept_multiple_files=True,
        help=_(
            "Several at once: each goes to the lines whose voucher number stands in the name of the file."
        ),
    )
    refusal_shown("photos")
    with st.container(horizontal=True):
        st.button(
            _("Attach the receipt") if not one.file_hash else _("Put it in place of this one"),
            key=f"{key}_attach",
            type="primary",
            icon=":material/attach_file:",
            on_click=_attach,
            args=(one.statement_id, one.id, key),
        )
        if one.file_hash:
            st.button(_("Take the receipt off"), key=f"{key}_off", on_click=_take_off, args=(one.id,))


@guarded()
def _attach(statement_id: int, line_id: int, key: str) -> None:
    """All of the files or none."""
    here, uploads = current(), st.session_state.get(key) or []
    if not uploads:
        raise WrongInput(mark("Please choose the photo or PDF first."), field="photos")
    wanted = (
        {0: [line_id]} if len(uploads) == 1 else _meant(here, statement_id, [one.name for one in uploads])
    )
    names = [receipts.keep(here.db, one.getvalue(), actor=here.actor, now=here.now) for one in uploads]
    with here.db.transaction():
        changed = [_changed(here, line, names[at]) for at, lines in wanted.items() for line in lines]
    said = here._("Receipt attached: {line}", line=harmless(_said(here, changed[0])))
    _next(said if len(changed) == 1 else here._("Receipts attached to {count} lines.", count=len(changed)))


def _meant(here: Session, statement_id: int, names: Sequence[str]) -> dict[int, list[int]]:
    """By the place of each file, the lines it goes to; WrongInput where a name tells of none."""
    lines = records.cost_lines(here.db, statement_id)
    found = {at: receipts.meant_for(name, lines) for at, name in enumerate(names)}
    if lost := [names[at] for at, meant in found.items() if not meant]:
        message = mark("No line has the voucher number in the name of: {names}. Please attach it by itself.")
        raise WrongInput(message, field="photos", names=" · ".join(lost))
    return found


@guarded()
def _take_off(line_id: int) -> None:
    here = current()
    one = _changed(here, line_id, "")
    _next(here._("Receipt taken off: {line}", line=harmless(_said(here, one))))


def _changed(here: Session, line_id: int, file_hash: str) -> CostLine:
    one = records.cost_line(here.db, line_id)
    if one is None:
        raise NotFound(mark("This cost line has been taken out meanwhile."))
    cost = Cost(**{name: getattr(one, name) for name in Cost.__slots__} | {"file_hash": file_hash})
    return change_cost(here.db, actor=here.actor, line_id=line_id, cost=cost, now=here.now)


def _next(said: str) -> None:
    st.session_state[TURN] = _turn() + 1
    flash(said)


def _turn() -> int:
    """Another one after each receipt: then the next line that has none is offered, with an empty field."""
    turn: int = st.session_state.get(TURN, 0)
    return turn
