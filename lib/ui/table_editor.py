"""A table that is edited in place: what was typed becomes one use case per changed row, and stays when one refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from lib.ui.session import current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

Row = Mapping[str, Any]
Save = Callable[[Row | None, dict[str, Any]], object]
ROOM_TO_ADD = 3
"""Empty lines below the rows, so that what is being added is not scrolled out of sight."""


def table_editor(
    key: str,
    rows: Sequence[Row],
    columns: Mapping[str, Any],
    *,
    save: Save,
    may_add: bool = False,
    editable: bool = True,
    fixed: Sequence[str] = (),
) -> None:
    """Draws the rows under the columns (name → Streamlit column config), with a save button below.

    `save(row, changes)` is called for each changed row, `save(None, values)` for each added one.
    """
    _ = current()._
    if not rows and not may_add:
        empty(_("Nothing here yet."))
        return
    made = f"{key}_{st.session_state.get(f'{key}_turn', 0)}"
    st.data_editor(
        pl.DataFrame([{name: row[name] for name in columns} for row in rows], infer_schema_length=None)
        if rows
        else _blank(columns),
        key=made,
        column_config=dict(columns),
        disabled=list(fixed) if editable else True,
        num_rows="add" if may_add else "fixed",
        hide_index=True,
        width="stretch",
        placeholder="",
        height=min(620, 75 + 35 * (len(rows) + (ROOM_TO_ADD if may_add and editable else 0))),
    )
    if not editable:
        return
    refusal_shown()
    # Called only from this button: a rerun for another reason must not write.
    st.button(
        _("Save changes"), key=f"{key}_save", type="primary", on_click=_store, args=(key, made, rows, save)
    )


_TYPES: Mapping[str, type[pl.DataType]] = {"date": pl.Date, "checkbox": pl.Boolean, "number": pl.Float64}


def _blank(columns: Mapping[str, Any]) -> pl.DataFrame:
    """No rows, with columns of the kinds their fields edit."""
    kinds = {name: column["type_config"]["type"] for name, column in columns.items()}
    return pl.DataFrame(schema={name: _TYPES.get(kind, pl.String) for name, kind in kinds.items()})


def _store(key: str, made: str, rows: Sequence[Row], save: Save) -> None:
    typed: Mapping[str, Any] = st.session_state.get(made, {})
    changed = {int(index): change for index, change in typed.get("edited_rows", {}).items() if change}
    added = [
        values
        for values in typed.get("added_rows", [])
        if any(value not in (None, "") for value in values.values())
    ]
    _ = current()._
    with guarded():
        with current().db.transaction():
            for index, change in changed.items():
                save(rows[index], dict(change))
            for values in added:
                save(None, dict(values))
        if not (count := len(changed) + len(added)):
            # A new row lacking something required does not get here: it stays, to be completed.
            flash(_("Nothing was changed."))
            return
        flash(_("{count} rows saved.", count=count))
        st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1
