"""How urgent a report is presumed to be until somebody says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from lib.catalog.services import Service
from lib.catalog.suggesting.plain import plain
from lib.places.locations import AreaClass, Location
from lib.store.tables import words as word_lists

_GRAVEST = ("emergency", "urgent", "normal", "low")


def severity_for(service: Service | None, location: Location | None, words: str = "") -> str:
    """How urgent to presume: as the catalogue says; what is normal elsewhere is urgent in a critical area; never less
    than the danger in the words."""
    usual = service.severity if service else "normal"
    critical = location is not None and location.area_class == AreaClass.CRITICAL
    return graver("urgent" if usual == "normal" and critical else usual, danger(words))


def danger(words: str) -> str:
    """How urgent the words make it by the danger they speak of, whatever is broken; "" where they speak of none."""
    meant = ((match.lastgroup or "").partition("_")[0] for match in _dangers().finditer(plain(words)))
    return graver(*meant)


def graver(*severities: str) -> str:
    """The gravest of them; "" where there is none."""
    return next((each for each in _GRAVEST if each in severities), "")


@cache
def _dangers() -> re.Pattern[str]:
    """One pattern for all of them; what is denied or harmless is taken in by a group that is no severity."""
    said: Mapping[str, list[str]] = word_lists("danger_words")
    dangerous = [*said["emergency"], *said["urgent"]]
    denied = f"(?P<denied>(?:{_any_of(said['not'])})(?:{_any_of(dangerous)}))"
    calm = f"(?P<calm>{_any_of(said['calm'])})"
    return re.compile("|".join((denied, calm, *_by_length(said))))


def _by_length(said: Mapping[str, list[str]]) -> Iterable[str]:
    """The longest first; two names cannot be the same group twice, so those of one length go together."""
    for size in sorted({len(word) for name in ("emergency", "urgent") for word in said[name]}, reverse=True):
        for name in ("emergency", "urgent"):
            if words := [word for word in said[name] if len(word) == size]:
                yield f"(?P<{name}_{size}>{_any_of(words)})"


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
