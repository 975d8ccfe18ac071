"""A mapping: which columns of a foreign file say what, and how their values are said here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import mark
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
STAGES = ("opened", "assigned", "accepted", "arrived", "completed", "closed")
TIMES = (*STAGES, "due")
FIELDS = (*TEXTS, *CODES, *THINGS, *TIMES)
NEEDED = ("number", "opened")

_UNKNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*TEXTS, *TIMES), (KEEP,)),
    **dict.fromkeys(CODES, (REJECT, DEFAULT)),
    **dict.fromkeys(THINGS, (REJECT, CREATE)),
}
_DEFAULTS: Mapping[str, str] = {
    "kind": Kind.REPAIR,
    "channel": Channel.API,
    "severity": Severity.NORMAL,
    "outcome": Outcome.FIXED,
}
_SETTINGS = ("source", "name", "timezone", "times", "encoding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a ticket: where it stands (the first filled column wins; a place has one column a level),
    its translations, what stands for an empty one, and what happens to a value nobody knows.

    `contains` translates by a part of the text; `active`: whether what is created can be chosen for new tickets.
    """

    columns: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    contains: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    unknown: str = KEEP
    active: bool = False

    def texts(self, row: Mapping[str, str]) -> list[str]:
        """What the row says there, empty columns left out."""
        return [text for name in self.columns if (text := row.get(name, "").strip())]

    def read(self, row: Mapping[str, str]) -> str:
        """The first filled column, translated; the default where all are empty."""
        said = next(iter(self.texts(row)), "")
        return self.translated(said) if said else self.default

    def translated(self, said: str) -> str:
        """The value here for a value there; the same text where no translation is given."""
        if said in self.values:
            return self.values[said]
        return next((here for part, here in self.contains.items() if part in said), said)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """`source` tells this system's numbers from another's; `name` is how it is called to people and the name of
    the branch that what it brings along is put under; `times`: formats of its times besides ISO."""

    source: str
    name: str
    timezone: str
    times: tuple[str, ...]
    encoding: str
    fields: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.fields.get(name, _NOTHING)

    def columns(self) -> set[str]:
        """Every column the mapping reads."""
        return {column for one in self.fields.values() for column in one.columns}


_NOTHING = Column()


def parse(text: str) -> MapFile:
    """The mapping in a TOML text; WrongInput names what is wrong with it."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongInput(mark("The mapping is no TOML file: {error}"), error=str(error)) from error
    if strange := sorted(said.keys() - {*_SETTINGS, *FIELDS}):
        raise WrongInput(mark("The mapping says “{name}”, which means nothing here."), name=strange[0])
    if missing := [name for name in ("source", *NEEDED) if not said.get(name)]:
        raise WrongInput(mark("The mapping does not say “{name}”."), name=missing[0])
    settings = {name: _text(said, name) for name in ("source", "timezone", "encoding")}
    times = _texts(said.get("times", []), "times")
    fields = {name: _column(name, said.get(name, {})) for name in FIELDS if name in said or name in _DEFAULTS}
    return MapFile(**settings, name=_text(said, "name") or settings["source"], times=times, fields=fields)


def _column(name: str, said: Any) -> Column:
    if not isinstance(said, dict) or said.keys() - {
        "column",
        "values",
        "contains",
        "default",
        "unknown",
        "active",
    }:
        raise WrongInput(mark("The mapping's part “{name}” cannot be read."), name=name)
    allowed = _UNKNOWN[name]
    unknown = said.get("unknown", allowed[0])
    if unknown not in allowed:
        raise WrongInput(
            mark("“{name}”: unknown values can be: {allowed}."), name=name, allowed=" / ".join(allowed)
        )
    column = said.get("column", [])
    return Column(
        columns=_texts([column] if isinstance(column, str) else column, name),
        values=_words(said.get("values", {}), name),
        contains=_words(said.get("contains", {}), name),
        default=_code(name, said.get("default", _DEFAULTS.get(name, ""))),
        unknown=unknown,
        active=said.get("active", False) is True,
    )


def _code(name: str, default: Any) -> str:
    if name in CODES and default not in set(CODES[name]):
        raise WrongInput(
            mark("“{name}”: “{value}” is not one of {allowed}."),
            name=name,
            value=default,
            allowed=" / ".join(CODES[name]),
        )
    return str(default)


def _text(said: Mapping[str, Any], name: str) -> str:
    return _texts([said.get(name, "")], name)[0]


def _texts(said: Any, name: str) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise WrongInput(mark("The mapping's part “{name}” cannot be read."), name=name)
    return tuple(said)


def _words(said: Any, name: str) -> Mapping[str, str]:
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise WrongInput(mark("The mapping's part “{name}” cannot be read."), name=name)
    return {str(there): here for there, here in said.items()}
