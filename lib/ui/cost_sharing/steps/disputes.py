"""The tickets vendors object to, with what they say, and the decision on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing.actions.deciding import decide
from lib.cost_sharing.records import Dispute
from lib.cost_sharing.statement import STEPS, Statement
from lib.cost_sharing.words import DECISION_WORDS, Action, Decision
from lib.people import accounts
from lib.people.organisation import Vendor, vendors
from lib.people.roles import Permission
from lib.tickets import records as tickets
from lib.ui import navigation
from lib.ui.cost_sharing.steps.attempts import about
from lib.ui.session import Session, current
from lib.ui.table_editor import table_editor
from lib.ui.widgets import empty, when
from lib.ui.words import WHOLE, plain

_LINKED = r"number=([^&]+)"
FITS = 16
"""Characters that a cell shows."""
LATER = mark(
    "It is issued already: a decision changes nothing in it, a later statement carries the difference."
)


def draw(here: Session, statement: Statement, found: Sequence[Dispute]) -> None:
    """The undecided first; for who keeps statements to be decided on in the table, several at once."""
    if not found:
        empty(here._("No vendor objects to a ticket."), icon=":material/gavel:")
        return
    editable = statement.status in STEPS[Action.DECIDE].starts and here.may(Permission.KEEP_SHARING)
    n = sum(one.decision is Decision.NONE for one in found)
    said = here._("{n} disputed tickets, {open} of them not decided on and held out.", n=len(found), open=n)
    st.caption(f"{said} {here._(LATER)}" if statement.is_frozen and n else said)
    table_editor(
        f"disputes_{statement.id}",
        [
            _row(here, one)
            for one in sorted(found, key=lambda one: (one.decision is not Decision.NONE, one.id))
        ],
        _columns(here),
        save=_save,
        editable=editable,
        fixed=("ticket", "vendor", "words", "raised", "decided"),
    )
    _read(here, found)


def _read(here: Session, found: Sequence[Dispute]) -> None:
    """What vendors say, whole: a cell of the table cuts it short."""
    if all(len(one.words) <= FITS for one in found):
        return
    with st.expander(here._("What the vendors say, in full"), icon=":material/format_quote:"):
        st.markdown("\n".join(f"- {_said(here, one)}" for one in found))


def _said(here: Session, one: Dispute) -> str:
    number, vendor = _number(here, one), vendors(here.db)[one.vendor_id]
    link = f"[{number}]({navigation.address('ticket', number=number)})"
    return f"{link} {plain(vendor.name)} · {plain(one.words, WHOLE)}"


def _number(here: Session, one: Dispute) -> str:
    ticket = tickets.by_id(here.db, one.ticket_id)
    return ticket.number if ticket else str(one.ticket_id)


def _columns(here: Session) -> dict[str, Any]:
    _ = here._
    return {
        "ticket": st.column_config.LinkColumn(_("Ticket"), display_text=_LINKED, pinned=True),
        "vendor": st.column_config.TextColumn(_("Vendor"), width=140),
        "words": st.column_config.TextColumn(_("Why it objects"), width=230),
        "decision": st.column_config.SelectboxColumn(
            _("Decision"), options=list(_decisions(here)), width=150
        ),
        "moved_to": st.column_config.SelectboxColumn(
            _("To which vendor"), options=list(_companies(here)), width=150
        ),
        "reason": st.column_config.TextColumn(_("Why, as the vendors read it"), width=230),
        "raised": st.column_config.TextColumn(_("Raised")),
        "decided": st.column_config.TextColumn(_("Decided")),
    }


def _decisions(here: Session) -> dict[str, Decision]:
    return {here._(words): Decision(code) for code, words in DECISION_WORDS.items() if code}


def _called(vendor: Vendor) -> str:
    return f"{vendor.code} {vendor.name}"


def _companies(here: Session) -> dict[str, int]:
    outside = (one for one in vendors(here.db).values() if one.active and not one.internal)
    return {_called(one): one.id for one in sorted(outside, key=lambda one: one.code)}


def _row(here: Session, one: Dispute) -> dict[str, Any]:
    number = _number(here, one)
    return {
        "id": one.id,
        "before": one,
        "number": number,
        "ticket": navigation.address("ticket", number=number),
        "vendor": _called(vendors(here.db)[one.vendor_id]),
        "words": one.words,
        "raised": _by(here, one.raised_by, when(one.raised_at)),
        "decision": here._(DECISION_WORDS[one.decision]) if one.decision else None,
        "moved_to": _called(vendors(here.db)[one.moved_to]) if one.moved_to else None,
        "reason": one.reason,
        "decided": _by(here, one.decided_by, when(one.decided_at)),
    }


def _by(here: Session, account_id: int | None, at: str) -> str:
    return " ".join(filter(None, (at, accounts.names(here.db).get(account_id or 0, ""))))


def _save(row: Mapping[str, Any] | None, changes: dict[str, Any]) -> object:
    assert row is not None
    here, before = current(), row["before"]
    decision = _decisions(here)[changes["decision"]] if changes.get("decision") else before.decision
    moved_to = _companies(here).get(changes["moved_to"] or "") if "moved_to" in changes else before.moved_to
    with about(row["number"]):
        if not decision:
            raise WrongInput(mark("Please choose the decision as well."))
        return decide(
            here.db,
            actor=here.actor,
            dispute_id=row["id"],
            decision=decision,
            moved_to=moved_to,
            reason=str(changes.get("reason", before.reason) or ""),
            now=here.now,
        )
