"""The tickets behind a result: those that count for a vendor, and those set aside with the reason."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from lib.catalog.services import all_services
from lib.core.clock import zone
from lib.core.i18n import mark
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.words import ASIDE_WORDS, CLOSING_WORDS
from lib.people import organisation
from lib.tickets.words import KIND_WORDS
from lib.ui import navigation
from lib.ui.addressed import part
from lib.ui.session import Session
from lib.ui.taking import taken_away
from lib.ui.widgets import empty

COUNTED, EVERY = "counted", "*"
_KEY, _NUMBERS, _OPENED = "sharing_tickets", "sharing_ticket_numbers", "sharing_ticket_opened"


def draw(here: Session, shared: Sharing) -> None:
    """Which of them, whose, and the list; a click opens the ticket."""
    if number := st.session_state.pop(_OPENED, ""):
        navigation.go("ticket", number=number)
    _ = here._
    why = part("sharing_why", _("Which tickets"), groups(here, shared.tickets))
    these = shared.tickets.filter(pl.col("aside") == ("" if why == COUNTED else why))
    if these.is_empty():
        empty(_("No ticket of this period."))
        return
    names = {one.code: one.name for one in organisation.vendors(here.db).values()}
    whose = _whose(here, these, names)
    if whose != EVERY:
        these = these.filter(pl.col("vendor") == whose)
    table = shown(here, these.sort("closed_at", "ticket_id"), names)
    st.session_state[_NUMBERS] = these.sort("closed_at", "ticket_id")["number"].to_list()
    if why == COUNTED:
        st.caption(_closings(here, these))
    st.dataframe(
        table,
        hide_index=True,
        key=_KEY,
        on_select=_open,
        selection_mode=["single-row", "single-cell"],
        height="content" if table.height < 12 else 440,
        alt=_("Tickets of the period"),
    )
    st.caption(_("Click a row to open the ticket"))
    taken_away(here, table, f"{_('Tickets')} {shared.starts_on} {shared.ends_on}", "sharing_tickets_file")


def groups(here: Session, tickets: pl.DataFrame) -> Mapping[str, str]:
    """Those that count, and each reason that sets tickets aside, with its number."""
    n = dict(tickets.group_by("aside").len().iter_rows())
    reasons = {str(why): f"{here._(words)} {n[why]:,}" for why, words in ASIDE_WORDS.items() if n.get(why)}
    return {COUNTED: f"{here._('Tickets that count')} {n.get('', 0):,}", **reasons}


def _whose(here: Session, these: pl.DataFrame, names: Mapping[str, str]) -> str:
    n = dict(these.group_by("vendor").len().sort("len", descending=True).iter_rows())
    if len(n) < 2:
        return EVERY
    words = {EVERY: here._("All vendors")} | {
        code: f"{names.get(code, code) or here._('Without a vendor')} · {count:,}"
        for code, count in n.items()
    }
    if st.session_state.get("sharing_whose") not in words:
        st.session_state["sharing_whose"] = EVERY
    return st.selectbox(
        here._("Vendor"),
        list(words),
        format_func=words.__getitem__,
        key="sharing_whose",
        width=300,
    )


def _closings(here: Session, these: pl.DataFrame) -> str:
    """How they were closed: who confirmed is told apart from what timed out."""
    n = dict(these.group_by("how").len().iter_rows())
    said = [f"{here._(words)} {n[how]:,}" for how, words in CLOSING_WORDS.items() if n.get(how)]
    return " · ".join(said)


def shown(here: Session, these: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The tickets under their words."""
    _ = here._
    services = {code: one.title(here.language) for code, one in all_services(here.db).items()}
    columns = [
        pl.col("number").alias(_(mark("Number"))),
        _closed().alias(_("First closed")),
        _said("vendor", dict(names)).alias(_("Vendor")),
        _said("service_code", services).alias(_("Service")),
        _said("kind", {kind: _(words) for kind, words in KIND_WORDS.items()}).alias(_("Kind")),
        _said("how", {how: _(words) for how, words in CLOSING_WORDS.items()}).alias(_("Closed how")),
        (pl.col("minutes") / 60).round(2).alias(_("Labour hours")),
        (pl.col("points") / 1000).round(3).alias(_("Points")),
        (pl.col("value") / 300_000).round(2).alias(_("Value, yuan")),
    ]
    return these.select(columns)


def _closed() -> pl.Expr:
    return pl.col("closed_at").dt.convert_time_zone(str(zone())).dt.strftime("%Y-%m-%d %H:%M")


def _said(column: str, words: Mapping[str, str]) -> pl.Expr:
    """The words of a code; one without words stays."""
    return pl.col(column).replace({str(code): said for code, said in words.items()})


def _open() -> None:
    """Notes which ticket was clicked: inside a fragment a page is left by its script, not by a callback."""
    chosen = st.session_state[_KEY].selection
    at = chosen.rows[0] if chosen.rows else chosen.cells[0][0] if chosen.cells else None
    numbers: list[str] = st.session_state.get(_NUMBERS, [])
    if at is not None and at < len(numbers):
        st.session_state[_OPENED] = numbers[at]
