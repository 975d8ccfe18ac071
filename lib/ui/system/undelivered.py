"""Messages that could not be delivered: why, to be sent again or put away."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.notifications import channels, outcomes, wording
from lib.notifications.outbox import TOPIC_WORDS
from lib.people import accounts
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, when

_TURN = "undelivered_turn"


def draw(here: Session) -> None:
    """The list, newest first; nothing where everything was delivered."""
    _, lost = here._, outcomes.dead(here.db)
    if not lost:
        return
    st.markdown(f"**{_('Not delivered')}** · {len(lost)}")
    names = accounts.names(here.db)
    event = st.dataframe(
        pl.DataFrame([_shown(here, row, names) for row in lost], infer_schema_length=None),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"undelivered_{st.session_state.get(_TURN, 0)}",
    )
    chosen = [lost[at]["id"] for at in event.selection.rows if at < len(lost)]
    ids = chosen or [row["id"] for row in lost]
    with st.container(horizontal=True):
        again = _("Send {count} again", count=len(ids))
        st.button(again, on_click=_send_again, args=(ids,), icon=":material/replay:", key="undelivered_again")
        away = _("Put {count} away", count=len(ids))
        st.button(away, on_click=_put_away, args=(ids,), icon=":material/delete:", key="undelivered_away")


def _shown(here: Session, row: dict[str, Any], names: Any) -> dict[str, Any]:
    _, through = here._, channels.all_channels(here.db).get(row["channel_id"])
    topic = row["topic"]
    return {
        _("When"): when(row["changed_at"]),
        _("Ticket"): row["number"] or "—",
        _("Message"): wording.named(topic, here.language) if topic in TOPIC_WORDS else topic,
        _("Receiver"): row["reporter"] or names.get(row["account_id"], "—"),
        _("Channel"): through.name if through else "—",
        _("Attempts"): row["attempts"],
        _("Why"): _why(here, row["last_error"]),
    }


def _why(here: Session, kept: dict[str, Any]) -> str:
    message = kept.pop("message", "")
    return explain(here.language, Refusal(message, **kept))


@guarded()
def _send_again(ids: list[int]) -> None:
    now = current()
    count = outcomes.send_again(now.db, actor=now.actor, ids=ids, now=now.now)
    _turned()
    flash(now._("{count} messages are being sent again.", count=count))


@guarded()
def _put_away(ids: list[int]) -> None:
    now = current()
    count = outcomes.put_away(now.db, actor=now.actor, ids=ids, now=now.now)
    _turned()
    flash(now._("{count} messages put away.", count=count))


def _turned() -> None:
    """A list of its own for what is left: rows chosen before are others now."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
