"""The tickets behind a vendor's share: found by a few words, opened by their number, and chosen to object to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from lib.core.i18n import mark
from lib.cost_sharing.ticket_facts import with_facts
from lib.cost_sharing.ticket_list import COLUMNS, HEADS, by_closing, reasons, volume_columns
from lib.cost_sharing.vendor_change import objected
from lib.cost_sharing.vendor_part import VendorPart
from lib.cost_sharing.words import ASIDE_WORDS, CLOSING_WORDS, DECISION_WORDS, Closing
from lib.ui import navigation
from lib.ui.addressed import part as chosen_part
from lib.ui.session import Session, current
from lib.ui.statements import answering
from lib.ui.taking import taken_away
from lib.ui.widgets import empty, flash

COUNTED, ASIDE = "counted", "aside"
_KEY = "statement_tickets"


def draw(here: Session, part: VendorPart, *, chooses: bool) -> None:
    """Those that count or those that do not; a click opens one, or where `chooses` takes it among the objections."""
    _ = here._
    lists = {
        COUNTED: f"{_('Tickets that count')} {part.tickets.height:,}",
        ASIDE: f"{_('Not counted')} {part.aside.height:,}",
    }
    which = chosen_part("statement_tickets_list", _("Which tickets"), lists)
    these = part.tickets if which == COUNTED else part.aside
    said = by_closing(these, here.say) if which == COUNTED else reasons(these, here.say)
    st.caption(" · ".join(f"{words} {n:,}" for words, n in said))
    these = with_facts(here.db, these, part.vendor.id, part.statement.starts_on, part.statement.ends_on)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = _("Find by number, service, place or words")
        words = st.text_input(label, key="statement_tickets_find", width=300) or ""
        how = _closing(here, these)
    these = _found(these, part, words, how)
    if these.is_empty():
        empty(_("No such ticket."), ":material/search_off:")
        return
    objects = chooses and which == COUNTED
    if objected(part):
        st.caption(
            _("The tickets marked as objected to still stand in the amounts until they are decided on.")
        )
    hint = (
        _("Tick a ticket to object to it; its number opens it")
        if objects
        else _("The number opens the ticket")
    )
    st.caption(hint)
    looks: dict[str, Any] = {
        "hide_index": True,
        "height": "content" if these.height < 12 else 440,
        "alt": lists[which],
        "column_config": {
            _(NUMBER): st.column_config.LinkColumn(display_text=r"number=(.+)$", width=130),
            _(WHY): st.column_config.TextColumn(width=200),
            _(PLACE): st.column_config.TextColumn(width=190),
            _(REPORTED): st.column_config.TextColumn(width=215),
            _("Objection"): st.column_config.TextColumn(width=92),
        },
    }
    if objects:
        _ticked(here, part, these, f"{words}|{how}", looks)
    else:
        st.dataframe(shown(here, these, part), **looks)
    table = shown(here, these, part, linked=False)
    taken_away(here, table, f"{part.statement.number} {part.vendor.name}", "statement_tickets_file")


NUMBER, WHY = mark("Ticket number"), mark("Why it does not count")
PLACE, REPORTED = mark("Place"), mark("Description")


def _closing(here: Session, these: pl.DataFrame) -> str:
    """How the tickets shown were closed, "" for all; closed for want of time first, which nobody confirmed."""
    present = {one for one in these["how"].unique() if one}
    order = sorted(present, key=lambda one: (one != Closing.TIMED_OUT, list(Closing).index(one)))
    words = {"": here._("All"), **{one: here._(CLOSING_WORDS[one]) for one in order}}
    key = "statement_tickets_how"
    if st.session_state.get(key, "") not in words:
        st.session_state.pop(key, None)
    return st.selectbox(
        here._("How it was closed"), list(words), key=key, format_func=words.__getitem__, width=200
    )


def shown(here: Session, these: pl.DataFrame, part: VendorPart, *, linked: bool = True) -> pl.DataFrame:
    """The tickets under their words; `linked`: the number as the address of its page."""
    _ = here._
    number = pl.col("number")
    if linked:
        number = pl.concat_str(pl.lit(navigation.address("ticket") + "?number="), number)
    columns = [
        number.alias(_(NUMBER)),
        *(
            (pl.col(COLUMNS[one][0]) / COLUMNS[one][1]).round(3).alias(_(HEADS[one]))
            for one in volume_columns(part.sharing.scheme)
        ),
        *_objections(here, part),
        pl.col("closed_on").cast(pl.String).alias(_("First closed on")),
        _said("service_code", part.services).alias(_("Service")),
        _said("how", {str(how): _(words) for how, words in CLOSING_WORDS.items()}).alias(
            _("How it was closed")
        ),
        pl.col("place").alias(_(PLACE)),
        pl.col("reported").alias(_(REPORTED)),
        pl.col("who").alias(_("Who did it")),
    ]
    if (these["aside"] != "").any():
        columns.append(
            _said("aside", {str(one): _(words) for one, words in ASIDE_WORDS.items()}).alias(_(WHY))
        )
    return these.select(columns)


def _objections(here: Session, part: VendorPart) -> list[pl.Expr]:
    """What became of the tickets objected to; no column where there are none."""
    if not part.disputes:
        return []
    _, frozen = here._, part.statement.is_frozen
    said = {
        one.ticket_id: _(DECISION_WORDS[one.decision]) if one.decision or frozen else _("Objected to")
        for one in part.disputes
    }
    marked = pl.col("ticket_id").replace_strict(said, default="", return_dtype=pl.String)
    return [marked.alias(_("Objection"))]


def _found(these: pl.DataFrame, part: VendorPart, words: str, how: str = "") -> pl.DataFrame:
    """Those closed so whose number, service, place, description or person holds the words."""
    if how:
        these = these.filter(pl.col("how").cast(pl.String) == how)
    if not words.strip():
        return these
    wanted = words.strip().lower()
    named = [code for code, name in part.services.items() if wanted in name.lower()]
    texts = ("number", "place", "reported", "who")
    return these.filter(
        pl.any_horizontal(pl.col(one).str.to_lowercase().str.contains(wanted, literal=True) for one in texts)
        | pl.col("service_code").is_in(named)
    )


def _said(column: str, words: dict[str, str]) -> pl.Expr:
    return pl.col(column).cast(pl.String).replace(words)


def _ticked(
    here: Session, part: VendorPart, these: pl.DataFrame, words: str, looks: Mapping[str, Any]
) -> None:
    """The list with a tick for each ticket that is objected to. Other words, or a ticket left out elsewhere, make it a
    new one: ticks belong to places in a list, not to tickets."""
    about = (part.statement.id, part.vendor.id)
    key = f"{_KEY}_{about}_{answering.turn(*about)}_{words}"
    listed = these.select("ticket_id", "number").rows()
    st.session_state[f"{key}_listed"] = listed
    first = f"{key}_first"
    if key not in st.session_state:
        # Drawn for the first time, or again after something else was looked at.
        chosen = answering.chosen(*about)
        st.session_state[first] = [at for at, (ticket, _number) in enumerate(listed) if ticket in chosen]
    st.dataframe(
        shown(here, these, part),
        key=key,
        on_select=partial(_picked, about, key, objected(part)),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": st.session_state[first]}},
        **looks,
    )


def _picked(about: tuple[int, int], key: str, objected_to: frozenset[int]) -> None:
    here = current()
    listed = st.session_state.get(f"{key}_listed", [])
    rows = [row for row in st.session_state[key].selection.rows if row < len(listed)]
    ticked = dict(listed[row] for row in rows)
    if again := sorted(ticked[one] for one in ticked.keys() & objected_to):
        flash(here._("You already object to {number}.", number=again[0]))
        answering.draw_anew(*about)
    ticked = {one: number for one, number in ticked.items() if one not in objected_to}
    answering.choose(*about, listed=dict(listed), ticked=ticked)
