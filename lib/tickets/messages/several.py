"""Several places in one sentence that says the same of all: "412病房和713病房的电视都没信号"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lib.places.heard import place_words
from lib.places.hints import Hint
from lib.tickets.messages.reading import Span, any_of, said

Placed = Sequence[tuple[Span, Hint]]


def groups(text: str, placed: Placed) -> list[Placed]:
    """The hints of one item, one group for every place it names side by side; a single group where it names one."""
    found: list[list[tuple[Span, Hint]]] = [[]]
    for each in placed:
        last = found[-1]
        if last and _room(last) and _joined(text[last[-1][0][1] : each[0][0]]):
            found.append([])
        found[-1].append(each)
    if not all(map(_room, found)) or _between(text[found[-1][-1][0][1] :] if found[-1] else ""):
        return [placed]
    return [list(group) for group in found]


def _room(group: Placed) -> bool:
    """Whether it names a room by itself; two beds may well be in one."""
    return any(hint.own and hint.bed is None for _, hint in group)


@cache
def _joins() -> re.Pattern[str]:
    door, both = any_of(place_words()["after_door"]), any_of(said()["both"])
    return re.compile(rf"(?:{door})?\s*(?:{both})\s*")


@cache
def _no_join() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(place_words()['after_door'])})?(?:{any_of(said()['not_both'])})")


def _joined(between: str) -> bool:
    return _joins().fullmatch(between) is not None


def _between(after: str) -> bool:
    return _no_join().match(after) is not None
