"""One cell of the week: who holds that post on that day, chosen by touching names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from lib.core.errors import Refusal
from lib.people import roster
from lib.people.accounts import all_accounts, names
from lib.people.posts import Post, all_posts
from lib.ui.duty.chosen import Chosen
from lib.ui.duty.grid import CELL
from lib.ui.duty.warned import in_words
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

_OWN, _OTHERS, _SAVED = "duty_own", "duty_others", "duty_saved"
FEW = 40
"""Names that are looked through faster than typed."""


def draw(here: Session, chosen: Chosen) -> None:
    """The window of the cell that was touched, if one was."""
    if CELL not in st.session_state:
        return
    post_id, _, day = str(st.session_state[CELL]).partition(":")
    post = all_posts(here.db).get(int(post_id))
    if post is None or post.team_id != chosen.team_id:
        _close()
        return
    on = date.fromisoformat(day)
    title = f"{post.name} · {here._(roster.WEEKDAY_WORDS[on.weekday()])} {on:%m-%d}"
    st.dialog(title, on_dismiss=_close)(_window)(here, post, on)


def _window(here: Session, post: Post, day: date) -> None:
    _ = here._
    there = roster.cells(here.db, day, day, post_ids={post.id}).get((post.id, day), ())
    people = {one.id: one for one in roster.fit(here.db, post)}
    people |= {one: all_accounts(here.db)[one] for one in there if one not in people}
    own = [one for one, who in people.items() if post.team_id is None or who.team_id == post.team_id]
    others = [one for one in people if one not in own]
    refusal_shown("roster")
    for options, what, words in (
        (own, _OWN, _("Who holds this post")),
        (others, _OTHERS, _("Others of the same company")),
    ):
        if options:
            _choice(
                words,
                options,
                there,
                {one: people[one].name for one in options},
                _key(what, post, day, there),
            )
    if not people:
        st.info(_("Nobody belongs to this team or its company yet."), icon=":material/group_off:")
    st.button(
        _("Save"),
        key="duty_save",
        type="primary",
        icon=":material/save:",
        on_click=_save,
        args=(post.id, day, there),
    )
    # A callback inside a window draws only the window again; the week behind it has changed.
    if st.session_state.pop(_SAVED, False):
        st.rerun()


def _key(what: str, post: Post, day: date, there: tuple[int, ...]) -> str:
    """Other people in the cell make other fields: what was chosen before would hide them."""
    return f"{what}_{post.id}_{day}_{'_'.join(map(str, there))}"


def _choice(
    words: str, options: list[int], there: tuple[int, ...], called: Mapping[int, str], key: str
) -> None:
    """A few are touched, many are searched."""
    default = [one for one in options if one in there]
    if key.startswith(_OWN) and len(options) <= FEW:
        st.pills(
            words, options, selection_mode="multi", default=default, format_func=called.__getitem__, key=key
        )
    else:
        st.multiselect(
            words, options, default=default, format_func=called.__getitem__, key=key, placeholder=""
        )


def _save(post_id: int, day: date, before: tuple[int, ...]) -> None:
    here, post = current(), all_posts(current().db)[post_id]
    picked: list[int] = [
        one for what in (_OWN, _OTHERS) for one in st.session_state.get(_key(what, post, day, before)) or []
    ]
    with guarded():
        try:
            roster.hold(
                here.db,
                actor=here.actor,
                post_id=post_id,
                day=day,
                account_ids=picked,
                before=before,
                now=here.now,
            )
        except Refusal as refusal:
            refusal.field = "roster"
            raise
        known = names(here.db)
        who = " · ".join(known[one] for one in sorted(picked)) or here._("nobody")
        said = here._("{day} {post}: {who}", day=f"{day:%m-%d}", post=post.name, who=who)
        flash(" ".join([said, *_warnings(here, post, day, picked)]))
        _close()
        st.session_state[_SAVED] = True


def _warnings(here: Session, post: Post, day: date, picked: list[int]) -> list[str]:
    """What does not go together with what was just saved."""
    found = roster.warnings(here.db, post.team_id, roster.monday(day))
    return [
        f"⚠ {in_words(here, clash)}"
        for clash in found
        if clash.first.account_id in picked
        and any((one.post.id, one.day) == (post.id, day) for one in (clash.first, clash.second))
    ]


def _close() -> None:
    st.session_state.pop(CELL, None)
