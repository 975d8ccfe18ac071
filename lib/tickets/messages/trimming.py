"""What an item begins and ends with that says nothing of it: "还有", "麻烦了，", a comma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lib.tickets.messages.reading import Span, any_of, said


def edges(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches at both ends of the item that need not stand in its words; none where nothing else is left."""
    first = _before().match(text, start, end)
    begins = first.end() if first else start
    last = _after().search(text, begins, end)
    ends = last.start() if last else end
    if not re.search(r"\w", text[begins:ends]):
        return
    if begins > start:
        yield start, begins
    if ends < end:
        yield ends, end


@cache
def _before() -> re.Pattern[str]:
    no = "|".join(said()["not_also"])
    also, polite = any_of(said()["also"]), any_of(word for word in said()["courtesy"] if not word.isdigit())
    return re.compile(rf"(?:[\s,;|]+|(?:{polite})+[,!~;]+|(?!{no})(?:{also}))+", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    also = any_of(said()["also"])
    return re.compile(rf"[\s,;|]+(?:{also})[\s,;:|]*$|\s*[,;|][\s,;|]*$")
