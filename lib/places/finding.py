"""Finding places: all that fit some words, and the one that somebody's words name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.places.deciding import decided
from lib.places.dictionary import dictionary
from lib.places.heard import Heard, heard
from lib.places.hints import Hint, hints
from lib.places.locations import Location, LocationKind, all_locations
from lib.store.database import Database


def fitting(db: Database, words: str) -> list[Location]:
    """Places whose number, name, path or pinyin initials hold the words, in the order of their numbers, what is out
    of use last; without words everything but the rooms, and the zones out of use."""
    sought = "".join(words.split()).lower()
    found = [place for place in all_locations(db).values() if _fits(place, sought)]
    return sorted(found, key=lambda place: (not place.active, place.number))


def _fits(place: Location, sought: str) -> bool:
    if not sought:
        return place.kind != LocationKind.ROOM and (place.active or place.kind != LocationKind.ZONE)
    names = (place.number.lower(), "".join(place.path.split()).lower(), place.initials)
    return any(sought in name for name in names)


def mentioned(db: Database, words: str, department_id: int | None = None) -> Location | None:
    """ "住院A座1203病房灯不亮" → that room; None where the words fit none, or several equally well."""
    return named(db, words, department_id=department_id).place


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The place the words name, or None; `candidates`: where several fit equally, at most five of them (inside
    `place`, where what holds them all was named). `hints`: what was recognised, as stretches of `said`."""

    said: Heard
    hints: Sequence[Hint]
    place: Location | None = None
    candidates: Sequence[Location] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the words about the place stand in the text."""
        return [self.said.span(hint.start, hint.end) for hint in self.hints]


def hinted(db: Database, words: str) -> tuple[Heard, list[Hint]]:
    """The words in their plain form, and the hints at places in them."""
    said = heard(words)
    return said, hints(dictionary(db), said)


def named(
    db: Database,
    words: str,
    *,
    department_id: int | None = None,
    around: Location | None = None,
    before: Sequence[Hint] = (),
) -> Found:
    """The place the words name; the same everywhere: right or silent.

    `department_id`: the caller's. `around`: the place the message spoke of just before; where the words name none,
    it is that. `before`: hints of a heading, which hold unless the words say otherwise.
    """
    said, own = hinted(db, words)
    place, candidates = decided(db, own, department_id=department_id, around=around, before=before)
    return Found(said=said, hints=own, place=place, candidates=candidates)
