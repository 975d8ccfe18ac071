"""What a mapping can say of one field: its columns, their translations, and what becomes of an unknown value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lib.tickets.words import Channel, Kind, Outcome, Severity

CREATE, REJECT, KEEP, DEFAULT = "create", "reject", "keep", "default"

TEXTS = ("number", "description", "note", "reporter", "phone")
CODES: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "channel": Channel,
    "severity": Severity,
    "outcome": Outcome,
}
THINGS = ("place", "service", "department", "team")
PEOPLE = ("technician", "resolver")
"""Who took the job, and who finished it where the file says that apart."""
STAGES = ("opened", "assigned", "accepted", "arrived", "completed", "closed")
TIMES = (*STAGES, "due")
FIELDS = (*TEXTS, *CODES, *THINGS, *PEOPLE, *TIMES)
NEEDED = ("number", "opened")

UNKNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*TEXTS, *TIMES), ()),
    **dict.fromkeys(CODES, (REJECT, DEFAULT)),
    **dict.fromkeys(THINGS, (REJECT, CREATE)),
    **dict.fromkeys(PEOPLE, (KEEP, CREATE, REJECT)),
}
"""What can become of a value nobody knows, the usual first; texts and times have none to know."""
DEFAULTS: Mapping[str, str] = {
    "kind": Kind.REPAIR,
    "channel": Channel.API,
    "severity": Severity.NORMAL,
    "outcome": Outcome.NOT_STATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a ticket: where it stands (the first filled column wins, or all joined by `join`; a place has one
    column a level), its translations, what stands for an empty one, and what happens to a value nobody knows.

    `contains` translates by a part of the text. `prefixes`, one a column, go before bare numbers, so that people read
    "位置 143" and not "143". `active`: whether what is created can be chosen for new tickets.
    """

    columns: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    contains: Mapping[str, str] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    join: str = ""
    default: str = ""
    unknown: str = KEEP
    active: bool = False

    def texts(self, row: Mapping[str, str]) -> list[str]:
        """What the row says there, bare numbers with their prefix, empty columns left out."""
        found = []
        for at, name in enumerate(self.columns):
            if text := row.get(name, "").strip():
                found.append(self.prefixes[at] + text if self.prefixes and text.isdecimal() else text)
        return found

    def read(self, row: Mapping[str, str]) -> str:
        """The first filled column (or all), translated; the default where all are empty."""
        if self.join:
            return self.join.join(self.texts(row)) or self.default
        for at, name in enumerate(self.columns):
            if said := row.get(name, "").strip():
                return self._told(said, at)
        return self.default

    def _told(self, said: str, at: int) -> str:
        here = self.translated(said)
        return self.prefixes[at] + said if self.prefixes and here == said and said.isdecimal() else here

    def translated(self, said: str) -> str:
        """The value here for a value there; the same text where no translation is given."""
        if said in self.values:
            return self.values[said]
        return next((here for part, here in self.contains.items() if part in said), said)


NOTHING = Column()
"""A field the mapping does not speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPromise:
    """The column in which the other system says whether it kept its own promise, and its two words for that."""

    column: str
    kept: str
    broken: str

    def read(self, row: Mapping[str, str]) -> bool | None:
        """What it says; None for anything else than one of the two words."""
        said = row.get(self.column, "").strip()
        return {self.kept: True, self.broken: False}.get(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A column without a place of its own here: how it is called to people, and its values in their words."""

    label: str
    values: Mapping[str, str] = field(default_factory=dict)
