"""One paper: what it says, its photo; for who keeps papers the fields to enter, correct or take it out."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.clock import local_date
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.people import accounts, licences, organisation, paper_keeping
from lib.people.paper_keeping import LONGEST, Said
from lib.people.papers import KIND_WORDS, Paper, PaperKind, all_papers
from lib.places.locations import initials
from lib.store import files
from lib.ui import choices, paper_fields
from lib.ui.choices import ASIDE, Choices
from lib.ui.listed import listed
from lib.ui.paper_fields import DAYS, PHOTOS
from lib.ui.papers.table import ROUND, left_said
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

FIELDS = ("account_id", "kind", "licence", "title", "number", "issued_on", "valid_until", "note")
_TRIED = "paper_tried"


def told(here: Session, one: Paper) -> None:
    """The chosen paper, to be read."""
    _, person = here._, accounts.account(here.db, one.account_id)
    st.subheader(f"{person.name} · {one.name.said(here.language)}")
    left = left_said(here, one, local_date(here.now))
    lines = [
        (_("Kind of paper"), _(KIND_WORDS[one.kind])),
        (_("Number of the paper"), one.number),
        (_("Issued on"), str(one.issued_on or "")),
        (_("Valid until"), f"{one.valid_until} · {left}" if one.valid_until else left),
        (_("Note"), one.note),
    ]
    listed("", [(name, value) for name, value in lines if value])
    paper_fields.photo(one)


def entered(here: Session, like: Paper | None) -> None:
    """A new paper; where one is chosen in the list, its renewal: the same person, kind and name are there already."""
    _, which = here._, f"new{like.id}" if like else "new"
    label = _("Enter a paper") if like is None else _("Enter its renewal, or another paper")
    with st.expander(label, icon=":material/add:", expanded=False):
        _fields(here, which, like, renewal=True)
        st.button(_("Save the paper"), type="primary", on_click=_keep, args=(which,), icon=":material/save:")


def corrected(here: Session, one: Paper) -> None:
    """The chosen paper, to be corrected or taken out."""
    _, person = here._, accounts.account(here.db, one.account_id)
    st.subheader(f"{person.name} · {one.name.said(here.language)}")
    _fields(here, str(one.id), one)
    paper_fields.photo(one)
    with st.container(horizontal=True):
        st.button(
            _("Save the correction"), type="primary", on_click=_change, args=(one.id,), icon=":material/save:"
        )
        with st.popover(_("Take it out"), icon=":material/delete:"):
            st.write(
                _("It will count no more; the log keeps what it said. A renewed paper is entered beside it.")
            )
            st.button(
                _("Take this paper out"), on_click=_remove, args=(one.id,), key=f"remove_paper_{one.id}"
            )


def _key(which: str) -> str:
    return f"paper_{which}_{st.session_state.get(ROUND, 0)}"


def _fields(here: Session, which: str, one: Paper | None, *, renewal: bool = False) -> None:
    _, key = here._, _key(which)
    tried = st.session_state.get(_TRIED) == which
    if tried:
        refusal_shown(elsewhere=(*DAYS, "photos"))
    before = None if renewal else one
    left, right = st.columns(2)
    with left:
        _chosen(_("Person"), _people(here), f"{key}_account_id", one.account_id if one else None)
    kinds = choices.of((kind.value, _(KIND_WORDS[kind])) for kind in PaperKind)
    with right:
        _chosen(_("Kind of paper"), kinds, f"{key}_kind", one.kind if one else PaperKind.LICENCE.value)
    left, right = st.columns(2)
    with left:
        if st.session_state.get(f"{key}_kind") == PaperKind.LICENCE:
            _named(_("Which licence"), _licences(here), f"{key}_licence", one.licence if one else None)
        else:
            _named(_("Name of the paper"), _titles(here), f"{key}_title", one.title if one else None)
    right.text_input(
        _("Number of the paper"),
        before.number if before else "",
        key=f"{key}_number",
        max_chars=LONGEST["number"],
    )
    _days(here, key, before)
    for name in DAYS if tried else ():
        refusal_shown(name)
    st.text_input(_("Note"), before.note if before else "", key=f"{key}_note", max_chars=LONGEST["note"])
    st.file_uploader(_("Photo of the paper"), type=PHOTOS, key=f"{key}_photo")
    if tried:
        refusal_shown("photos")


def _days(here: Session, key: str, before: Paper | None) -> None:
    paper_fields.days(here, key, before)
    endless = before is not None and before.valid_until is None
    st.checkbox(here._("It never ends"), endless, key=f"{key}_endless")


def _chosen(label: str, offered: Choices[Any], key: str, first: Any) -> None:
    at = offered.options.index(first) if first in offered.options else None
    st.selectbox(label, offered.options, at, format_func=offered.say, key=key, placeholder="")


def _named(label: str, offered: Choices[str], key: str, first: str | None) -> None:
    """One of those known, or words of one's own."""
    options = [*offered.options, *([first] if first and first not in offered.options else [])]
    at = options.index(first) if first in options else None
    st.selectbox(
        label, options, at, format_func=offered.say, key=key, accept_new_options=True, placeholder=""
    )


