"""The papers part of the people page."""

from __future__ import annotations

import streamlit as st

from lib.people import licences, paper_keeping
from lib.people.papers import KIND_WORDS, TO_REQUIRE, nobody_holds, required
from lib.people.roles import Permission
from lib.ui.lists.panel import list_panel
from lib.ui.papers import exempted, form, table
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown


def draw() -> None:
    """The list for everybody who may see papers; entering, correcting, import and export for who keeps them."""
    here = current()
    keeps = here.may(Permission.KEEP_PAPERS)
    list_panel("papers", edits=keeps, exports=False)
    unheld(here)
    chosen = table.draw(here)
    if not keeps:
        refusal_shown()
        if chosen is not None:
            form.told(here, chosen)
    else:
        if chosen is not None:
            form.corrected(here, chosen)
        form.entered(here, chosen)
        refusal_shown()
    exempted.draw(here)
    _required(here)


def _required(here: Session) -> None:
    """Which kinds every technician must hold; for administrators to decide."""
    if not here.may(Permission.ADMINISTER):
        return
    _ = here._
    with st.expander(_("What every technician must hold"), icon=":material/rule:"):
        st.write(
            _(
                "Whoever holds no valid paper of such a kind is given no work, unless a dispatcher makes an exception. "
                "Licences are asked for by the services that need them; see the catalogue."
            )
        )
        st.multiselect(
            _("Kinds of papers"),
            list(TO_REQUIRE),
            list(required(here.db)),
            format_func=lambda kind: _(KIND_WORDS[kind]),
            key="required_papers",
        )
        st.button(_("Save what is required"), on_click=_require)


@guarded()
def _require() -> None:
    here = current()
    paper_keeping.require_kinds(
        here.db, actor=here.actor, kinds=st.session_state["required_papers"], now=here.now
    )
    flash(here._("Saved; it holds from now on."))


def unheld(here: Session) -> None:
    """Licences that services ask for and nobody holds: nobody can take such jobs."""
    if not here.may(Permission.KEEP_PAPERS):
        return
    names = [licences.licence(code).name.said(here.language) for code in nobody_holds(here.db)]
    if names:
        st.warning(
            here._(
                "Services ask for these licences, but nobody's is on record, so nobody can take such jobs: {names}.",
                names=here._(", ").join(names),
            ),
            icon=":material/badge:",
        )
