"""The certificates part of the page of plans."""

from __future__ import annotations

import streamlit as st

from lib.inspections import records
from lib.inspections.certificates import wanted
from lib.people.roles import Permission
from lib.ui.certificates import form, table
from lib.ui.lists.panel import list_panel
from lib.ui.session import Session
from lib.ui.widgets import refusal_shown


def draw(here: Session) -> None:
    """The list for everybody who sees plans; entering, correcting, import and export for who keeps them."""
    keeps = here.may(Permission.KEEP_PLANS)
    list_panel("certificates", edits=keeps)
    chosen = table.draw(here)
    if chosen is not None:
        form.told(here, chosen)
    if keeps:
        asset, round_id = _asked(here)
        form.entered(here, chosen, asset=asset, round_id=round_id)
        if chosen is not None:
            form.corrected(here, chosen)
    refusal_shown()


def _asked(here: Session) -> tuple[str, int | None]:
    """The asset the address wants a certificate of, and the round that brought it: then of one asset after another,
    as long as any of them lacks its own."""
    asset, said = st.query_params.get("asset", ""), st.query_params.get("round", "")
    round = records.by_id(here.db, int(said)) if said.isdecimal() else None
    if round is None:
        return asset, None
    lacking = [one.number for one in wanted(here.db, round)]
    if lacking:
        st.caption(
            here._("{count} new certificates of this inspection are not on record yet.", count=len(lacking))
        )
    return asset if asset in lacking or not lacking else lacking[0], round.id
