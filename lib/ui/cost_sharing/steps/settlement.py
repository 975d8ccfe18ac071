"""How each vendor settles its share: way, invoice, dates; entered for many at once, or looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from lib.core.clock import local_date
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing import records
from lib.cost_sharing.actions.settling import record
from lib.cost_sharing.records import Share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import SETTLED_WORDS, SettledHow, Status
from lib.people.organisation import vendors
from lib.people.roles import Permission
from lib.ui.cost_sharing.steps.attempts import about, refused, tried
from lib.ui.session import Session, current
from lib.ui.table_editor import table_editor
from lib.ui.widgets import empty, flash

PLACE = "settlement"
TYPED = ("settled_how", "invoice_number", "invoiced_on", "paid_on")


def key(statement_id: int) -> str:
    """The table's key in the session."""
    return f"settlement_{statement_id}"


def missing(found: Mapping[int, Share]) -> list[Share]:
    """Those of which nobody has said how they are settled, or when it was deducted."""
    return [share for share in found.values() if not share.settled_how or _without_day(share)]


def _without_day(share: Share) -> bool:
    return bool(share.settled_how == SettledHow.DEDUCTION and share.total_cents and not share.paid_on)


def draw(here: Session, statement: Statement, found: Mapping[int, Share]) -> None:
    """The table; for who keeps statements to be typed in as long as it is issued and not settled."""
    if not statement.is_frozen:
        empty(here._("How it is settled is entered once it has been issued."), icon=":material/payments:")
        return
    editable = statement.status is Status.ISSUED and here.may(Permission.KEEP_SHARING)
    if editable and missing(found):
        _for_all(here, statement, missing(found))
    table_editor(
        key(statement.id),
        [_row(here, share) for share in found.values()],
        _columns(here),
        save=_save(statement.id),
        editable=editable,
        fixed=("vendor", "total"),
    )


def _columns(here: Session) -> dict[str, Any]:
    _ = here._
    ways = [_(words) for words in SETTLED_WORDS.values()]
    return {
        "vendor": st.column_config.TextColumn(_("Vendor"), pinned=True),
        "total": st.column_config.TextColumn(_("To pay"), alignment="right"),
        "settled_how": st.column_config.SelectboxColumn(_("How it is settled"), options=ways),
        "invoice_number": st.column_config.TextColumn(_("Invoice number")),
        "invoiced_on": st.column_config.DateColumn(_("Invoiced on"), format="YYYY-MM-DD"),
        "paid_on": st.column_config.DateColumn(_("Paid or deducted on"), format="YYYY-MM-DD"),
    }


def _row(here: Session, share: Share) -> dict[str, Any]:
    vendor = vendors(here.db)[share.vendor_id]
    return {
        "vendor_id": share.vendor_id,
        "vendor": f"{vendor.code} {vendor.name}",
        "total": yuan(share.total_cents),
        "settled_how": here._(SETTLED_WORDS[share.settled_how]) if share.settled_how else None,
        "invoice_number": share.invoice_number,
        "invoiced_on": share.invoiced_on,
        "paid_on": share.paid_on,
    }


def _save(statement_id: int) -> Any:
    """One use case per row: what was left alone is taken as it is by now, others may have entered it."""

    def save(row: Mapping[str, Any] | None, changes: dict[str, Any]) -> object:
        assert row is not None
        here = current()
        with about(row["vendor"]):
            return _record(here, statement_id, row["vendor_id"], _known(here, changes))

    return save


def _known(here: Session, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as it is kept."""
    ways = {here._(words): way for way, words in SETTLED_WORDS.items()}
    known: dict[str, Any] = {name: value for name, value in changes.items() if name in TYPED}
    if "settled_how" in known:
        known["settled_how"] = ways.get(known["settled_how"] or "", "")
    if "invoice_number" in known:
        known["invoice_number"] = known["invoice_number"] or ""
    for name in ("invoiced_on", "paid_on"):
        if isinstance(known.get(name), str):
            known[name] = date.fromisoformat(known[name][:10])
    return known


def _record(here: Session, statement_id: int, vendor_id: int, typed: Mapping[str, Any]) -> Statement:
    share = records.shares(here.db, statement_id)[vendor_id]
    values: dict[str, Any] = {name: getattr(share, name) for name in TYPED} | dict(typed)
    return record(
        here.db, actor=here.actor, statement_id=statement_id, vendor_id=vendor_id, **values, now=here.now
    )


def _for_all(here: Session, statement: Statement, left: Sequence[Share]) -> None:
    """Most vendors settle the same way on the same day: entered once, the invoice numbers then in the table."""
    _, typed = here._, f"settle_all_{statement.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.selectbox(
            _("How it is settled"),
            list(SETTLED_WORDS),
            format_func=lambda way: _(SETTLED_WORDS[way]),
            key=f"{typed}_settled_how",
            width=240,
        )
        st.date_input(_("Invoiced on"), None, key=f"{typed}_invoiced_on", format="YYYY-MM-DD", width=150)
        # A key for each way: a deduction is usually entered on its day, a payment only once it has come.
        day = local_date(here.now) if way == SettledHow.DEDUCTION else None
        paid = f"{typed}_paid_on_{way}"
        st.date_input(_("Paid or deducted on"), day, key=paid, format="YYYY-MM-DD", width=150)
        st.button(
            _("Enter for all {n} without it", n=len(left)),
            icon=":material/playlist_add_check:",
            key=typed,
            on_click=_entered_for_all,
            args=(statement.id,),
        )
    refused(PLACE)


def _entered_for_all(statement_id: int) -> None:
    here, fields = current(), f"settle_all_{statement_id}"
    with tried(PLACE), here.db.transaction():
        typed = {name: st.session_state.get(f"{fields}_{name}") for name in ("settled_how", "invoiced_on")}
        typed["paid_on"] = st.session_state.get(f"{fields}_paid_on_{typed['settled_how']}")
        if typed["settled_how"] == SettledHow.DEDUCTION and not typed["paid_on"]:
            raise WrongInput(mark("Please choose the day of the deduction as well."), field="paid_on")
        left = missing(records.shares(here.db, statement_id))
        for share in left:
            _record(here, statement_id, share.vendor_id, _lacked(share, typed))
        flash(here._("Entered for {n} vendors.", n=len(left)))


def _lacked(share: Share, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed for all, as far as it is missing here: a way that was entered stays, and gets its day only."""
    wanted = ("paid_on",) if share.settled_how else tuple(typed)
    return {name: typed[name] for name in wanted if typed[name]}
