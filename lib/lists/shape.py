"""What a list is made of: its columns, the rows there are, what else must hold, and how checked rows are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from lib.core.errors import Refusal
from lib.core.i18n import Language
from lib.people.roles import Actor, Permission
from lib.store.database import Database, Transaction

Values = Mapping[str, Any]
"""A row in the product's own terms, by attribute: codes, cents, days; other things by their code or number."""
WHOLE_ROW = ""
"""Where a fault stands that belongs to no single cell."""


class Cell(Protocol):
    """How the text of one column is understood, and how a value is said again."""

    def read(self, typed: str) -> Any:
        """The value a text without surrounding spaces means, "" included; WrongInput or NotFound where it means
        nothing. Words of every language and codes are understood."""

    def say(self, value: Any, language: Language) -> str:
        """The value as a person of that language reads and writes it."""

    def offered(self, language: Language) -> Sequence[str]:
        """What can be chosen, for a list in Excel; empty where anything can be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `title` and `note` are marked messages. `needed`: the heading must stand in every file and no
    cell may be empty. `fixed`: a row that is there keeps what it has. `default`: what a new row gets where the
    file has no such column, and what an empty cell means. `examples`: marked messages or names that the note shows
    at its "{examples}"."""

    attribute: str
    title: str
    cell: Cell
    needed: bool = False
    fixed: bool = False
    default: Any = ""
    note: str = ""
    examples: Sequence[str] = ()


@dataclass(slots=True, kw_only=True)
class Draft:
    """One row of a file on its way: what it says, what was there, and what is wrong with it so far."""

    line: int
    cells: Mapping[str, str]
    key: tuple[str, ...]
    before: Values | None = None
    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Refusal] = field(default_factory=dict)

    def refuse(self, attribute: str, refusal: Refusal) -> None:
        """Marks a cell, or with WHOLE_ROW the row; the first fault of a cell is the one that is told."""
        self.faults.setdefault(attribute, refusal)

    @property
    def differs(self) -> bool:
        """Whether it is right so far, and new or not what is there."""
        return not self.faults and (self.before is None or dict(self.before) != self.values)


Check = Callable[[Database, Sequence[Draft]], None]
Reach = Callable[[Database, Actor, Sequence[Draft]], None]
Seen = Callable[[Database, Actor], Callable[[Values], bool]]
Save = Callable[[Database, Transaction, Sequence[Draft], datetime], Mapping[str, str]]


def no_further_rule(db: Database, drafts: Sequence[Draft]) -> None:
    """For lists whose cells say all there is to say."""


def everywhere(db: Database, actor: Actor, drafts: Sequence[Draft]) -> None:
    """For lists that who may bring back at all may bring back whole."""


def everything(db: Database, reader: Actor) -> Callable[[Values], bool]:
    """For lists that who opens their page may read whole."""
    return lambda values: True


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list that can be taken away as a file and brought back.

    `keys`: attributes by which a row of the file finds its row in the hospital; `new_without_key`: a file may
    lack them, all of its rows are new then. `rows`: what is there now, in the
    order of the export, each with every attribute. `check`: rules that reach over more than one cell; it marks
    faults on the drafts. `save`: keeps the drafts that are new or changed, in one transaction, without asking or
    auditing; gives the initial passwords it made, by key, usually none. `order`: where it stands among the lists.
    `needs`: the permission to bring it back; `reach` marks the rows that are not this person's to change. `seen`: of
    which rows somebody may take a file away.
    """

    name: str
    title: str
    order: int
    keys: tuple[str, ...]
    new_without_key: bool = False
    columns: Callable[[Database], Sequence[Column]]
    rows: Callable[[Database], Iterable[Values]]
    save: Save
    check: Check = no_further_rule
    note: str = ""
    needs: Permission = Permission.ADMINISTER
    reach: Reach = everywhere
    seen: Seen = everything
