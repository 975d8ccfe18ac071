"""What is being typed into a draft: kept in the session until it is saved, through reruns, other pages and others'
changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.cost_sharing.statement import Statement
from lib.ui.cost_sharing import fields

TABLE = "vendors"
Cells = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Draft:
    """`saved`: what the fields of the statement show as it stands; `values`: what they show with what was typed."""

    statement: Statement
    saved: Mapping[str, Any]
    values: Mapping[str, Any]

    def key(self, name: str) -> str:
        """The widget key of a field: another one after every change of the statement, so that nobody's older value
        stands in it."""
        return f"{_prefix(self.statement)}_{name}"

    def field(self, name: str) -> dict[str, Any]:
        """The arguments of a field's widget; what stands in it is put there before."""
        st.session_state.setdefault(self.key(name), self.values[name])
        return {"key": self.key(name), "on_change": gathered, "args": (self.statement.id,)}

    @property
    def changed(self) -> list[str]:
        """The fields that say something else than what is saved."""
        return [name for name, value in self.values.items() if not fields.same(name, value, self.saved[name])]


def of(statement: Statement) -> Draft:
    """The draft with everything typed so far."""
    gathered(statement.id)
    saved, typed = fields.shown(statement), _typed(statement.id)
    # Written down: what is typed next is told apart from what stood here in this run.
    st.session_state[_drawn(statement.id)] = (_prefix(statement), saved)
    return Draft(statement, saved, {**saved, **typed})


def gathered(statement_id: int) -> None:
    """Takes what stands in the fields into the session's own keeping: Streamlit forgets fields that are not drawn."""
    prefix, saved = st.session_state.get(_drawn(statement_id), ("", {}))
    typed = _typed(statement_id)
    for name, before in saved.items():
        if (key := f"{prefix}_{name}") in st.session_state:
            now = _rows(key) if name == TABLE else st.session_state[key]
            if fields.same(name, now, before):
                typed.pop(name, None)
            else:
                typed[name] = now


def put(draft: Draft, values: Mapping[str, Any]) -> None:
    """Fills fields in, as if they were typed; for callbacks."""
    for name, value in values.items():
        st.session_state[draft.key(name)] = value
    gathered(draft.statement.id)


def dropped(statement: Statement) -> None:
    """Everything typed is forgotten; for callbacks, and after it was saved."""
    st.session_state.pop(_drawn(statement.id), None)
    st.session_state[f"sharing_typed_{statement.id}"] = {}
    turn = f"sharing_turn_{statement.id}"
    st.session_state[turn] = st.session_state.get(turn, 0) + 1


def table_rows(draft: Draft, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows the vendors' table begins with: the same ones as long as it is drawn, for it keeps changes to them."""
    key = draft.key(TABLE)
    if key not in st.session_state or _base(key) not in st.session_state:
        cells: Cells = draft.values[TABLE]
        empty: Mapping[str, float] = {}
        st.session_state[_base(key)] = [
            {"code": code, "name": name}
            | {cell: cells.get(code, empty).get(cell) for cell in (*fields.MONEY_CELLS, "agreed")}
            for code, name in names.items()
        ]
    rows: list[dict[str, Any]] = st.session_state[_base(key)]
    return rows


def _rows(key: str) -> dict[str, dict[str, float]]:
    """The cells of the vendors' table with what was typed into it, as `fields.shown` has them."""
    edited = st.session_state[key].get("edited_rows", {})
    base: Sequence[Mapping[str, Any]] = st.session_state[_base(key)]
    found = {}
    for at, row in enumerate(base):
        row = {**row, **edited.get(at, edited.get(str(at), {}))}
        cells = {name: row[name] for name in (*fields.MONEY_CELLS, "agreed") if row.get(name) is not None}
        if cells:
            found[row["code"]] = cells
    return found


def _base(key: str) -> str:
    return f"{key}_base"


def _prefix(statement: Statement) -> str:
    turn = st.session_state.get(f"sharing_turn_{statement.id}", 0)
    return f"sharing_{statement.id}_{statement.version}_{turn}"


def _drawn(statement_id: int) -> str:
    return f"sharing_drawn_{statement_id}"


def _typed(statement_id: int) -> dict[str, Any]:
    typed: dict[str, Any] = st.session_state.setdefault(f"sharing_typed_{statement_id}", {})
    return typed
