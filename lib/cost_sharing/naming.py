"""Many names in one sentence: the first few, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core.i18n import Words, both, mark

NAMED = 5
VENDORS = mark("{names} and others, {all} vendors")
AMONG = mark("{names} and others")
"""Where the sentence has said how many there are."""
PEOPLE = mark("{names} and others, {all} people")


def one_of(names: Sequence[str]) -> Words:
    """ "any of A, B"; a single name alone."""
    said = listed(names, PEOPLE)
    return said if len(names) == 1 else both(mark("any one of {names}"), names=said)


def listed(names: Sequence[str], more: str = VENDORS, *, most: int = NAMED) -> Words:
    """ "A, B" or "A, B, C, D, E and others, 20 vendors", in both languages; `more`: the words for the longer one."""
    comma = both(mark(", "))
    shown = names[:most]
    said = Words(en=comma.en.join(shown), zh=comma.zh.join(shown))
    return said if len(names) <= most else both(more, names=said, all=len(names))
