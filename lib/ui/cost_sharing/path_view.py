"""The path of one vendor from its tickets to its cents, line by line."""

from __future__ import annotations

from html import escape

import streamlit as st

from lib.core.money import yuan
from lib.cost_sharing.outcome import Line, Sharing
from lib.cost_sharing.path import Step, steps
from lib.ui.cost_sharing.strip import signed
from lib.ui.session import Session
from lib.ui.widgets import empty


def draw(here: Session, shared: Sharing) -> None:
    """Whose path, and its lines."""
    if (line := chosen(here, shared, "sharing_path_of")) is None:
        empty(here._("No vendor takes part yet."))
        return
    table([*steps(line, shared, here.say, office=True), *_owed(here, line)])
    st.caption(here._("What is shown is rounded; it is computed exactly."))


def table(lines: list[Step]) -> None:
    """The lines as one element; working and result beside what they are of."""
    body = "".join(_row(one) for one in lines)
    st.html(f'<table style="{_TABLE}"><tbody>{body}</tbody></table>')


def chosen(here: Session, shared: Sharing, key: str) -> Line | None:
    """The vendor that is looked at, the one with the largest share first."""
    lines = {line.code: line for line in sorted(shared.lines, key=lambda one: (-one.cents, one.code))}
    if not lines:
        return None
    if st.session_state.get(key) not in lines:
        st.session_state[key] = next(iter(lines))
    code = st.selectbox(
        here._("Vendor"),
        list(lines),
        format_func=lambda one: f"{lines[one].name} · {yuan(lines[one].cents)}",
        key=key,
        width=300,
    )
    return lines[code]


def _owed(here: Session, line: Line) -> list[Step]:
    """What corrections and tax make of the share."""
    _, found = here._, []
    if line.adjustment_cents:
        found.append(Step(_("Corrections of earlier periods"), "", signed(line.adjustment_cents)))
    if line.tax_cents:
        working = f"{yuan(line.net_cents)} + {yuan(line.tax_cents)}"
        found.append(Step(_("Without tax + tax = together"), working, yuan(line.total_cents), sums=True))
    return found


_TABLE = "border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums"
_LINE = "border-bottom:1px solid color-mix(in srgb,currentColor 14%,transparent)"


def _row(step: Step) -> str:
    weight = "font-weight:600" if step.sums else ""
    cells = "".join(
        f'<td style="padding:.35rem .5rem .35rem 0;vertical-align:top;{look}">{escape(words)}</td>'
        for words, look in zip((step.what, step.working, step.result), _CELLS, strict=True)
    )
    return f'<tr style="{_LINE};{weight}">{cells}</tr>'


_CELLS = ("", "opacity:.8", "text-align:right;white-space:nowrap;padding-right:0")
