"""A table that is edited in place: what was typed becomes one use case per changed row, and stays when one refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.ui.session import current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

Row = Mapping[str, Any]
Save = Callable[[Row | None, dict[str, Any]], object]
ROOM_TO_ADD = 3
"""Empty lines below the rows, so that what is being added is not scrolled out of sight."""
MOST_NAMED = 3
"""So many rows that lack something are named."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a table: changes by the number of the row shown, and new rows."""

    changed: Mapping[int, dict[str, Any]]
    added: Sequence[dict[str, Any]]
    places: Sequence[int] = ()
    """In which row of the table each of the added ones stands, from 1."""


def table_editor(
    key: str,
    rows: Sequence[Row],
    columns: Mapping[str, Any],
    *,
    save: Save,
    may_add: bool = False,
    editable: bool = True,
    fixed: Sequence[str] = (),
    elsewhere: tuple[str, ...] = (),
) -> None:
    """Draws the rows under the columns (name → Streamlit column config), with a save button below.

    `save(row, changes)` is called for each changed row, `save(None, values)` for each added one that has everything
    required; one that lacks something stays below the others until it is complete. `elsewhere`: fields of the page
    whose refusals have a place of their own.
    """
    _ = current()._
    begun = st.session_state.get(f"{key}_begun", [])
    if not rows and not may_add:
        empty(_("Nothing here yet."))
        return
    made = _made(key)
    shown = _held(key, rows)
    room = ROOM_TO_ADD if may_add and editable else 0
    st.data_editor(
        _frame([*shown, *begun], columns),
        key=made,
        column_config={name: _ours(column, editable) for name, column in columns.items()},
        disabled=list(fixed) if editable else True,
        num_rows="add" if may_add else "fixed",
        hide_index=True,
        width="stretch",
        placeholder="",
        height=min(620, 75 + 35 * (len(shown) + len(begun) + room)),
    )
    if not editable:
        return
    refusal_shown(elsewhere=elsewhere)
    _say_what_lacks(_typed(key, shown), columns)
    with st.container(horizontal=True):
        # Called only from this button: a rerun for another reason must not write.
        stored = (key, shown, columns, save)
        st.button(_("Save changes"), key=f"{key}_save", type="primary", on_click=_store, args=stored)
        if begun or _typing(key):
            st.button(_("Undo what was typed"), key=f"{key}_undo", on_click=_anew, args=(key,))


def propose(key: str, rows: Sequence[Row]) -> None:
    """Puts new rows below the table as if somebody had begun to type them: nothing is written until they are saved.
    For a callback, while nothing else is typed (`typing`)."""
    _anew(key, rows)


def typing(key: str) -> bool:
    """Whether something stands in the table that is not saved."""
    return _typing(key) or bool(st.session_state.get(f"{key}_begun"))


