"""What a vendor would carry if it had had more tickets, another contract, or nothing reopened."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import explain, mark
from lib.core.money import cents, yuan
from lib.cost_sharing.measuring import Measured, measured
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.sharing import adjusted, disputed, share
from lib.cost_sharing.spoken import percent
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.what_if import with_override
from lib.ui.cost_sharing import path_view
from lib.ui.cost_sharing.strip import signed
from lib.ui.session import Session
from lib.ui.widgets import empty
from lib.ui.words import harmless

MOST_TICKETS = 100_000


def draw(here: Session, statement: Statement, shared: Sharing) -> None:
    """The question on the left, the answer beside it; nothing of it is kept."""
    _ = here._
    if (line := path_view.chosen(here, shared, "sharing_what_if_of")) is None:
        empty(_("No vendor takes part yet."))
        return
    try:
        asked = _asked(here, line, bool(shared.scheme.quality))
        _enough(shared, line, asked["more_tickets"])
        now, then = answer(here, statement, shared, line.code, asked)
    except Refusal as refusal:
        st.error(harmless(explain(here.language, refusal)), icon=":material/error:")
        return
    st.html(_told(here, now, then, line.code))
    if shared.scheme != statement.scheme or statement.is_frozen:
        st.caption(_("Computed from today's tickets and contracts."))


def _enough(shared: Sharing, line: Line, more: int) -> None:
    """WrongInput for fewer tickets than none."""
    there = shared.tickets.filter((pl.col("vendor") == line.code) & (pl.col("aside") == "")).height
    if more < -there:
        raise WrongInput(mark("At most {n} tickets fewer: it has no more that count."), n=f"{there:,}")


def _asked(here: Session, line: Line, quality: bool) -> Mapping[str, Any]:
    """The fields; what is left empty stays as it is."""
    _ = here._
    with st.container(horizontal=True, vertical_alignment="bottom"):
        more = st.number_input(
            _("Tickets more (or fewer)"),
            -MOST_TICKETS,
            MOST_TICKETS,
            0,
            key=f"sharing_more_{line.code}",
            width=190,
        )
        yearly = st.text_input(
            _("Contracts of so many yuan a year"),
            key=f"sharing_yearly_{line.code}",
            placeholder=_("as they are"),
            width=230,
        )
        clean = quality and st.checkbox(_("Nothing reopened"), key=f"sharing_clean_{line.code}")
    return {
        "more_tickets": int(more),
        "yearly_cents": cents(yearly) if yearly.strip() else None,
        "no_reopens": clean,
    }


def answer(
    here: Session, statement: Statement, shared: Sharing, code: str, asked: Mapping[str, Any]
) -> tuple[Sharing, Sharing]:
    """The sharing by today's tickets, and what it would be; what the scheme refuses then."""
    period = measured(here.db, shared.starts_on, shared.ends_on)
    otherwise = with_override(period, code, scheme=shared.scheme, **asked)
    return _shared(here, statement, shared, period), _shared(here, statement, shared, otherwise)


def _shared(here: Session, statement: Statement, shared: Sharing, period: Measured) -> Sharing:
    said = disputed(here.db, statement, period)
    return share(
        period,
        shared.scheme,
        shared.pool,
        held=said.held,
        out=said.out,
        moved=said.moved,
        adjustments=adjusted(here.db, statement, period),
    )


def _told(here: Session, now: Sharing, then: Sharing, code: str) -> str:
    """Two lines of figures and what they differ by, and what that means for the others."""
    _, before, after = here._, now.line(code), then.line(code)
    if before is None or after is None:
        return f"<p>{escape(_('This vendor would take no part.'))}</p>"
    rows = [
        (_("Part of the business"), percent(before.volume), percent(after.volume), _points(before, after)),
        (_("Share, yuan"), yuan(before.cents), yuan(after.cents), signed(after.cents - before.cents)),
        (
            _("All others together, yuan"),
            yuan(now.pool - before.cents),
            yuan(then.pool - after.cents),
            signed(before.cents - after.cents),
        ),
    ]
    titles = ("", *(_(title) for title in (NOW, THEN, DIFFERENCE)))
    head = "".join(
        f'<th style="{_CELL};font-weight:500;opacity:.75">{escape(title)}</th>' for title in titles
    )
    body = "".join(f"<tr>{''.join(_cell(at, words) for at, words in enumerate(row))}</tr>" for row in rows)
    return f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


NOW, THEN, DIFFERENCE = mark("As it is"), mark("What if"), mark("Difference")
_TABLE = "border-collapse:collapse;width:100%;max-width:44rem;font-variant-numeric:tabular-nums"
_CELL = "padding:.35rem .5rem;text-align:right;border-bottom:1px solid color-mix(in srgb,currentColor 14%,transparent)"


def _cell(at: int, words: str) -> str:
    side = ";text-align:left;padding-left:0" if at == 0 else ""
    return f'<td style="{_CELL}{side}">{escape(words)}</td>'


def _points(before: Line, after: Line) -> str:
    """By how many points of a hundred."""
    change = after.volume - before.volume
    return f"{'+' if change > 0 else '' if change else '±'}{percent(Fraction(change))}"
