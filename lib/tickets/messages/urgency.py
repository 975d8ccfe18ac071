"""How urgent the writer says it is, by explicit words only."""

from __future__ import annotations

import re
from functools import cache

from lib.tickets.messages.reading import any_of, meaning_left, pattern, said
from lib.tickets.words import Severity

_ORDER = (
    (Severity.LOW, "low"),
    (Severity.NORMAL, "normal"),
    (Severity.EMERGENCY, "emergency"),
    (Severity.URGENT, "urgent"),
)
_GRAVEST = (Severity.EMERGENCY, Severity.URGENT, Severity.LOW, Severity.NORMAL)


@cache
def _each() -> re.Pattern[str]:
    """One pattern for all of them, so that the longest word at a place decides: 不急 before 急."""
    groups = [f"(?P<calm>{any_of(said()['calm'])})"]
    words = sorted(
        ((word, name) for _, name in _ORDER for word in said()[name]), key=lambda pair: -len(pair[0])
    )
    groups += [f"(?P<{name}_{i}>{re.escape(word)})" for i, (word, name) in enumerate(words)]
    return re.compile("|".join(groups), re.IGNORECASE)


def severity(words: str) -> Severity | None:
    """The gravest the words say; None where they say nothing about it."""
    names = {name: severity for severity, name in _ORDER}
    kinds = {(match.lastgroup or "").partition("_")[0] for match in _each().finditer(words)}
    found = {names[kind] for kind in kinds if kind in names}
    return next((each for each in _GRAVEST if each in found), None)


def for_everybody(words: str) -> bool:
    """Whether what is said about urgency is said of all items: 以上都请尽快."""
    return pattern("everybody").search(words) is not None


def last_clause(words: str) -> str:
    """What is said at the very end, where it is about urgency and not about a fault; else ""."""
    pieces = [piece for piece in re.split(r"[,;!\n]", words) if piece.strip()]
    return pieces[-1] if pieces and not meaning_left(pieces[-1]) else ""
