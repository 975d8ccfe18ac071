"""Cost lines as a table that is typed into, with their sum below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from lib.core.errors import Refusal, TooLate
from lib.core.i18n import mark
from lib.core.money import cents, yuan
from lib.cost_sharing import records
from lib.cost_sharing.actions.costs import LONGEST, Cost, add_cost, change_cost, remove_cost
from lib.cost_sharing.records import CostLine
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import COST_WORDS
from lib.ui.session import Session, current
from lib.ui.table_editor import Row, table_editor, typing, unsaved


def key(statement: Statement) -> str:
    """Under which the table of that statement is kept while it is typed into."""
    return f"costs_{statement.id}"


def draw(here: Session, statement: Statement, edits: bool, elsewhere: tuple[str, ...]) -> None:
    """The table; `edits`: it can be changed; `elsewhere`: fields of others, with refusals of their own."""
    shown = [_row(here, one) for one in records.cost_lines(here.db, statement.id)]
    table_editor(
        key(statement),
        shown,
        _columns(here, edits),
        save=lambda row, changes: _saved(statement.id, row, changes),
        may_add=edits,
        editable=edits,
        fixed=("receipt",),
        elsewhere=elsewhere,
    )
    if shown or edits:
        rows = unsaved(key(statement), shown) if edits else shown
        _sum(here, rows, edits and typing(key(statement)))
        _days_outside(here, statement, rows)


def row_of(here: Session, category: str, words: str, amount_cents: int) -> dict[str, Any]:
    """A new line as the table shows it, before anybody saved it."""
    return {"category": _called(here, category), "words": words, "amount": yuan(amount_cents), "gone": False}


def _row(here: Session, one: CostLine) -> dict[str, Any]:
    return {
        **row_of(here, one.category, one.words, one.amount_cents),
        "id": one.id,
        "spent_on": one.spent_on,
        "document": one.document,
        "receipt": "✓" if one.file_hash else "",
        "file_hash": one.file_hash,
    }


def _called(here: Session, category: str) -> str:
    return here._(COST_WORDS[category]) if category in COST_WORDS else category


def _columns(here: Session, edits: bool) -> Mapping[str, Any]:
    _, config = here._, st.column_config
    categories = [_(words) for words in COST_WORDS.values()]
    columns: dict[str, Any] = {
        "category": config.SelectboxColumn(
            _("Cost category"), options=categories, required=True, width="small"
        ),
        "words": config.TextColumn(_("What for"), max_chars=LONGEST["words"], width="large"),
        "amount": config.TextColumn(_("Amount (yuan)"), required=True, width="small", alignment="right"),
        "spent_on": config.DateColumn(_("Spent on"), format="YYYY-MM-DD", width="small"),
        "document": config.TextColumn(_("Voucher number"), max_chars=LONGEST["document"]),
        "receipt": config.TextColumn(_("Receipt"), width="small"),
    }
    if edits:
        columns["gone"] = config.CheckboxColumn(_("Take out"), default=False, width="small")
    return columns


def _sum(here: Session, rows: Sequence[Row], typed: bool) -> None:
    """What they come to, by category and together, with what is typed and not saved yet."""
    by_category: dict[str, int] = {}
    for row in rows:
        amount = None if row.get("gone") else _amount(row.get("amount"))
        if amount is not None:
            name = str(row.get("category") or here._("No category yet"))
            by_category[name] = by_category.get(name, 0) + amount
    parts = [f"{name} {yuan(amount)}" for name, amount in by_category.items()]
    together = here._("Together {amount} yuan", amount=yuan(sum(by_category.values())))
    marked = here._("with what is not saved yet") if typed else ""
    told = len(parts) > 1 or any(not row.get("category") for row in rows)
    said = " · ".join(parts if told else [])
    st.markdown(f"**{together}**" + (f" :orange-badge[{marked}]" if marked else ""))
    if said:
        st.caption(said)


def _days_outside(here: Session, statement: Statement, rows: Sequence[Row]) -> None:
    """Days that are not of the period: they may be meant, or a slip of the hand."""
    days = {str(row.get("spent_on") or "")[:10] for row in rows if not row.get("gone")} - {""}
    odd = sorted(day for day in days if not str(statement.starts_on) <= day <= str(statement.ends_on))
    if odd:
        said = here._("Spent outside the period: {days}", days=here._(", ").join(odd[:5]))
        st.caption(f":orange[{said}{'…' if odd[5:] else ''}]")


def _amount(typed: Any) -> int | None:
    try:
        return cents(str(typed or ""))
    except Refusal:
        return None


def _saved(statement_id: int, row: Row | None, changes: Mapping[str, Any]) -> None:
    """One row: entered, corrected or taken out."""
    here = current()
    values = {**(row or {}), **changes}
    if row is not None:
        _as_shown(here, row)
    if row is not None and values.get("gone"):
        remove_cost(here.db, actor=here.actor, line_id=row["id"], now=here.now)
        return
    cost = _cost(here, values)
    if row is not None:
        change_cost(here.db, actor=here.actor, line_id=row["id"], cost=cost, now=here.now)
    elif not values.get("gone"):
        add_cost(here.db, actor=here.actor, statement_id=statement_id, cost=cost, now=here.now)


def _as_shown(here: Session, row: Row) -> None:
    """TooLate where somebody else changed the line since it was drawn: both would be at it without knowing."""
    one = records.cost_line(here.db, row["id"])
    if one is not None and _row(here, one) != dict(row):
        message = mark(
            "“{line}” was changed by somebody else a moment ago: undo what was typed, then look again."
        )
        raise TooLate(message, line=f"{row['category']} {row['words']}".strip())


def _cost(here: Session, values: Mapping[str, Any]) -> Cost:
    codes = {here._(words): category for category, words in COST_WORDS.items()}
    day = values.get("spent_on")
    category = str(values.get("category") or "")
    return Cost(
        category=codes.get(category, category),
        amount_cents=cents(str(values.get("amount") or "")),
        words=values.get("words") or "",
        spent_on=date.fromisoformat(day[:10]) if isinstance(day, str) else day,
        document=values.get("document") or "",
        file_hash=values.get("file_hash") or "",
    )
