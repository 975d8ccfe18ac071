"""What a round of statutory inspection should bring: the new certificates that are not on record yet."""

from __future__ import annotations

import streamlit as st

from lib.inspections.certificates import wanted
from lib.inspections.round import Round
from lib.people.roles import Permission
from lib.ui import navigation
from lib.ui.session import Session

SHOWN = 5


def draw(here: Session, round: Round) -> None:
    """The assets that lack theirs once the round is begun, each with the way to enter it for who keeps plans."""
    lacking = wanted(here.db, round) if round.begun_at is not None else []
    if not lacking:
        return
    _ = here._
    st.info(
        _("{count} new certificates of this inspection are not on record yet.", count=len(lacking)),
        icon=":material/verified:",
    )
    for asset in lacking[:SHOWN]:
        said = f"{asset.name} · {asset.number}"
        if here.may(Permission.KEEP_PLANS):
            asked = {"plans_tab": "certificates", "asset": asset.number, "round": round.id}
            navigation.link("inspection_plans", said, icon=":material/add:", **asked)
        else:
            st.caption(said)
    if len(lacking) > SHOWN:
        st.caption(_("and {n} more certificates", n=len(lacking) - SHOWN))
