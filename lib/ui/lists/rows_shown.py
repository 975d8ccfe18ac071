"""Rows of a file as a light table: what is wrong with them, what they would change, what is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from lib.core.i18n import explain
from lib.lists.preview import Outcome, Preview, Row
from lib.lists.shape import Column
from lib.ui.session import Session

STYLE = Path(__file__).parents[1] / "components" / "list_preview.css"
MOST = {Outcome.WRONG: 200, Outcome.CHANGED: 100, Outcome.NEW: 50}
"""Rows shown; a browser takes long to draw thousands, and nobody reads them."""
LONGEST, LONGEST_BESIDE = 120, 40
"""Characters of a cell that is looked at, and of one that only surrounds it."""
WIDE, WIDE_SPECIAL = 8, 5
"""Columns that fit beside each other, and how many of them may carry more than a word; of more, rows are cards."""
Cell = Callable[[Row, Column], tuple[str, str]]
"""How a cell is drawn: its class and its HTML."""


def wrong(here: Session, seen: Preview) -> None:
    """The rows that cannot be written, each wrong cell with its reason."""

    def cell(row: Row, column: Column) -> tuple[str, str]:
        fault = row.faults.get(column.attribute)
        if fault is None:
            return _beside(row, column)
        typed, said = _short(row.cells.get(column.attribute, "")), escape(explain(here.language, fault))
        return "wrong", f"<b>⚠ {typed}</b><small>{said}</small>"

    _table(here, seen, Outcome.WRONG, cell)


def changed(here: Session, seen: Preview) -> None:
    """The rows that would change: before → after."""

    def cell(row: Row, column: Column) -> tuple[str, str]:
        change = row.changes.get(column.attribute)
        if change is None:
            return "", _short(_meant(here, row, column), LONGEST_BESIDE)
        before, after = _short(change.before) or "—", _short(change.after) or "—"
        return "changed", f"<del>{before}</del> → <ins>{after}</ins>"

    if count := seen.count(Outcome.CHANGED):
        with st.expander(here._("{count} rows would change", count=f"{count:,}"), icon=":material/edit:"):
            _table(here, seen, Outcome.CHANGED, cell)


def new(here: Session, seen: Preview) -> None:
    """The rows that would be added, as they would be written."""

    def cell(row: Row, column: Column) -> tuple[str, str]:
        return "", _short(_meant(here, row, column), LONGEST_BESIDE)

    if count := seen.count(Outcome.NEW):
        with st.expander(here._("{count} rows would be added", count=f"{count:,}"), icon=":material/add:"):
            _table(here, seen, Outcome.NEW, cell)


def _table(here: Session, seen: Preview, outcome: Outcome, cell: Cell) -> None:
    rows = [row for row in seen.rows if row.outcome is outcome]
    if not rows:
        return
    if len(rows) > MOST[outcome]:
        said = here._("The first {most} of {count} rows", most=MOST[outcome], count=f"{len(rows):,}")
        st.caption(said)
    shown = rows[: MOST[outcome]]
    columns = _worth_showing(seen, shown)
    titles = [here._("Line"), *(here._(column.title) for column in columns)]
    head = "".join(f"<th scope='col'>{escape(title)}</th>" for title in titles)
    body = "".join(_line(here, row, columns, titles, cell, _naming(seen)) for row in shown)
    look = "list-preview cards" if len(_special(shown)) > WIDE_SPECIAL else "list-preview"
    st.html(_style())
    st.html(
        f"<div class='{look}' tabindex='0'><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _worth_showing(seen: Preview, rows: Sequence[Row]) -> list[Column]:
    """The file's columns without those that are empty in all these rows; of a wide file only what names a row and
    what is special about any, so that nothing of it lies out of sight."""
    special = _special(rows)
    columns = list({column.attribute: column for column in seen.columns}.values())
    filled = [
        one
        for one in columns
        if one.attribute in special or any(row.cells.get(one.attribute) for row in rows)
    ]
    if len(filled) <= WIDE or not special:
        return filled
    return [one for one in filled if one.attribute in special or one.attribute in _naming(seen)]


def _special(rows: Sequence[Row]) -> set[str]:
    return {name for row in rows for name in (*row.faults, *row.changes)}


def _naming(seen: Preview) -> Sequence[str]:
    return (*seen.shape.keys, "name")


def _line(
    here: Session,
    row: Row,
    columns: Sequence[Column],
    titles: Sequence[str],
    cell: Cell,
    naming: Sequence[str],
) -> str:
    """On a narrow screen a row becomes a card: each cell says its column, and what only surrounds is left out."""
    known = {column.attribute for column in columns}
    cells = [f"<th scope='row' data-title='{escape(titles[0])}'>{row.line}</th>"]
    for column, title in zip(columns, titles[1:], strict=True):
        look, inside = cell(row, column)
        names = " ".join(filter(None, (look, "key" if column.attribute in naming else "")))
        cells.append(f"<td class='{names}' data-title='{escape(title)}'>{inside}</td>")
    whole = [fault for name, fault in row.faults.items() if name not in known]
    reasons = " ".join(f"⚠ {escape(explain(here.language, fault))}" for fault in whole)
    below = f"<tr><td class='wrong' colspan='{len(titles)}'>{reasons}</td></tr>" if whole else ""
    return f"<tr class='{'whole' if whole else ''}'>{''.join(cells)}</tr>{below}"


def _beside(row: Row, column: Column) -> tuple[str, str]:
    return "", _short(row.cells.get(column.attribute, ""), LONGEST_BESIDE)


def _meant(here: Session, row: Row, column: Column) -> str:
    """The cell as it was understood: what has no value was empty."""
    values = row.draft.values
    return column.cell.say(values[column.attribute], here.language) if column.attribute in values else ""


def _short(text: str, most: int = LONGEST) -> str:
    return escape(text if len(text) <= most else f"{text[:most]}…")


@cache
def _style() -> str:
    return f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
