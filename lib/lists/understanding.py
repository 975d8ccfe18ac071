"""A file read against what is there: each line becomes a draft, with the faults of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import Language, mark, say
from lib.core.typed_words import seen
from lib.lists import heading
from lib.lists.plain import folded, not_endless
from lib.lists.shape import WHOLE_ROW, Column, Draft, List, Values
from lib.store.database import Database
from lib.store.sheets import workbooks
from lib.store.sheets.reading import Line

MOST_ROWS = 100_000
GUARD = "'"
"""Before what Excel would take for a formula a CSV file has this; it is no part of the cell."""

Key = tuple[str, ...]


class Reader:
    """Reads the lines of one file; knows the rows that are there, and those it has read. `headless`: whether it
    has met cells under no heading."""

    def __init__(
        self, db: Database, shape: List, columns: Sequence[Column], content: bytes, language: Language
    ):
        self._shape, self._columns, self._language = shape, columns, language
        self._guarded = not workbooks.is_one(content)
        rows = list(shape.rows(db))
        self._there: dict[Key, Values] = {self._folded(row): row for row in rows}
        # Two codes may differ by no more than their capitals: the exact one comes first.
        self._exact: dict[Key, Values] = {self._key(row): row for row in rows}
        self._lines: dict[Key, int] = {}
        self.headless = False

    def _key(self, row: Values) -> Key:
        return tuple(str(row[attribute]) for attribute in self._shape.keys)

    def _folded(self, row: Values) -> Key:
        return tuple(folded(text) for text in self._key(row))

    def drafts(self, lines: Iterator[Line], found: Mapping[str, Column]) -> Iterator[Draft]:
        """A draft of every line that holds anything."""
        for count, line in enumerate(lines):
            if count >= MOST_ROWS:
                raise WrongInput(
                    mark("The file has more than {most} rows; please cut it into several."), most=MOST_ROWS
                )
            cells = {column.attribute: line.cells.get(name, "") for name, column in found.items()}
            self.headless |= any(text.strip() for name, text in line.cells.items() if heading.blank(name))
            if any(map(str.strip, cells.values())) or line.surplus > 0:
                yield self._draft(line, cells)

    def _draft(self, line: Line, cells: Mapping[str, str]) -> Draft:
        draft = Draft(line=line.first, cells=cells, key=())
        if line.surplus > 0:
            draft.refuse(
                WHOLE_ROW,
                WrongInput(
                    mark("{count} cells more than columns: is there a comma inside a text?"),
                    count=line.surplus,
                ),
            )
        self._find(draft)
        for column in self._columns:
            if column.attribute not in self._shape.keys:
                self._take(draft, column)
        return draft

    def _find(self, draft: Draft) -> None:
        """Reads the key and finds the row that is there; marks a key that stood in an earlier line."""
        keys = [column for column in self._columns if column.attribute in self._shape.keys]
        for column in keys:
            self._take(draft, column)
        values = {
            **{column.attribute: draft.cells.get(column.attribute, "") for column in keys},
            **draft.values,
        }
        draft.before = self._exact.get(self._key(values)) or self._there.get(self._folded(values))
        if draft.before is not None:
            # As it was written there, and right for being there.
            for column in keys:
                draft.values[column.attribute] = draft.before[column.attribute]
                draft.faults.pop(column.attribute, None)
        draft.key = self._key(draft.before or values)
        # Rows without any key are new ones, each numbered by itself.
        if not draft.faults and any(draft.key):
            self._only_once(draft)

    def _only_once(self, draft: Draft) -> None:
        key = draft.key if draft.before is not None else tuple(folded(text) for text in draft.key)
        if (line := self._lines.setdefault(key, draft.line)) != draft.line:
            draft.refuse(
                self._shape.keys[0], WrongInput(mark("The same stands already in line {line}."), line=line)
            )

    def _take(self, draft: Draft, column: Column) -> None:
        name = column.attribute
        if name not in draft.cells:
            draft.values[name] = draft.before[name] if draft.before is not None else column.default
            return
        try:
            draft.values[name] = self._value(draft, column)
        except Refusal as refusal:
            if "{choices}" in refusal.message:
                refusal.facts["choices"] = self._choices(column, refusal)
            draft.refuse(name, refusal)

    def _choices(self, column: Column, refusal: Refusal) -> str:
        """What can be written: as the refusal names it, in marked messages or names, else all the cell offers."""
        named = refusal.facts.get("choices", column.cell.offered(self._language))
        return " / ".join(say(self._language, one) for one in named)

    def _value(self, draft: Draft, column: Column) -> Any:
        not_endless(draft.cells[column.attribute])
        typed = seen(draft.cells[column.attribute])
        if draft.before is not None:
            before = draft.before[column.attribute]
            # What was exported and not touched is what is there, even where nobody could type it today.
            if any(self._said(column, before, language, typed) for language in self._order()):
                return before
        value = self._read(column, self._without_guard(typed))
        if draft.before is not None and column.fixed:
            return self._kept(column, before, value)
        return value

    def _order(self) -> tuple[Language, ...]:
        return (self._language, *(language for language in Language if language is not self._language))

    def _said(self, column: Column, value: Any, language: Language, typed: str) -> bool:
        said = seen(column.cell.say(value, language))
        return typed == said or self._without_guard(typed) == said

    def _without_guard(self, typed: str) -> str:
        guarded = self._guarded and typed[:1] == GUARD and typed[1:2] in ("=", "+", "-", "@")
        return typed[1:] if guarded else typed

    def _read(self, column: Column, typed: str) -> Any:
        if typed:
            return column.cell.read(typed)
        if column.needed:
            raise WrongInput(mark("Please fill this in."))
        return column.default

    def _kept(self, column: Column, before: Any, value: Any) -> Any:
        if folded(str(value)) != folded(str(before)):
            said = column.cell.say(before, self._language)
            raise WrongInput(mark("This stays as it is: {value}"), value=said or "—")
        return before
