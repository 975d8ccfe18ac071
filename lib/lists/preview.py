"""What a file would do: each of its rows with its faults, or with what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lib.core.errors import Refusal
from lib.core.i18n import Language, mark
from lib.lists.shape import Column, Draft, List


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


OUTCOME_WORDS: Mapping[str, str] = {
    Outcome.NEW: mark("New"),
    Outcome.CHANGED: mark("Changed"),
    Outcome.UNCHANGED: mark("Unchanged"),
    Outcome.WRONG: mark("Wrong"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One cell as it is and as it would be, in words."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file: the line it begins on, its cells as typed by attribute, and what would become of it.

    `faults`: by attribute, under "" what is wrong with the row as a whole. `changes`: only of a changed row.
    """

    line: int
    cells: Mapping[str, str]
    outcome: Outcome
    faults: Mapping[str, Refusal]
    changes: Mapping[str, Change]
    draft: Draft

    @property
    def key(self) -> str:
        """What the row is called in the log."""
        return " · ".join(filter(None, self.draft.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A file understood. `columns`: those the file has, in its order; `unknown`: headings that mean nothing here
    and whose cells are left alone."""

    shape: List
    language: Language
    content: bytes
    columns: Sequence[Column]
    unknown: Sequence[str]
    rows: Sequence[Row]

    def count(self, outcome: Outcome) -> int:
        """How many rows have that outcome."""
        return sum(1 for row in self.rows if row.outcome == outcome)

    @property
    def wrong(self) -> list[int]:
        """The lines of the rows that cannot be written: right them, or waive them."""
        return [row.line for row in self.rows if row.outcome is Outcome.WRONG]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many rows were new, changed, as they were, and left out. `passwords`: initial passwords by user name,
    told this once."""

    new: int
    changed: int
    unchanged: int
    waived: int
    passwords: Mapping[str, str]