def _people(here: Session) -> Choices[int]:
    teams = organisation.teams(here.db)
    known = [one for one in accounts.all_accounts(here.db).values() if one.active]
    known.sort(key=lambda one: (one.team_id is None, one.team_id or 0, one.id))
    said = ((one.id, one.name, teams[one.team_id].name if one.team_id else "") for one in known)
    return choices.of(
        (account, " · ".join(filter(None, (name, team))) + ASIDE + initials(name))
        for account, name, team in said
    )


def _licences(here: Session) -> Choices[str]:
    return choices.of((code, one.name.said(here.language)) for code, one in licences.known().items())


def _titles(here: Session) -> Choices[str]:
    """How papers are called already: the same name makes a later one the renewal of an earlier."""
    return choices.of((title, title) for title in sorted({one.title for one in all_papers(here.db)} - {""}))


def _said(here: Session, key: str, before: Paper | None) -> Said:
    typed = st.session_state
    if typed[f"{key}_account_id"] is None:
        raise WrongInput(mark("Please say whose paper it is."), field="account_id")
    if typed.get(f"{key}_valid_until") is None and not typed.get(f"{key}_endless"):
        # An end forgotten in haste would make a paper good for ever.
        raise WrongInput(
            mark("Please fill in until when it is valid, or tick that it never ends."), field="valid_until"
        )
    values: dict[str, Any] = {name: typed.get(f"{key}_{name}") for name in FIELDS}
    upload = typed.get(f"{key}_photo")
    kept = files.keep(here.db, upload.getvalue(), now=here.now).hash if upload else ""
    values |= {name: values[name] or "" for name in LONGEST}
    return Said(**values, file_hash=kept or (before.file_hash if before else ""))


@guarded()
def _keep(which: str) -> None:
    here, st.session_state[_TRIED] = current(), which
    said = _said(here, _key(which), None)
    paper_keeping.keep(here.db, actor=here.actor, said=said, now=here.now)
    _next(here._("Paper of {name} saved.", name=accounts.account(here.db, said.account_id).name))


@guarded()
def _change(paper_id: int) -> None:
    here, st.session_state[_TRIED] = current(), str(paper_id)
    said = _said(here, _key(str(paper_id)), paper_keeping.paper(here.db, paper_id))
    paper_keeping.change(here.db, actor=here.actor, paper_id=paper_id, said=said, now=here.now)
    _next(here._("Paper of {name} corrected.", name=accounts.account(here.db, said.account_id).name))


@guarded()
def _remove(paper_id: int) -> None:
    here = current()
    gone = paper_keeping.paper(here.db, paper_id)
    paper_keeping.remove(here.db, actor=here.actor, paper_id=paper_id, now=here.now)
    _next(here._("Paper of {name} taken out.", name=accounts.account(here.db, gone.account_id).name))


def _next(said: str) -> None:
    """Fresh fields: what was typed is kept with the papers now."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    flash(said)
