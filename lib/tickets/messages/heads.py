"""One paste, several messages: where each begins, and who sent it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lib.tickets.messages.people import Covers, whole_name
from lib.tickets.messages.reading import Span, any_of, said

LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the paste: from `start` to `end`; `head` is the stretch before it that says who and when."""

    sender: str
    head: Span
    start: int
    end: int


@cache
def _head() -> re.Pattern[str]:
    words = said()
    date = f"(?:{words['date']}|{'|'.join(words['day'])})"
    clock = rf"(?:{any_of(words['part_of_day'])})?\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?"
    moment = rf"(?:{date}\s*)?{clock}"
    return re.compile(
        rf"[\[(]?(?:(?P<first>[^\d\s\[(][^\n]{{0,{LONGEST_NAME}}}?)\s+{moment}[\])]?\s*:?"
        rf"|{moment}[\])]\s*(?P<second>[^\n:]{{1,{LONGEST_NAME}}}):?)"
    )


def _prefix() -> re.Pattern[str]:
    return re.compile(rf"\s*[\[(]?(?P<name>[^\n:]{{1,{LONGEST_NAME}}}?)[\])]?:")


def messages(text: str, covers: Covers) -> list[Sent]:
    """Every message in the order of the paste; the whole text is one where no head stands in it."""
    heads = list(_heads(text, covers))
    if not heads:
        return [Sent("", (0, 0), 0, len(text))]
    found = [Sent("", (0, 0), 0, heads[0][1][0])] if text[: heads[0][1][0]].strip() else []
    ends = [head[1][0] for head in heads[1:]] + [len(text)]
    return found + [Sent(name, head, head[1], end) for (name, head), end in zip(heads, ends, strict=True)]


def _heads(text: str, covers: Covers) -> Iterator[tuple[str, Span]]:
    """Lines that are nothing but a name and a time, and names with a colon at the beginning of a line."""
    at = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        found = _head().fullmatch(line.strip())
        if found and (number + 1 < len(lines)):
            yield (found["first"] or found["second"]).strip("-: "), (at, at + len(line))
        elif (prefix := _prefix().match(line)) and (name := whole_name(prefix["name"], covers)):
            yield name, (at, at + prefix.end())
        at += len(line)
