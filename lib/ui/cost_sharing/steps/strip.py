"""The five steps of a statement in a row: which are done, who did them when, and which one it is now."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from lib.core.i18n import mark
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import STATUS_WORDS, Status
from lib.people import accounts
from lib.ui.session import Session
from lib.ui.widgets import when

ORDER = (Status.DRAFT, Status.CHECKING, Status.APPROVAL, Status.ISSUED, Status.SETTLED)
TAKEN = {
    Status.DRAFT: mark("begun by {name}"),
    Status.CHECKING: mark("sent by {name}"),
    Status.APPROVAL: mark("checked by {name}"),
    Status.ISSUED: mark("approved by {name}"),
    Status.SETTLED: mark("settled by {name}"),
}
_GRID = (
    "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(9.5rem,100%),1fr));gap:.35rem .5rem;"
    "list-style:none;margin:0;padding:0"
)
_DONE, _NOW, _AHEAD = "✓", "●", "○"
_COLOUR = "#188E86"
_CARD = "border-top:3px solid {line};padding:.25rem .1rem 0;{look}"
_LOOKS = {
    _DONE: (_COLOUR, ""),
    _NOW: (_COLOUR, f"font-weight:600;background:color-mix(in srgb,{_COLOUR} 10%,transparent)"),
    _AHEAD: ("color-mix(in srgb,currentColor 25%,transparent)", "opacity:.65"),
}
_NOTE = '<div style="font-size:.82rem;font-weight:400;opacity:.8">{}</div>'


def draw(here: Session, statement: Statement, settled_by: int | None = None) -> None:
    """One element. `settled_by`: who took the last step, which the row does not keep."""
    at = ORDER.index(statement.status)
    cards = "".join(
        _card(here, statement, status, _sign(n, at), settled_by) for n, status in enumerate(ORDER)
    )
    st.html(f'<ol style="{_GRID}">{cards}</ol>')


def _sign(n: int, at: int) -> str:
    if n == at:
        return _DONE if ORDER[at] is Status.SETTLED else _NOW
    return _DONE if n < at else _AHEAD


def _card(here: Session, statement: Statement, status: Status, sign: str, settled_by: int | None) -> str:
    line, look = _LOOKS[sign]
    title = f"{sign} {escape(here._(STATUS_WORDS[status]))}"
    below = "" if sign == _AHEAD else _taken(here, statement, status, settled_by)
    current = ' aria-current="step"' if sign == _NOW else ""
    return f'<li{current} style="{_CARD.format(line=line, look=look)}">{title}{below}</li>'


def _taken(here: Session, statement: Statement, status: Status, settled_by: int | None) -> str:
    who, at = _by(statement, status, settled_by)
    if at is None:
        return ""
    name = accounts.names(here.db).get(who or 0, "")
    said = here._(TAKEN[status], name=name) if name else ""
    return _NOTE.format(escape(" · ".join(filter(None, (said, when(at))))))


def _by(statement: Statement, status: Status, settled_by: int | None) -> tuple[int | None, datetime | None]:
    return {
        Status.DRAFT: (statement.made_by, statement.made_at),
        Status.CHECKING: (statement.sent_by, statement.sent_at),
        Status.APPROVAL: (statement.checked_by, statement.checked_at),
        Status.ISSUED: (statement.approved_by, statement.issued_at),
        Status.SETTLED: (settled_by, statement.settled_at),
    }[status]
