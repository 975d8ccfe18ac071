"""The words and patterns messages are read with, from the reference list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from lib.store.tables import words as word_list

Span = tuple[int, int]

CHINESE = r"\u4e00-\u9fff"


@cache
def said() -> dict[str, Any]:
    """The reference list; read once."""
    return word_list("message_words")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longer before the shorter."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the word lists as a pattern."""
    return re.compile(any_of(said()[name]), re.IGNORECASE)


@cache
def polite() -> re.Pattern[str]:
    """What says nothing about a fault: courtesy, urgency, words between two items."""
    names = ("courtesy", "low", "normal", "emergency", "urgent", "also", "leading", "everybody")
    return re.compile(any_of(word for name in names for word in said()[name]), re.IGNORECASE)


@cache
def mention() -> re.Pattern[str]:
    """ "@后勤调度 ": whom the message calls."""
    return re.compile(r"@\S{1,8}(?=\s|$)")


@cache
def emoji() -> re.Pattern[str]:
    """ "[抱拳]", as the messenger writes its small pictures."""
    return re.compile(rf"\[[{CHINESE}A-Za-z]{{1,4}}\]")


def half_width(text: str) -> str:
    """The same text with plain marks and figures, every character where it was."""
    marks = said()["marks"]
    return "".join(marks.get(c) or (unicodedata.normalize("NFKC", c) if _WIDE.match(c) else c) for c in text)


_WIDE = re.compile(r"[\uff01-\uff5e]")


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with those stretches blank, everything else where it was."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def meaning_left(text: str) -> str:
    """The letters that are neither politeness nor urgency: what is left says what is wrong."""
    bare = mention().sub(" ", emoji().sub(" ", text))
    return "".join(re.findall(rf"[{CHINESE}A-Za-z]", polite().sub(" ", bare)))
