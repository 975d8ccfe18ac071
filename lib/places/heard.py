"""Words as they are compared: full width, capitals and Chinese numerals made alike, each character knowing where it
stood."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lib.store.tables import words as word_list


@dataclass(frozen=True, slots=True)
class Heard:
    """The text in its plain form, and for each of its characters where the original begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def apart(self, at: int) -> bool:
        """Whether a space stood before that character."""
        return at > 0 and self.starts[at] > self.ends[at - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where that stretch stands in the original."""
        return (self.starts[start], self.ends[end - 1]) if end > start else (0, 0)


@cache
def place_words() -> dict[str, Any]:
    """How people name places, from the reference list; read once."""
    return word_list("place_words")


def heard(words: str) -> Heard:
    """The text without spaces (but between two digits), small, half width, its numerals as digits."""
    pieces = list(_numbers(list(_plain(words))))
    return Heard(
        "".join(piece[0] for piece in pieces),
        tuple(start for text, start, _ in pieces for _ in text),
        tuple(end for text, _, end in pieces for _ in text),
    )


@cache
def alike(name: str) -> str:
    """A name in the same plain form."""
    return heard(name).text


def _plain(words: str) -> Iterator[tuple[str, int, int]]:
    for i, char in enumerate(words):
        if char in "\r\n":
            yield "\n", i, i + 1
        elif char.isspace():
            before, after = words[:i].rstrip()[-1:], words[i:].lstrip()[:1]
            if before.isdecimal() and after.isdecimal():
                yield " ", i, i + 1
        elif unicodedata.category(char) == "No":
            yield " ", i, i + 1  # a circled number is a mark of a list, not a number
        else:
            for plain in unicodedata.normalize("NFKC", char).lower():
                yield plain, i, i + 1


def _numbers(chars: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    said = place_words()
    digits, ten, ordinal = said["numerals"], said["ten"], said["ordinal"]
    at = 0
    while at < len(chars):
        end = at
        while end < len(chars) and (chars[end][0] in digits or chars[end][0] == ten):
            end += 1
        if end > at:
            run = "".join(char for char, _, _ in chars[at:end])
            yield _number(run, digits, ten), chars[at][1], chars[end - 1][2]
            at = end
        elif chars[at][0] == ordinal and at + 1 < len(chars) and _counts(chars[at + 1][0]):
            at += 1
        else:
            yield chars[at]
            at += 1


def _counts(char: str) -> bool:
    said = place_words()
    return char.isdecimal() or char in said["numerals"] or char == said["ten"]


def _number(run: str, digits: dict[str, int], ten: str) -> str:
    """ "十二" → "12", "二十" → "20", "一二零三" → "1203"."""
    tens, mark, ones = run.partition(ten)
    if not mark or ten in ones or len(tens) > 1 or len(ones) > 1:
        return "".join(str(digits.get(char, 10)) for char in run)
    return str(10 * (digits[tens] if tens else 1) + (digits[ones] if ones else 0))
