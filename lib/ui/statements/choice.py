"""Whose statement, and of which period."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.core.clock import local_date
from lib.cost_sharing import vendor_part
from lib.cost_sharing.records import Share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import ANSWER_WORDS, STATUS_WORDS, Answer, Status
from lib.ui import addressed
from lib.ui.cost_sharing.statement_choice import days
from lib.ui.session import Session
from lib.ui.widgets import empty

VENDOR, STATEMENT = "vendor", "statement"
Listed = list[tuple[Statement, Share]]


def draw(here: Session) -> tuple[int, int] | None:
    """The statement and the vendor that are chosen, what waits for an answer first; None where there is none."""
    _ = here._
    vendors = {str(one.id): one.name for one in vendor_part.vendors_with_shares(here.db, here.actor)}
    if not vendors:
        empty(_("No statement has been sent to you yet. You will be told when there is one to check."))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        vendor_id = int(
            _one(VENDOR, _("Maintenance company"), vendors) if len(vendors) > 1 else next(iter(vendors))
        )
        found = sorted(
            vendor_part.listed(here.db, here.actor, vendor_id), key=lambda one: not waits(here, *one)
        )
        chosen = _one(
            STATEMENT, _("Statement"), {str(one.id): named(here, one, share) for one, share in found}
        )
    return int(chosen), vendor_id


def waits(here: Session, statement: Statement, share: Share) -> bool:
    """Whether the vendor has still to answer."""
    return (
        statement.status is Status.CHECKING
        and share.answer is Answer.NONE
        and (statement.answer_by is None or statement.answer_by >= local_date(here.now))
    )


def named(here: Session, statement: Statement, share: Share) -> str:
    """Number, period, and what it waits for."""
    return f"{statement.number} · {days(statement.starts_on, statement.ends_on)} · {_state(here, statement, share)}"


def _state(here: Session, statement: Statement, share: Share) -> str:
    _ = here._
    if waits(here, statement, share):
        return _("waits for the answer")
    if statement.status is Status.CHECKING and share.answer is not Answer.NONE:
        return _("answered ({answer})", answer=_(ANSWER_WORDS[share.answer]))
    return _(STATUS_WORDS[statement.status])


def _one(key: str, label: str, words: Mapping[str, str]) -> str:
    """Another vendor has other statements: a choice that is none there is forgotten."""
    if st.session_state.get(key) not in words:
        st.session_state.pop(key, None)
    return addressed.one(key, label, words, width=380)
