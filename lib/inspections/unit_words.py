"""How people write the unit of a number: what may stand behind it and means nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from lib.store.tables import table


def spoken(text: str) -> str:
    """The text without what makes no difference: full width, capitals, blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def endings(unit: str) -> tuple[str, ...]:
    """The unit itself and its other words, longest first, as `spoken` gives them; none where there is no unit."""
    own = spoken(unit)
    found = {own, *_words().get(own, ())} if own else set()
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    rows = table("unit_words")
    return {spoken(row["unit"]): tuple(map(spoken, row["words"].split("|"))) for row in rows}
