"""Who wrote a message and how to reach them: heads, signatures, "我是…", phones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from lib.tickets.messages.reading import CHINESE, Span, any_of, emoji, meaning_left, mention, said

Covers = Callable[[str], bool]
"""Whether words only name a place."""
NEAR = 6
"""Characters between a word for a phone and its number."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name with its title, and the stretch that says no more than that; `signed`: put below the message, so that it
    need not stand in the words."""

    name: str
    whole: Span
    signed: bool


@cache
def _name() -> str:
    words = said()
    surname = f"(?:{any_of(words['two_surnames'])}|[{words['surnames']}])"
    given = f"[^{re.escape(words['no_name'])}\\W\\da-zA-Z_]"
    nick, title = any_of(words["nickname"]), any_of(words["title"])
    return (
        f"(?:(?:{nick})?{surname}(?:{given}{{1,2}}?)??(?:{title})|(?:{nick}){surname}(?!{given})"
        f"|{surname}{given}{{1,2}})"
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = said()
    reported = any_of(words["reported"])
    number = r"1\d{10}|\d{3,4}-\d{7,8}|\d{4,8}"
    return {
        "person": re.compile(_name()),
        "signed": re.compile(rf"(?P<place>.*?)(?P<name>{_name()})(?:{reported})?(?:{number})?"),
        "i am": re.compile(
            rf"(?:{any_of(words['i_am'])})[:]?\s*(?P<place>[{CHINESE}A-Za-z0-9]{{0,10}}?)"
            rf"(?P<name>{_name()})(?=[\W\d_]|$|{reported})"
        ),
        "contact": re.compile(rf"(?:{any_of(words['contact'])})[:]?\s*(?P<name>{_name()})(?=[\W\d_]|$)"),
        "mobile": re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
        "phone": re.compile(
            rf"(?:{any_of(words['phone'])})[^\d\n]{{0,{NEAR}}}?(?P<number>\d{{3,4}}-\d{{7,8}}|\d{{4,8}})(?![\d{words['no_phone']}])",
            re.IGNORECASE,
        ),
        "piece": re.compile(r"[^\s,;!?|:~()\[\]-]+"),
    }


def whole_name(words: str, covers: Covers) -> str:
    """The person in words that are nothing but a person, perhaps after their department: "骨科张护士" → "张护士";
    "" for anything else."""
    found = _patterns()["signed"].fullmatch(words.strip())
    if not found or _no_name(found["name"]):
        return ""
    place = re.sub(any_of(said()["title"]), "", found["place"]).strip(" -_·.|/")
    return found["name"] if not place or covers(place) else ""


def _no_name(name: str) -> bool:
    return not meaning_left(name) or any(name.startswith(word) for word in said()["no_names"])


def signature(text: str, start: int, end: int, covers: Covers) -> Person | None:
    """The name somebody put at the end, after which only thanks and phones follow."""
    pieces = list(_patterns()["piece"].finditer(emoji().sub(lambda m: " " * len(m[0]), text[:end]), start))
    for last, piece in enumerate(reversed(pieces)):
        if name := whole_name(piece[0], covers):
            if len(pieces) - last < 2 or not _set_apart(text, piece.start()):
                return None
            at = piece.start() + piece[0].rindex(name)
            return Person(name, (at, piece.end()), signed=True)
        if not _says_nothing(piece[0]):
            return None
    return None


def _titled(name: str) -> bool:
    return name.endswith(tuple(said()["title"]))


def _set_apart(text: str, at: int) -> bool:
    """A signature does not follow the words without a break."""
    return at == 0 or not text[at - 1].isalnum()


def _says_nothing(piece: str) -> bool:
    return bool(mention().fullmatch(piece)) or piece.isdigit() or not meaning_left(piece)


def introduced(text: str, start: int, end: int, covers: Covers) -> Person | None:
    """ "我是骨科张护士", "联系人：李护士", or a message that begins with "骨科张护士 "."""
    first = _patterns()["piece"].search(text, start, end)
    if first and first.end() < end and (name := whole_name(first[0], covers)) and _titled(name):
        return Person(name, first.span(), signed=False)
    for name in ("i am", "contact"):
        for found in _patterns()[name].finditer(text, start, end):
            if not _no_name(found["name"]):
                return Person(found["name"], found.span(), signed=False)
    return None


def phone(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """A mobile number, or a number after a word like "电话"; and where both stand."""
    if found := _patterns()["mobile"].search(text, start, end):
        return re.sub(r"\D", "", found[0]), found.span()
    if found := _patterns()["phone"].search(text, start, end):
        return found["number"], found.span()
    return None
