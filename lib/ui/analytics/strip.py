"""The numbers of the span as tiles, each with its n, what it counts, and the change against the span before."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from lib.analytics.answers import View
from lib.analytics.counting import figures
from lib.analytics.filter import Filter
from lib.analytics.indicator import Figure, Unit
from lib.analytics.indicators import INDICATORS
from lib.analytics.report.told import shown
from lib.core.clock import duration
from lib.ui.session import Session

NAMES = (
    "opened",
    "finished",
    "left_open",
    "response",
    "completion",
    "complete_kept",
    "first_time_fix",
    "satisfied",
)
RATED = "rated"
SAME, HALF_A_MINUTE = "=", 0.5
GRID = "display:grid;grid-template-columns:repeat(auto-fill,minmax(max(9rem,22%),1fr));gap:.6rem;margin-bottom:.2rem"
TILE = (
    "border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:.4rem;padding:.45rem .7rem;"
    "display:flex;flex-direction:column;cursor:help;line-height:1.35"
)


def draw(here: Session, view: View) -> None:
    """One element for all of them; what each counts stands in the words that appear on pointing."""
    now, before = counted(view)
    tiles = [_tile(here, name, now, before) for name in NAMES]
    st.html(f'<div style="{GRID}" class="analytics-strip">{"".join(tiles)}</div>')


def counted(view: View) -> tuple[dict[str, Figure], dict[str, Figure] | None]:
    """The indicators of the strip, now and in the span before; None where nothing is known of that."""

    def answer() -> tuple[dict[str, Figure], dict[str, Figure] | None]:
        names = (*NAMES, RATED)
        now = figures(view.everything, view.filter, names)
        return now, figures(view.everything, view.filter.before, names) if known(
            view, view.filter.before
        ) else None

    return view.ask("strip", answer)


def known(view: View, span: Filter) -> bool:
    """Whether those days lie after the first ticket of all."""
    first = view.facts["opened_on"].min()
    return isinstance(first, date) and span.first >= first


def _tile(here: Session, name: str, now: dict[str, Figure], before: dict[str, Figure] | None) -> str:
    indicator, figure = INDICATORS[name], now[name]
    counts = f"{here._(indicator.label)}: {here._(indicator.counts)}"
    notes = [_n(here, name, now), _change(here, name, figure, before[name] if before else None)]
    return (
        f'<div style="{TILE}" title="{escape(counts)}" data-indicator="{name}">'
        f'<span style="font-size:.82rem;opacity:.8">{escape(here._(indicator.label))}</span>'
        f'<span style="font-size:1.35rem;font-weight:600">{escape(shown(figure, indicator.unit, here.language))}</span>'
        + "".join(
            f'<span style="font-size:.78rem;opacity:.8">{escape(note)}</span>' for note in notes if note
        )
        + "</div>"
    )


def _n(here: Session, name: str, now: dict[str, Figure]) -> str:
    """What the figure rests on; of ratings also how many of those asked gave one."""
    figure = now[name]
    if INDICATORS[name].unit is Unit.COUNT:
        return ""
    if figure["value"] is None or figure["low"] is None or figure["high"] is None:
        return here._("n = {n}", n=f"{figure['n']:,}")
    said = here._(
        "{low}–{high}, n = {n}",
        low=f"{figure['low']:.0%}",
        high=f"{figure['high']:.0%}",
        n=f"{figure['n']:,}",
    )
    rate = now[RATED]["value"]
    if name == "satisfied" and rate is not None:
        said += " · " + here._("{rate} answered", rate=f"{rate:.0%}")
    return said


def _change(here: Session, name: str, now: Figure, before: Figure | None) -> str:
    """Against as many days before, with their n."""
    _ = here._
    if before is None:
        return _("nothing known of the days before")
    if now["value"] is None or before["value"] is None:
        return _("before: {value} (n = {n})", value="—", n=before["n"])
    unit, change = INDICATORS[name].unit, now["value"] - before["value"]
    sign = "▲" if change > 0 else "▼" if change < 0 else SAME
    if unit is Unit.COUNT:
        said = f"{abs(change) / before['value']:.0%}" if before["value"] else f"{abs(change):,.0f}"
        return _("{sign} {change} (before: {value})", sign=sign, change=said, value=f"{before['value']:,.0f}")
    if unit is Unit.SHARE:
        said = _("{points} points", points=f"{100 * abs(change):.1f}")
    else:
        if abs(change) < HALF_A_MINUTE:
            sign = SAME
        said = duration(abs(change), here.language)
    return _("{sign} {change} (before: n = {n})", sign=sign, change=said, n=f"{before['n']:,}")
