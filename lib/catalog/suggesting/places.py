"""What a place says about the service before a word is read: in a lift it is the lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lib.places.locations import Location
from lib.store.tables import words

LIKELIER = 1.5
"""What a fitting place adds to the score of a service; e to that power times as likely."""


@dataclass(frozen=True, slots=True)
class Hint:
    words: tuple[str, ...]
    services: tuple[str, ...]


def kind_of_place(location: Location | None) -> tuple[str, tuple[str, ...]]:
    """The word that says what kind of place it is, and the beginnings of the codes of the services it makes likelier;
    ("", ()) for a place like any other."""
    if location is not None:
        for hint in _hints():
            for word in hint.words:
                if word in location.path:
                    return word, hint.services
    return "", ()


def without_place(said: str, location: Location | None) -> str:
    """The words without the names of the place, which say nothing more; a name that says what kind of place it is
    ("电梯厅") stays."""
    for name in location.path.split() if location else ():
        if not any(word in name for hint in _hints() for word in hint.words):
            said = said.replace(name, " ")
    return said


@cache
def _hints() -> Sequence[Hint]:
    return [Hint(tuple(row["words"]), tuple(row["services"])) for row in words("suggesting")["place"]]
