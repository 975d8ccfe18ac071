"""Who does the rounds of a plan, in its form: a person, a duty post, a team, a vendor, or the inspectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lib.core.i18n import mark
from lib.inspections.plans import Plan
from lib.store.database import Database
from lib.ui.choices import Choices
from lib.ui.plans.offered import campuses, doers, posts_offered, teams_offered, vendors_offered
from lib.ui.session import Session
from lib.ui.widgets import refusal_shown

INSPECTORS = "inspectors"
KIND_WORDS: Mapping[str, str] = {
    "team_id": mark("Team"),
    "post_id": mark("Post"),
    "account_id": mark("Person"),
    "vendor_id": mark("Vendor"),
    INSPECTORS: mark("Inspectors"),
}
_OFFERED: Mapping[str, Callable[[Database], Choices[int]]] = {
    "team_id": teams_offered,
    "post_id": posts_offered,
    "account_id": doers,
    "vendor_id": vendors_offered,
}


def draw(here: Session, key: str, like: Plan | None) -> None:
    """The kind of doer, who of them, and the campus."""
    _ = here._
    kind_at, who_at, campus_at = st.columns([2, 2, 1])
    first = _kind_of(like) if like else "team_id"
    kind = kind_at.segmented_control(
        _("Done by"),
        list(KIND_WORDS),
        default=first,
        format_func=lambda one: _(KIND_WORDS[one]),
        key=f"{key}_who",
        required=True,
    )
    if kind in _OFFERED:
        offered = _OFFERED[kind](here.db)
        now = getattr(like, kind) if like and kind == first else None
        who_at.selectbox(
            _(KIND_WORDS[kind]),
            offered.options,
            offered.options.index(now) if now in offered.options else None,
            format_func=offered.say,
            key=f"{key}_{kind}",
            placeholder=_("Name or pinyin initials"),
        )
    else:
        who_at.caption(_("Every inspector of the campus sees these rounds; whoever begins one does it."))
    known = campuses(here.db)
    campus_at.selectbox(
        _("Campus"),
        known.options,
        known.options.index(like.campus_id) if like and like.campus_id in known.options else None,
        format_func=known.say,
        key=f"{key}_campus_id",
        placeholder=_("that of the first stop"),
    )
    for field in (*_OFFERED, "campus_id"):
        refusal_shown(field)


def _kind_of(plan: Plan) -> str:
    """A person's team stands beside them; what is named first does it."""
    for kind in ("account_id", "post_id", "team_id", "vendor_id"):
        if getattr(plan, kind) is not None:
            return kind
    return INSPECTORS


def chosen(key: str) -> Mapping[str, Any]:
    """Ids of who does it, None where nobody of the kind is named."""
    kind = st.session_state.get(f"{key}_who", INSPECTORS)
    found: dict[str, Any] = dict.fromkeys(_OFFERED)
    if kind in _OFFERED:
        found[kind] = st.session_state.get(f"{key}_{kind}")
    return {**found, "campus_id": st.session_state.get(f"{key}_campus_id")}
