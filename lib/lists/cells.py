"""How cells are understood: text, codes, choices, things known here, yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import Language, mark, say
from lib.lists.nearest import LOOKED_UP, not_there
from lib.lists.plain import Free, folded, narrow, short, too_long
from lib.store.tables import table

SHORTEST_BEGINNING = 4
"""Bytes of a word's beginning: two Chinese characters, or four letters."""
YES, NO = mark("Yes"), mark("No")
CHOOSE = mark("Please choose one of these: {choices}")
OUT_OF_USE = mark("“{typed}” is out of use.")

_BETWEEN = re.compile(r"[;\uff1b\n]")


@dataclass(frozen=True, slots=True)
class Text(Free):
    """Words of somebody, taken as they are; with `lines` over several lines."""

    longest: int = 100
    lines: bool = False

    def read(self, typed: str) -> str:
        rows = typed.splitlines() if self.lines else [typed]
        text = "\n".join(" ".join(row.split()) for row in rows).strip()
        if len(text) > self.longest:
            raise too_long(text, self.longest)
        return text


@dataclass(frozen=True, slots=True)
class Code(Free):
    """What a thing is known by: no spaces inside, and short enough to be read out."""

    longest: int = 40
    lower: bool = False

    def read(self, typed: str) -> str:
        text = narrow(typed)
        if strange := next((sign for sign in text if not _stands_in_codes(sign)), None):
            message = mark("Please write it without “{sign}”: letters, digits and - _ . / # ( ) are fine.")
            raise WrongInput(message, sign=strange)
        if len(text) > self.longest:
            raise too_long(text, self.longest)
        return text.lower() if self.lower else text


def _stands_in_codes(sign: str) -> bool:
    """No spaces, and none of the signs that separate codes in cells and files."""
    kind = unicodedata.category(sign)
    return kind[0] in "LN" or kind in ("Pd", "Pc", "Ps", "Pe") or sign in "./#+&@*\u00b7"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed set; `words`: marked messages by code. Words of every language and the codes are read, and
    the beginning of a word where it begins only one: "clinical" for the clinical area."""

    words: Mapping[str, str]
    _codes: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for code, message in self.words.items():
            ways = (code, *(say(language, message) for language in Language))
            self._codes.update({folded(way): code for way in ways})

    def read(self, typed: str) -> str:
        wanted = folded(typed)
        if wanted in self._codes:
            return self._codes[wanted]
        begun = {code for way, code in self._codes.items() if way.startswith(wanted)}
        if len(begun) != 1 or len(wanted.encode()) < SHORTEST_BEGINNING:
            raise WrongInput(CHOOSE)
        return begun.pop()

    def say(self, value: str, language: Language) -> str:
        return say(language, self.words[value]) if value in self.words else value

    def offered(self, language: Language) -> Sequence[str]:
        return [say(language, message) for message in self.words.values()]


@dataclass(frozen=True, slots=True)
class Named:
    """One of the things there are, written by code, by name where only one has it, or by both.

    `known`: names by code; `retired`: codes that nothing new may be given; `thing`: a marked noun.
    """

    thing: str
    known: Mapping[str, str]
    retired: Collection[str] = ()
    _codes: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _missed: dict[str, NotFound] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The later rule wins: a code is a code, even where something else is called so.
        names: dict[str, list[str]] = {}
        for code, name in self.known.items():
            names.setdefault(folded(name), []).append(code)
        self._codes.update({name: codes[0] for name, codes in names.items() if len(codes) == 1})
        self._codes.update({folded(code + name): code for code, name in self.known.items()})
        self._codes.update({folded(code): code for code in self.known})

    def read(self, typed: str) -> str:
        code = self._codes.get(folded(typed))
        if code is None:
            raise self._not_there(typed)
        if code in self.retired:
            raise WrongInput(OUT_OF_USE, typed=short(typed))
        return code

    def _not_there(self, typed: str) -> NotFound:
        if typed not in self._missed:
            missed = not_there(self.thing, typed, self._called(), search=len(self._missed) < LOOKED_UP)
            if len(self._missed) >= LOOKED_UP:
                return missed
            self._missed[typed] = missed
        missed = self._missed[typed]
        return NotFound(missed.message, **missed.facts)

    def _called(self) -> Mapping[str, str]:
        """How each thing in use is said, by its code."""
        return {code: f"{code} {name}" for code, name in self.known.items() if code not in self.retired}

    def say(self, value: str, language: Language) -> str:
        return f"{value} {self.known[value]}" if value in self.known else value

    def offered(self, language: Language) -> Sequence[str]:
        return list(self._called().values())


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no, in any of the ways people tick a box."""

    def read(self, typed: str) -> bool:
        answer = _answers().get(folded(typed))
        if answer is None:
            raise WrongInput(CHOOSE)
        return answer

    def say(self, value: bool, language: Language) -> str:
        return say(language, YES if value else NO)

    def offered(self, language: Language) -> Sequence[str]:
        return [say(language, YES), say(language, NO)]


@cache
def _answers() -> Mapping[str, bool]:
    return {folded(row["word"]): row["meaning"] == "yes" for row in table("yes_no_words")}


@dataclass(frozen=True, slots=True)
class Several(Free):
    """Several texts in one cell, with a semicolon of either width between them; each once."""

    longest: int = 60
    most: int = 200

    def read(self, typed: str) -> tuple[str, ...]:
        parts = dict.fromkeys(" ".join(part.split()) for part in _BETWEEN.split(typed))
        found = tuple(filter(None, parts))
        if endless := next((part for part in found if len(part) > self.longest), None):
            raise too_long(endless, self.longest)
        if len(found) > self.most:
            raise WrongInput(
                mark("These are too many: {count}, {most} are the most."), count=len(found), most=self.most
            )
        return found

    def say(self, value: Sequence[str], language: Language) -> str:
        return ";".join(value)
