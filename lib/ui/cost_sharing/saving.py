"""What is typed and not saved yet: said above the workbench, saved or dropped there."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.core.errors import TooLate
from lib.core.i18n import mark
from lib.cost_sharing import records
from lib.cost_sharing.actions.changing import change
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import ACTION_WORDS, Status
from lib.people.roles import Permission
from lib.ui.cost_sharing import draft as drafts
from lib.ui.cost_sharing import fields
from lib.ui.cost_sharing.draft import Draft
from lib.ui.cost_sharing.steps import told
from lib.ui.session import REFUSED, Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("starts_on", "ends_on"), mark("Period")),
    **dict.fromkeys(("pool_from", "pool"), mark("Pool")),
    "vendors": mark("Fixed parts, floors and caps"),
    **dict.fromkeys(("lowest", "highest", "least_n"), mark("Quality factor")),
    **dict.fromkeys(
        ("tax_rate", "tax_included", "payee", "payee_shares", "answer_days"),
        mark("Tax, payee, days to answer"),
    ),
}
"""Under which words a changed field is told."""
METHOD, QUALITY, COUNTING = mark("Method"), mark("Quality factor"), mark("What counts")


def draw(draft: Draft) -> None:
    """Which parts are changed, with the buttons; a quiet line where nothing is."""
    here = current()
    _ = here._
    if (kept := st.session_state.get(REFUSED)) is not None and kept[1] is None:
        refusal_shown()
    # One place for both: what stands below does not move when the first key is pressed.
    with st.container(horizontal=True, vertical_alignment="center", key="sharing_saving"):
        if not (changed := list(dict.fromkeys(_group(name) for name in draft.changed))):
            st.caption(
                _("Everything is saved. What you change is computed at once, and kept when you save it.")
            )
            return
        said = _(", ").join(_(group) for group in changed)
        st.markdown(f":orange-badge[:material/edit: {_('Not saved yet')}] {said}", width="content")
        st.button(
            _("Save changes"),
            type="primary",
            icon=":material/save:",
            on_click=_save,
            args=(draft.statement,),
            key="sharing_save",
        )
        st.button(
            _("Undo what was typed"), on_click=drafts.dropped, args=(draft.statement,), key="sharing_undo"
        )


def reminder(statement: Statement) -> None:
    """The same on the other parts of the page, only where something is not saved: the next step takes what is saved."""
    if statement.status is Status.DRAFT and current().may(Permission.KEEP_SHARING):
        draft = drafts.of(statement)
        if draft.changed:
            draw(draft)


def _group(name: str) -> str:
    if name.startswith("weight_"):
        return METHOD
    return GROUPS.get(name, QUALITY if name.startswith("quality_") else COUNTING)


def _save(seen: Statement) -> None:
    """Writes what is typed. Whoever was faster is told; what they changed elsewhere is kept, and saving again writes
    over it only where both typed."""
    here = current()
    drafts.gathered(seen.id)
    with guarded():
        newest = records.by_id(here.db, seen.id) or seen
        asked = fields.asked(drafts.of(newest).values)
        if newest.version != seen.version:
            raise _meanwhile(here, seen)
        written = change(
            here.db,
            actor=here.actor,
            statement_id=seen.id,
            version=seen.version,
            now=here.now,
            starts_on=asked.starts_on,
            ends_on=asked.ends_on,
            scheme=asked.scheme,
            pool_cents=asked.pool_cents,
        )
        drafts.dropped(seen)
        flash(here._("{number} saved.", number=written.number))


def _meanwhile(here: Session, seen: Statement) -> TooLate:
    """What others did since, and that nothing typed here is lost."""
    later = [event for event in records.events(here.db, seen.id) if event.seq > seen.version]
    what = [told.about(here, event) or here._(ACTION_WORDS[event.action]) for event in later]
    return TooLate(
        mark("{who} was faster: {what}. What you typed is still here and not saved; look, then save again."),
        who=here._(", ").join(dict.fromkeys(event.actor_name for event in later)),
        what=here._("; ").join(what),
    )
