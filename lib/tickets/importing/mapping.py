"""A mapping: which columns of a foreign file say what, and how their values are said here."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.tickets.importing.columns import (
    CODES,
    DEFAULTS,
    FIELDS,
    KEEP,
    NEEDED,
    NOTHING,
    PEOPLE,
    REJECT,
    TEXTS,
    THINGS,
    TIMES,
    UNKNOWN,
    Column,
    Foreign,
    OwnPromise,
)

_SETTINGS = ("source", "name", "timezone", "times", "encoding", "out_of_order", "promise", "foreign")
_SOURCE = re.compile(r"[\w.-]{1,40}")
_LONGEST_NAME = 80
_KEPT = ("number", "description", "note", "reporter", "phone", "opened", "due")
_USUAL = ("column", "values", "contains", "default")
_SAID: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TEXTS, (*_USUAL, "prefix", "join")),
    **dict.fromkeys(CODES, (*_USUAL, "unknown")),
    **dict.fromkeys(THINGS, (*_USUAL, "prefix", "join", "unknown", "active")),
    **dict.fromkeys(PEOPLE, ("column", "values", "prefix", "unknown")),
    **dict.fromkeys(TIMES, ("column", "values")),
}
"""What may be said of each field."""
UNREADABLE = mark("The mapping's part “{name}” cannot be read.")
CHOICES = mark("“{name}”: “{value}” is not one of {allowed}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """`source` tells this system's numbers from another's; `name` is how it is called to people and the name of
    the branch that what it brings along is put under; `times`: formats of its times besides ISO; `out_of_order`:
    whether a row whose stages are not in order is rejected or kept; `foreign`: labels of columns without a place of
    their own; `promise`: what the other system says of its own promise, kept as its word and never as our measure;
    `word_for_word`: columns whose text stands in the history as it is."""

    source: str
    name: str
    timezone: str
    times: tuple[str, ...]
    encoding: str
    out_of_order: str
    foreign: Mapping[str, Foreign]
    promise: OwnPromise | None
    fields: Mapping[str, Column]
    word_for_word: frozenset[str]

    def __getitem__(self, name: str) -> Column:
        return self.fields.get(name, NOTHING)

    def columns(self) -> set[str]:
        """Every column the mapping reads."""
        named = {column for one in self.fields.values() for column in one.columns} | set(self.foreign)
        return named | ({self.promise.column} if self.promise else set())


def parse(text: str) -> MapFile:
    """The mapping in a TOML text; WrongInput names what is wrong with it."""
    said = _toml(text)
    if strange := sorted(said.keys() - {*_SETTINGS, *FIELDS}):
        raise WrongInput(mark("The mapping says “{name}”, which means nothing here."), name=strange[0])
    if missing := [name for name in ("source", *NEEDED) if not said.get(name)]:
        raise WrongInput(mark("The mapping does not say “{name}”."), name=missing[0])
    fields = {name: _column(name, said.get(name, {})) for name in FIELDS if name in said or name in DEFAULTS}
    if missing := [name for name in NEEDED if not any(fields[name].columns)]:
        raise WrongInput(mark("The mapping does not say “{name}”."), name=missing[0])
    source, foreign = _source(said), _foreign(said.get("foreign", {}))
    return MapFile(
        source=source,
        name=" ".join(_text(said, "name").split())[:_LONGEST_NAME] or source,
        timezone=_text(said, "timezone"),
        times=_formats(_texts(said.get("times", []), "times")),
        encoding=_encoding(_text(said, "encoding")),
        out_of_order=_one_of("out_of_order", said.get("out_of_order", REJECT), (REJECT, KEEP)),
        foreign=foreign,
        promise=_promise(said["promise"]) if "promise" in said else None,
        fields=fields,
        word_for_word=frozenset(_word_for_word(fields)) - set(foreign),
    )


def _word_for_word(fields: Mapping[str, Column]) -> Iterator[str]:
    """Columns that are joined or translated do not stand as they are; where several can be filled, the first does."""
    for name in _KEPT:
        column = fields.get(name, NOTHING)
        if not (column.values or column.contains or column.join):
            yield from column.columns[:1]


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = mark("The mapping is no TOML file: {error}")
        raise WrongInput(message, error=str(error) or type(error).__name__) from error


def _source(said: Mapping[str, Any]) -> str:
    source = _text(said, "source")
    if not _SOURCE.fullmatch(source):
        message = mark("“{name}” is made of letters, digits, “-”, “_” and “.”, not {value}.")
        raise WrongInput(message, name="source", value=f"“{source[:_LONGEST_NAME]}”")
    return source


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name or "utf-8")
    except (LookupError, ValueError) as error:
        raise WrongInput(mark("There is no encoding “{name}”."), name=name) from error
    return name


def _formats(formats: Sequence[str]) -> tuple[str, ...]:
    sample = datetime(2026, 11, 22, 10, 30)  # noqa: DTZ001 — only its digits matter
    for each in formats:
        try:
            datetime.strptime(sample.strftime(each), each)  # noqa: DTZ007
        except (ValueError, re.error) as error:
            raise WrongInput(mark("“{format}” is no format of a time."), format=each) from error
    return tuple(formats)


def _column(name: str, said: Any) -> Column:
    if not isinstance(said, dict) or said.keys() - set(_SAID[name]):
        raise WrongInput(UNREADABLE, name=name)
    columns, prefixes = _several(said.get("column", []), name), _several(said.get("prefix", []), name)
    if len(prefixes) not in (0, 1, len(columns)) or not isinstance(said.get("active", False), bool):
        raise WrongInput(UNREADABLE, name=name)
    return Column(
        columns=columns,
        values=_words(said.get("values", {}), name),
        contains=_words(said.get("contains", {}), name),
        prefixes=prefixes * len(columns) if len(prefixes) == 1 else prefixes,
        join=_text(said, "join"),
        default=_default(name, said),
        unknown=_policy(name, said),
        active=said.get("active", False),
    )


def _policy(name: str, said: Mapping[str, Any]) -> str:
    allowed = UNKNOWN[name] or (KEEP,)
    unknown = said.get("unknown", allowed[0])
    if unknown not in allowed:
        message = mark("“{name}”: unknown values can be: {allowed}.")
        raise WrongInput(message, name=name, allowed=" / ".join(allowed))
    return str(unknown)


def _default(name: str, said: Mapping[str, Any]) -> str:
    """What stands for an empty value; of a field of codes, this and every translation must be one of them."""
    default = said.get("default", DEFAULTS.get(name, ""))
    if name in CODES:
        known = tuple(CODES[name])
        for value in (default, *_words(said.get("values", {}), name).values()):
            _one_of(name, value, known)
        for value in _words(said.get("contains", {}), name).values():
            _one_of(name, value, known)
    # A plain text: columns of enum members and texts cannot be mixed in a frame.
    return str(_text({"default": default}, "default"))


def _foreign(said: Any) -> Mapping[str, Foreign]:
    if not isinstance(said, dict):
        raise WrongInput(UNREADABLE, name="foreign")
    found = {column: _label(one) for column, one in said.items()}
    label, times = (Counter(one.label for one in found.values()).most_common(1) or [("", 1)])[0]
    if times > 1 or not all(one.label for one in found.values()):
        message = mark("“{name}”: every column needs a label of its own, “{label}” is none.")
        raise WrongInput(message, name="foreign", label=label if times > 1 else "")
    return found


def _promise(said: Any) -> OwnPromise:
    parts = ("column", "kept", "broken")
    if not isinstance(said, dict) or said.keys() != set(parts):
        raise WrongInput(UNREADABLE, name="promise")
    column, kept, broken = (_text(said, part).strip() for part in parts)
    if not column or not kept or not broken or kept == broken:
        raise WrongInput(UNREADABLE, name="promise")
    return OwnPromise(column=column, kept=kept, broken=broken)


def _label(said: Any) -> Foreign:
    if isinstance(said, str):
        return Foreign(label=said.strip())
    if not isinstance(said, dict) or said.keys() - {"label", "values"}:
        raise WrongInput(UNREADABLE, name="foreign")
    return Foreign(label=_text(said, "label").strip(), values=_words(said.get("values", {}), "foreign"))


def _one_of(name: str, value: Any, allowed: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise WrongInput(CHOICES, name=name, value=value, allowed=" / ".join(allowed))
    return value


def _text(said: Mapping[str, Any], name: str) -> str:
    return _texts([said.get(name, "")], name)[0]


def _several(said: Any, name: str) -> tuple[str, ...]:
    """One text or a list of them."""
    return _texts([said] if isinstance(said, str) else said, name)


def _texts(said: Any, name: str) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise WrongInput(UNREADABLE, name=name)
    return tuple(said)


def _words(said: Any, name: str) -> Mapping[str, str]:
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise WrongInput(UNREADABLE, name=name)
    return {str(there): here for there, here in said.items()}
