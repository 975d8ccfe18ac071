"""What is typed into a table stays until it is saved: half-filled rows, and rows others change meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from lib.people import organisation
from lib.ui import organisation_tables, table_editor
from lib.ui.table_editor import Row
from tests.conftest import MONDAY, Cast

COLUMNS = {
    "code": st.column_config.TextColumn("编码", required=True),
    "day": st.column_config.DateColumn("日期"),
    "active": st.column_config.CheckboxColumn("在用", default=True),
}


class Editor:
    """A table of which the browser says what was typed."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.state = state
        self.rows: list[Row] = [{"code": "A", "day": None, "active": True}]
        self.saved: list[tuple[Row | None, dict[str, Any]]] = []

    def types(self, *added: dict[str, Any], **changed: dict[str, Any]) -> None:
        edited = {name.removeprefix("row"): change for name, change in changed.items()}
        self.state[table_editor._made("t")] = {"edited_rows": edited, "added_rows": list(added)}

    def saves(self) -> None:
        shown = table_editor._held("t", self.rows)
        table_editor._store("t", shown, COLUMNS, lambda row, values: self.saved.append((row, values)))

    @property
    def begun(self) -> list[Row]:
        return list(self.state.get("t_begun", []))


@pytest.fixture
def editor(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(table_editor, "current", lambda: _Session(cast))
    yield Editor(state)


class _Session:
    def __init__(self, cast: Cast) -> None:
        self.db, self.actor, self.now = cast.db, cast.actor("admin"), MONDAY

    def _(self, message: str, **facts: Any) -> str:
        return message


def test_a_half_filled_row_stays_when_others_are_saved(editor: Editor) -> None:
    editor.types({"code": "B", "active": True}, {"day": "2026-11-23T00:00:00", "active": True})
    editor.saves()
    assert [values["code"] for _, values in editor.saved] == ["B"]
    assert editor.begun[0]["day"].isoformat() == "2026-11-23"


def test_it_is_saved_once_it_is_complete(editor: Editor) -> None:
    editor.types({"code": "B"}, {"day": "2026-11-23"})
    editor.saves()
    editor.types(row1={"code": "C"})
    editor.saves()
    row, values = editor.saved[-1]
    assert row is None
    assert (values["code"], values["day"].isoformat()) == ("C", "2026-11-23")
    assert editor.begun == []


def test_a_row_in_which_nothing_was_typed_is_none(editor: Editor) -> None:
    editor.types({"active": True}, {"code": "", "active": False})
    editor.saves()
    assert editor.saved == []
    assert editor.begun == []


def test_only_half_filled_rows_stay_where_they_are(editor: Editor) -> None:
    editor.types({"day": "2026-11-23"})
    editor.saves()
    assert editor.saved == []
    assert editor.state.get("t_turn", 0) == 0


def test_what_is_required_cannot_be_emptied(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []
    monkeypatch.setattr("lib.ui.session.keep_refusal", lambda refusal: refused.append(str(refusal)))
    editor.types(row0={"code": " "})
    editor.saves()
    assert refused == ["Please fill in: 编码"]
    assert editor.state.get("t_turn", 0) == 0


def test_rows_of_others_do_not_come_between_while_somebody_types(editor: Editor) -> None:
    table_editor._held("t", editor.rows)
    editor.types(row0={"code": "A2"})
    editor.rows = [{"code": "NEW", "day": None, "active": True}, *editor.rows]
    editor.saves()
    row, values = editor.saved[0]
    assert row is not None
    assert (row["code"], values) == ("A", {"code": "A2"})


def test_what_others_changed_in_the_row_meanwhile_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, Any] = {}
    monkeypatch.setattr(organisation_tables, "current", lambda: _Session(cast))
    monkeypatch.setattr(
        organisation_tables, "table_editor", lambda key, rows, columns, **how: drawn.update(rows=rows, **how)
    )
    organisation_tables.departments(True)
    ward = next(row for row in drawn["rows"] if row["id"] == cast.ward)
    kept = organisation.departments(cast.db)[cast.ward]
    changed = {name: getattr(kept, name) for name in type(kept).__slots__} | {"extension": "9999"}
    organisation.save(cast.db, "department", changed, actor=cast.actor("admin"), now=MONDAY)
    drawn["save"](ward, {"cost_centre": "77"})
    after = organisation.departments(cast.db)[cast.ward]
    assert (after.extension, after.cost_centre, after.name) == ("9999", "77", "心血管内科")
