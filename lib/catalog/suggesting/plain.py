"""Words as they are compared: one width, one script, one case, without numbers and politeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from lib.store.tables import table, words

LOOKED_AT = 4000
LONGEST = 300
"""Characters of a message that are compared; who writes more has said by then what it is about."""
GAP = "#"
"""Stands where a place or a number was, so that what was apart does not run together."""

_OTHER = re.compile(r"[^\u4e00-\u9fffa-z0-9]+")
# A space between two Latin words parts them; anywhere else it says nothing.
_IDLE_SPACE = re.compile(r"(?<![a-z0-9]) +| +(?![a-z0-9])")


def plain(said: str) -> str:
    """The words in lower case, simplified script and normal width, without punctuation and idle spaces; at most
    300 characters. Numbers and numbered places ("3床", "12楼") become one mark."""
    normal = unicodedata.normalize("NFKC", said[:LOOKED_AT]).lower().translate(_simplified())
    tight = _IDLE_SPACE.sub("", _OTHER.sub(" ", normal))[:LONGEST]
    return _polite().sub("", _numbers().sub(GAP, tight))


@cache
def _simplified() -> Mapping[int, str]:
    """Traditional characters and common variants, by the simplified ones."""
    return str.maketrans({row["written"]: row["means"] for row in table("variants")})


@cache
def _numbers() -> re.Pattern[str]:
    """A number, or a place known by its number; telephone numbers that mean something stay."""
    known = words("suggesting")
    digits, counters, kept = ("|".join(known[what]) for what in ("digit", "counter", "kept"))
    places = rf"(?:[0-9]|{digits})+(?:{counters})+"
    return re.compile(rf"(?<![a-z0-9])(?!(?:{kept})(?![0-9]))(?:{places}|[0-9]+)")


@cache
def _polite() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("suggesting")["polite"], key=len, reverse=True)))
