"""The numbers of a result as tiles: pool, participants, the price of a percent, tickets counted and set aside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from lib.core.money import yuan
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.path import price_said
from lib.cost_sharing.spoken import fixed_number
from lib.ui.cost_sharing.beside import Before
from lib.ui.session import Session
from lib.ui.words import WHOLE, plain

_GRID = "display:grid;grid-template-columns:repeat(auto-fit,minmax(max(7.2rem,10.5rem - 5vw),1fr));gap:.5rem"
_WIDE_GRID = _GRID.replace("7.2rem", "8.6rem")
_TILE = (
    "border:1px solid rgba(128,128,128,.3);border-radius:.4rem;padding:.45rem .6rem;"
    "display:flex;flex-direction:column;min-width:0"
)
_NUMBER = "font-size:1.2rem;line-height:1.45;overflow-wrap:anywhere;font-variant-numeric:tabular-nums"


def draw(here: Session, shared: Sharing, last: Before | None) -> None:
    """One element."""
    _ = here._
    counted = shared.tickets.filter(pl.col("aside") == "").height
    owing = [line for line in shared.lines if line.cents]
    tiles = [
        _tile(_("Pool"), yuan(shared.pool), _against(here, shared.pool, last)),
        _tile(_("Vendors that carry it"), str(len(owing)), _taking_part(here, shared)),
        _tile(_("One percent of the business costs"), _price(shared), _("yuan, the same for everybody")),
        _tile(_("Tickets that count"), f"{counted:,}", _rounds(here, shared)),
        _tile(
            _("Set aside"),
            f"{shared.tickets.height - counted:,}",
            _("of {n} tickets of the period", n=f"{shared.tickets.height:,}"),
        ),
    ]
    st.html(f'<div style="{_GRID}">{"".join(tiles)}</div>')
    if said := price_said(shared, here.say):
        st.caption(plain(said, WHOLE))


def drawn(tiles: Sequence[tuple[str, str, str]]) -> None:
    """Label, number and note of each tile, as one element; two beside each other on a phone."""
    st.html(f'<div style="{_WIDE_GRID}">{"".join(_tile(*one) for one in tiles)}</div>')


def _price(shared: Sharing) -> str:
    return fixed_number(shared.rate / 10_000)


def _against(here: Session, pool: int, last: Before | None) -> str:
    if last is None:
        return here._("yuan; no earlier period")
    return here._("yuan; {change} against the period before", change=signed(pool - last.pool))


def _taking_part(here: Session, shared: Sharing) -> str:
    if shared.outside:
        return here._("{n} with tickets or contracts take no part", n=len(shared.outside))
    return here._("all with a contract")


def _rounds(here: Session, shared: Sharing) -> str:
    if shared.scheme.rounds:
        return here._("and {n} inspection rounds", n=f"{shared.rounds.height:,}")
    return here._("without inspection rounds")


def signed(cents: int) -> str:
    """The amount with its sign; "±0.00" for none."""
    return f"{'+' if cents > 0 else '' if cents else '±'}{yuan(cents)}"


def _tile(label: str, value: str, note: str) -> str:
    return (
        f'<div style="{_TILE}"><span style="font-size:.82rem;opacity:.75">{escape(label)}</span>'
        f'<strong style="{_NUMBER}">{escape(value)}</strong>'
        f'<span style="font-size:.76rem;opacity:.75">{escape(note)}</span></div>'
    )