def unsaved(key: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as they would be once everything typed is saved; for sums below the table, after it is drawn."""
    typed = _typed(key, _held(key, rows))
    changed = [{**row, **typed.changed.get(at, {})} for at, row in enumerate(_held(key, rows))]
    return [*changed, *typed.added]


def _made(key: str) -> str:
    return f"{key}_{st.session_state.get(f'{key}_turn', 0)}"


def _typing(key: str) -> bool:
    typed: Mapping[str, Any] = st.session_state.get(_made(key)) or {}
    return bool(typed.get("edited_rows") or typed.get("added_rows"))


def _held(key: str, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows as they were when the typing began: another's row among them would throw away what was typed."""
    if f"{key}_rows" not in st.session_state or not _typing(key):
        st.session_state[f"{key}_rows"] = rows
    held: Sequence[Row] = st.session_state[f"{key}_rows"]
    return held


_TYPES: Mapping[str, type[pl.DataType]] = {"date": pl.Date, "checkbox": pl.Boolean, "number": pl.Float64}


def _frame(rows: Sequence[Row], columns: Mapping[str, Any]) -> pl.DataFrame:
    """The rows; where there are none, columns of the kinds their fields edit."""
    if rows:
        return pl.DataFrame(
            [{name: row.get(name) for name in columns} for row in rows], infer_schema_length=None
        )
    return pl.DataFrame(schema={name: _TYPES.get(_kind(one), pl.String) for name, one in columns.items()})


def _kind(column: Mapping[str, Any]) -> str:
    return str(column["type_config"]["type"])


def _ours(column: Mapping[str, Any], editable: bool) -> Any:
    """The column without Streamlit's own `required`: the browser keeps rows lacking something to itself, and they
    are lost when the table is drawn anew."""
    if not column.get("required") or not editable:
        return dict(column)
    return {**column, "required": False, "label": f"{column['label']} *"}


def _typed(key: str, shown: Sequence[Row]) -> Typed:
    """What is to be written: a row begun earlier is a new one still, with what was typed into it since."""
    typed: Mapping[str, Any] = st.session_state.get(_made(key)) or {}
    changed = {int(index): dict(change) for index, change in typed.get("edited_rows", {}).items() if change}
    begun = enumerate(st.session_state.get(f"{key}_begun", []), start=len(shown))
    added = [*({**row, **changed.pop(at, {})} for at, row in begun), *typed.get("added_rows", [])]
    said = [
        (place, dict(values)) for place, values in enumerate(added, len(shown) + 1) if _says_something(values)
    ]
    return Typed(changed, [values for _, values in said], [place for place, _ in said])


def _says_something(values: Row) -> bool:
    """Whether somebody typed into the new row; ticks are there from the beginning."""
    return any(value not in (None, "") and not isinstance(value, bool) for value in values.values())


def _lacking(values: Row, columns: Mapping[str, Any]) -> list[str]:
    """How the required columns are called that the row has nothing in."""
    return [
        column["label"]
        for name, column in columns.items()
        if column.get("required") and str("" if values.get(name) is None else values[name]).strip() == ""
    ]


def _say_what_lacks(typed: Typed, columns: Mapping[str, Any]) -> None:
    if said := _lacks_said(typed, columns):
        st.warning(said, icon=":material/edit_note:")


def _lacks_said(typed: Typed, columns: Mapping[str, Any]) -> str:
    """Which new rows are not saved for lacking what; "" where none lacks anything."""
    _ = current()._
    lacks = [
        _("row {place} lacks {columns}", place=place, columns=_(", ").join(lacking))
        for place, values in zip(typed.places, typed.added, strict=True)
        if (lacking := _lacking(values, columns))
    ]
    if not lacks:
        return ""
    rows = _("; ").join(lacks[:MOST_NAMED]) + ("…" if lacks[MOST_NAMED:] else "")
    return _("{count} rows are not complete and not saved: {rows}", count=len(lacks), rows=rows)


def _store(key: str, shown: Sequence[Row], columns: Mapping[str, Any], save: Save) -> None:
    here, typed = current(), _typed(key, shown)
    whole = [values for values in typed.added if not _lacking(values, columns)]
    with guarded():
        with here.db.transaction():
            for index, change in typed.changed.items():
                if lacking := _lacking({**shown[index], **change}, columns):
                    raise WrongInput(mark("Please fill in: {column}"), column=lacking[0])
                save(shown[index], change)
            for values in whole:
                save(None, values)
        lacks = _lacks_said(typed, columns)
        if not (count := len(typed.changed) + len(whole)):
            # A new row lacking something stays as it is, to be completed.
            flash(lacks or here._("Nothing was changed."))
            return
        flash(" ".join(filter(None, (here._("{count} rows saved.", count=count), lacks))))
        left = [_as_shown(values, columns) for values in typed.added if _lacking(values, columns)]
        _anew(key, left)


def _anew(key: str, left: Sequence[Row] = ()) -> None:
    """The table as it is kept, below it the new rows that are left over."""
    st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1
    st.session_state[f"{key}_begun"] = list(left)


def _as_shown(values: Row, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The browser writes days as text."""
    return {
        name: date.fromisoformat(value[:10])
        if isinstance(value, str) and _kind(columns[name]) == "date"
        else value
        for name, value in values.items()
        if name in columns
    }
