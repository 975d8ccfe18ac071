"""The posts of one team, edited in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.core.errors import Refusal
from lib.lists.whose import TimeOfDay
from lib.people import posts
from lib.people.posts import KIND_WORDS, all_posts
from lib.ui.duty.chosen import Chosen
from lib.ui.session import current
from lib.ui.table_editor import Row, table_editor

_CLOCK = TimeOfDay()


def draw(chosen: Chosen) -> None:
    """Name, kind, begin, end, phone, in use; new ones in the empty lines below."""
    here = current()
    _ = here._
    kinds = {_(words): kind for kind, words in KIND_WORDS.items()}
    said = {kind: words for words, kind in kinds.items()}
    rows = [
        {
            "id": post.id,
            "name": post.name,
            "kind": said[post.kind],
            "starts": f"{post.starts:%H:%M}",
            "ends": f"{post.ends:%H:%M}",
            "phone": post.phone,
            "active": post.active,
        }
        for post in all_posts(here.db).values()
        if post.team_id == chosen.team_id
    ]
    columns = {
        "name": st.column_config.TextColumn(_("Post"), required=True),
        "kind": st.column_config.SelectboxColumn(_("Kind"), options=list(kinds), required=True),
        "starts": st.column_config.TextColumn(_("Begins"), required=True),
        "ends": st.column_config.TextColumn(_("Ends"), required=True),
        "phone": st.column_config.TextColumn(_("Phone")),
        "active": st.column_config.CheckboxColumn(_("In use"), default=True),
    }

    def save(row: Row | None, changes: dict[str, Any]) -> None:
        values = {**(row or {"active": True}), **changes, "team_id": chosen.team_id}
        posts.save(here.db, _typed(values, kinds), actor=here.actor, now=here.now)

    table_editor(f"duty_posts_{chosen.code}", rows, columns, save=save, may_add=True)
    st.caption(_("A post that ends no later than it begins ends the next day."))


def _typed(values: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    found = {**values, "kind": kinds.get(str(values.get("kind")), "")}
    for bound in ("starts", "ends"):
        try:
            found[bound] = _CLOCK.read(str(values.get(bound) or ""))
        except Refusal as refusal:
            refusal.field = bound
            raise
    return found
