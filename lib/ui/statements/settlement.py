"""Who took which step of a statement and when, and how the vendor's part is settled."""

from __future__ import annotations

import streamlit as st

from lib.core.clock import full_time
from lib.cost_sharing import records
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.words import ANSWER_WORDS, SETTLED_WORDS, Action, Answer
from lib.people import accounts
from lib.ui.listed import listed
from lib.ui.session import Session

TOLD = (Action.SEND, Action.CHECK, Action.APPROVE, Action.SETTLE)
"""The steps a vendor is told of; what other vendors answer is theirs."""


def draw(here: Session, part: VendorPart) -> None:
    """Two lists of lines."""
    _steps(here, part)
    _settled(here, part)


def _steps(here: Session, part: VendorPart) -> None:
    _, share, statement = here._, part.share, part.statement
    words = {
        Action.SEND: _("Sent for checking"),
        Action.CHECK: _("Checked by the hospital"),
        Action.APPROVE: _("Approved and issued by the hospital"),
        Action.SETTLE: _("Settled by the hospital"),
    }
    last = {one.action: one for one in records.events(here.db, statement.id) if one.action in TOLD}
    sent = last[Action.SEND].seq if Action.SEND in last else 0
    lines = [
        (words[one], f"{full_time(last[one].happened_at)[:16]} {last[one].actor_name}")
        for one in TOLD
        if one in last and last[one].seq >= sent
    ]
    said = _(ANSWER_WORDS[share.answer])
    if share.answer is not Answer.NONE:
        name = accounts.names(here.db).get(share.answered_by or 0, "")
        said = f"{said} · {full_time(share.answered_at)[:16]} {name}"
    lines.insert(1, (_("Answer of the company"), said))
    listed(_("Steps"), lines)


def _settled(here: Session, part: VendorPart) -> None:
    _, share = here._, part.share
    lines = [
        (_("Way of settlement"), _(SETTLED_WORDS[share.settled_how]) if share.settled_how else "—"),
        (_("Invoice number"), share.invoice_number or "—"),
        (_("Invoice of"), str(share.invoiced_on or "—")),
        (_("Paid or deducted on"), str(share.paid_on or "—")),
        (_("Payee"), part.payee or "—"),
    ]
    listed(_("Settlement"), lines)
    if part.statement.hash:
        st.caption(_("Verification code of the statement: {code}", code=part.statement.hash))
