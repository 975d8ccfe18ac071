"""The numbers of the period as tiles, each with what it counts and out of how many."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from lib.core.i18n import mark
from lib.inspections.finding_rates import Condition
from lib.ui.session import Session

MEANINGS = {
    "rate": mark(
        "Planned rounds ended inside their window ÷ planned rounds that were due: their window is over or they are"
        " ended, without exempted ones. The range holds the rate with 95 %. Follow-up rounds and re-checks count apart."
    ),
    "missed": mark("Nobody came before the window closed, or no stop at all was done ÷ due."),
    "late": mark("Done whole, but after the window. Counted as due, not as done in time."),
    "partial": mark("Ended with stops left or something unchecked. Counted as due, not as done in time."),
    "overrun": mark("Begun, and still not ended when the window closed."),
    "apart": mark(
        "Rounds that carry on what others left; how many of them are done. Never part of the rate."
    ),
    "exempt": mark(
        "Exempted with a reason: not due; afterwards: when the window was over. Moved: to a day outside the window,"
        " with a reason."
    ),
    "resolved": mark(
        "Findings of the period that were seen to be good again ÷ found. In time: good at the first re-check, and the"
        " work finished within the ticket's promise."
    ),
    "rechecks": mark("Re-checks of the period, and how many of them found the item in order."),
    "condition": mark(
        "Machines running or in reserve without an open finding or an unfinished repair ÷ all of those and stopped"
        " ones that have such a thing. As things are now, whatever the period."
    ),
}
LABELS: Mapping[str, str] = {
    "rate": mark("Done in time"),
    "missed": mark("Missed"),
    "late": mark("Made up late"),
    "partial": mark("Partly done"),
    "overrun": mark("Past its window"),
    "apart": mark("Follow-up rounds"),
    "exempt": mark("Exempted"),
    "resolved": mark("Findings put right"),
    "rechecks": mark("Re-checks"),
    "condition": mark("Machines in good condition"),
}
_GRID = "display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:.6rem;margin-bottom:.4rem"
_TILE = (
    "border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:.4rem;padding:.5rem .7rem;"
    "display:flex;flex-direction:column;cursor:help"
)
Row = Mapping[str, Any]


def draw(here: Session, counts: Row, found: Row, condition: Condition) -> None:
    """One element; `counts` and `found` are the rows for everything."""
    tiles = [*_rounds(here, counts), *_findings(here, found), _condition(here, condition)]
    st.html(f'<div style="{_GRID}">{"".join(tiles)}</div>')
    with st.popover(here._("How this is counted"), icon=":material/help:"):
        st.html("".join(_meaning(here, name, words) for name, words in LABELS.items()))


def _meaning(here: Session, name: str, label: str) -> str:
    return (
        f'<p style="margin:0 0 .6rem"><b>{escape(here._(label))}</b><br>{escape(here._(MEANINGS[name]))}</p>'
    )


def _rounds(here: Session, counts: Row) -> list[str]:
    _ = here._
    due = _("of {n} due", n=f"{counts['due']:,}")
    return [
        _tile(here, "rate", percent(counts["rate"]), interval(here, counts)),
        _tile(
            here,
            "missed",
            percent(counts["missed_rate"]),
            of(here, counts["missed"], counts["due"]),
        ),
        _tile(here, "late", counts["late"], due),
        _tile(here, "partial", counts["partial"], due),
        _tile(here, "overrun", counts["overrun"], _("begun, not ended")),
        _tile(here, "apart", counts["carried"], _("{n} done", n=counts["carried_done"])),
        _tile(here, "exempt", counts["exempt"], _exempted(here, counts)),
    ]


def _exempted(here: Session, counts: Row) -> str:
    """How many were exempted only afterwards, and how many moved out of their window: both want a look."""
    after = here._("{n} of them afterwards", n=counts["exempt_after"])
    return f"{after} · {here._('{n} moved outside', n=counts['moved'])}"


def _findings(here: Session, found: Row) -> list[str]:
    _ = here._
    timely = _("in time {rate} (n = {n})", rate=percent(found["timely_rate"]), n=found["judged"])
    note = f"{of(here, found['resolved'], found['found'])} · {timely}"
    passed = _("{n} in order", n=found["rechecks_passed"])
    return [
        _tile(here, "resolved", percent(found["resolve_rate"]), note),
        _tile(here, "rechecks", found["rechecks"], passed),
    ]


def _condition(here: Session, condition: Condition) -> str:
    share = condition.good / condition.n if condition.n else None
    note = of(here, condition.good, condition.n) + " · " + here._("now")
    return _tile(here, "condition", percent(share), note)


def percent(share: float | None) -> str:
    """ "96.4%"; a dash where there is no share."""
    return "—" if share is None else f"{100 * share:.1f}%"


def of(here: Session, part: int, n: int) -> str:
    """ "12 of 345", which is also how sure the share is."""
    return here._("{part} of {n}", part=f"{part:,}", n=f"{n:,}")


def interval(here: Session, counts: Row) -> str:
    """The rate's interval and its n."""
    if counts["rate"] is None:
        return here._("nothing was due")
    return here._(
        "{low}–{high}, {done} of {n} due",
        low=percent(counts["low"]),
        high=percent(counts["high"]),
        done=f"{counts['in_time']:,}",
        n=f"{counts['due']:,}",
    )


def _tile(here: Session, name: str, value: object, note: str) -> str:
    label = here._(LABELS[name])
    said = escape(here._(MEANINGS[name]), quote=True)
    return (
        f'<div style="{_TILE}" title="{said}"><span style="font-size:.85rem;opacity:.75">{escape(label)}</span>'
        f'<strong style="font-size:1.45rem;line-height:1.35">{escape(str(value))}</strong>'
        f'<span style="font-size:.78rem;opacity:.75">{escape(note)}</span></div>'
    )
