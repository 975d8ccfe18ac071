"""Licences in cells: what services ask for and people hold is said in the same words; others stay as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lib.core.i18n import Language
from lib.lists.cells import Several, Text
from lib.lists.plain import folded
from lib.store.tables import table

_NAMES: Mapping[Language, str] = {Language.ZH: "name", Language.EN: "name_en"}


@dataclass(frozen=True, slots=True)
class Licence(Text):
    """One licence: the code of a known one, by its words or its code; any other text as it is."""

    longest: int = 40

    def read(self, typed: str) -> str:
        return _code(Text.read(self, typed))

    def say(self, value: str, language: Language) -> str:
        return _said(value, language)

    def offered(self, language: Language) -> Sequence[str]:
        return _all(language)


@dataclass(frozen=True, slots=True)
class Skills(Several):
    """Several licences and other skills."""

    def read(self, typed: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_code(part) for part in Several.read(self, typed)))

    def say(self, value: Sequence[str], language: Language) -> str:
        return ";".join(_said(part, language) for part in value)

    def offered(self, language: Language) -> Sequence[str]:
        return _all(language)


def _code(typed: str) -> str:
    return _codes().get(folded(typed), typed)


def _said(value: str, language: Language) -> str:
    row = _known().get(value)
    return row[_NAMES[language]] if row else value


def _all(language: Language) -> Sequence[str]:
    return [row[_NAMES[language]] for row in _known().values()]


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in table("licences")}


@cache
def _codes() -> Mapping[str, str]:
    return {
        folded(way): code
        for code, row in _known().items()
        for way in (code, row["name"], row["name_en"], *row["words"].split(";"))
        if way
    }
