"""The items of a checklist edited in place; what was typed is published as one new version."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from lib.catalog.services import all_services
from lib.inspections import checklist_keeping
from lib.inspections.checklist_lines import LIMITS
from lib.inspections.checklists import Checklist, checklist, items
from lib.inspections.words import ITEM_KIND_WORDS, ItemKind
from lib.tickets.words import SEVERITY_WORDS
from lib.ui.checklists import lines
from lib.ui.checklists.shown import LIMIT_WORDS
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

_WITHOUT = frozenset({"consultation", "complaint", "suggestion"})
"""Kinds of services no failed item opens a ticket of."""


def draw(here: Session, one: Checklist) -> None:
    """The table, and below it what publishes it or undoes what was typed."""
    _ = here._
    version, rows = _held(here, one)
    if unpublished(one.id):
        st.warning(_("There are changes that are not published yet."), icon=":material/edit_note:")
    st.data_editor(
        rows,
        key=_key(one),
        column_config=_columns(here),
        column_order=[name for name in _columns(here) if name != "item_id"],
        num_rows="dynamic",
        hide_index=True,
        height=min(640, 110 + 35 * len(rows)),
        placeholder="",
    )
    # Streamlit forgets what was typed as soon as another part of the page is shown.
    st.session_state[_draft(one.id)] = st.session_state.get(_key(one)) or {}
    st.caption(
        _(
            "Write another number to move a line; new lines go below, ticked lines can be deleted. A line of another"
            " kind or unit starts readings of its own."
        )
    )
    _say_without_service(here, one, rows)
    refusal_shown()
    with st.container(horizontal=True):
        said = _("Publish version {version}", version=version + 1)
        st.button(
            said,
            key=f"{_key(one)}_publish",
            type="primary",
            on_click=_publish,
            args=(one.id,),
            icon=":material/publish:",
        )
        if unpublished(one.id):
            st.button(_("Undo what was typed"), key=f"{_key(one)}_undo", on_click=_anew, args=(one.id,))


def unpublished(checklist_id: int) -> bool:
    """Whether something was typed into it that is neither published nor undone."""
    typing = st.session_state.get(_key_of(checklist_id)) or st.session_state.get(_draft(checklist_id)) or {}
    return lines.is_typing(typing) or _begun(checklist_id) in st.session_state


def _say_without_service(here: Session, one: Checklist, rows: list[lines.Row]) -> None:
    """No refusal: an item may be looked at without a ticket of a service of its own."""
    _ = here._
    after = lines.merged(rows, st.session_state.get(_key(one)) or {})
    if not (silent := lines.without_service(after, _)):
        return
    named = Counter(row["service"] for row in after if row["service"]).most_common(1)
    numbers = _(", ").join(map(str, silent))
    said = (
        _(
            "Lines {lines} name no service: what fails there opens a ticket of “{service}”.",
            service=named[0][0],
            lines=numbers,
        )
        if named
        else _(
            "Lines {lines} name no service: what fails there opens a ticket without one.",
            lines=numbers,
        )
    )
    st.warning(said, icon=":material/assignment_late:")


def services(here: Session) -> dict[str, str]:
    """The services a failed item can open a ticket of, by code."""
    every = all_services(here.db).values()
    return {
        one.code: f"{one.code} {one.title(here.language)}"
        for one in every
        if one.active and one.kind not in _WITHOUT
    }


def _key(one: Checklist) -> str:
    return _key_of(one.id)


def _key_of(checklist_id: int) -> str:
    return f"checklist_items_{checklist_id}_{st.session_state.get(f'checklist_turn_{checklist_id}', 0)}"


def _draft(checklist_id: int) -> str:
    return f"checklist_draft_{checklist_id}"


def _begun(checklist_id: int) -> str:
    """Set while the rows held are no longer those of the version: what was typed earlier is in them."""
    return f"checklist_begun_{checklist_id}"


def _held(here: Session, one: Checklist) -> tuple[int, list[lines.Row]]:
    """The version and rows as they were when the typing began: another's version below it would mix the two."""
    kept = f"checklist_held_{one.id}"
    if kept in st.session_state and _key(one) not in st.session_state:
        _take_up(one.id)
    if _begun(one.id) in st.session_state:
        pass
    elif kept not in st.session_state or not lines.is_typing(st.session_state.get(_key(one)) or {}):
        shown = lines.rows(items(here.db, one.id, one.version), services(here), here._)
        st.session_state[kept] = (one.version, shown)
    held: tuple[int, list[lines.Row]] = st.session_state[kept]
    return held


def _take_up(checklist_id: int) -> None:
    """The table is drawn again after another part of the page: what was typed becomes part of its rows."""
    typing = st.session_state.pop(_draft(checklist_id), None) or {}
    if lines.is_typing(typing):
        kept = f"checklist_held_{checklist_id}"
        version, rows = st.session_state[kept]
        st.session_state[kept] = (version, lines.merged(rows, typing))
        st.session_state[_begun(checklist_id)] = True


def _publish(checklist_id: int) -> None:
    here = current()
    with guarded():
        one = checklist(here.db, checklist_id)
        version, rows = _held(here, one)
        wanted = lines.typed(rows, st.session_state.get(_key(one)) or {}, services(here), here._)
        done = checklist_keeping.publish(
            here.db, actor=here.actor, checklist_id=checklist_id, version=version, lines=wanted, now=here.now
        )
        _anew(checklist_id)
        said = here._(
            "Version {version} of “{name}” holds now.", version=done.checklist.version, name=one.name
        )
        moved = here._("{n} coming rounds go by it.", n=done.rounds) if done.rounds else ""
        flash(f"{said} {moved}".strip())


def _anew(checklist_id: int) -> None:
    turn = f"checklist_turn_{checklist_id}"
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
    for kept in (f"checklist_held_{checklist_id}", _draft(checklist_id), _begun(checklist_id)):
        st.session_state.pop(kept, None)


def _columns(here: Session) -> dict[str, Any]:
    _, config = here._, st.column_config
    kinds = {kind: _(words) for kind, words in ITEM_KIND_WORDS.items()}
    return {
        "item_id": None,
        "no": config.NumberColumn(_("No."), min_value=0, step=1, width=60),
        "words": config.TextColumn(_("Item"), width=210),
        "kind": config.SelectboxColumn(
            _("Kind of answer"), options=list(kinds.values()), default=kinds[ItemKind.YES_NO], width=90
        ),
        "unit": config.TextColumn(_("Unit"), width=70),
        "service": config.SelectboxColumn(
            _("Service of the ticket"), options=["", *services(here).values()], width=180
        ),
        **{name: config.NumberColumn(_(LIMIT_WORDS[name]), width=84) for name in LIMITS},
        "severity": config.SelectboxColumn(
            _("Severity"), options=["", *(_(words) for words in SEVERITY_WORDS.values())], width=80
        ),
        "needed": config.CheckboxColumn(_("Must be answered"), default=True, width=80),
        "photo": config.CheckboxColumn(_("Photo needed"), default=False, width=80),
        "choices": config.TextColumn(
            _("Answers"), help=_("Several with a semicolon between them."), width=160
        ),
        "bad_choices": config.TextColumn(_("Answers not in order"), width=140),
        "hint": config.TextColumn(_("How to check"), width=260),
    }
