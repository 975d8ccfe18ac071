"""Every word that names a place of this hospital, and what it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

from lib.people.organisation import departments
from lib.places import nicknames
from lib.places.heard import alike, place_words
from lib.places.locations import LocationKind
from lib.places.spots import TABLES, Spot, floor_title, homes, spots
from lib.store.database import Database

LONGEST = 14
"""Characters of the longest word looked for."""
SOUNDED = 3
"""Syllables a word has to have to be recognised by its sound alone."""

_DOOR = re.compile(r"^[a-z]?\d{3,4}(?!\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LAST = re.compile(r"[a-z]?\d{3,4}")


@dataclass(slots=True)
class Meaning:
    """What a word can mean: rooms by that name (`exact`: called just so), or an area. `weak`: only together with
    something stronger; `bare`: too common unless it stands where a place stands."""

    rooms: set[int] = field(default_factory=set)
    exact: set[int] = field(default_factory=set)
    campuses: set[int] = field(default_factory=set)
    buildings: set[int] = field(default_factory=set)
    floors: set[int] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)
    weak: bool = False
    bare: bool = False

    @property
    def area(self) -> bool:
        """Whether it names anything but rooms."""
        return bool(self.campuses or self.buildings or self.floors or self.departments)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words by what they mean, numbers of doors, codes, beds; `sounds`: words by their pinyin."""

    words: Mapping[str, Meaning]
    doors: Mapping[str, frozenset[int]]
    codes: Mapping[str, int]
    letters: Mapping[str, int]
    beds: Mapping[int, frozenset[int]]
    sounds: Mapping[tuple[str, ...], str]


def dictionary(db: Database) -> Dictionary:
    """Made again only after a place or a department changed."""
    return db.derived("place dictionary", TABLES, lambda: _Making(db).made())


class _Making:
    """The dictionary while it grows."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.known = spots(db)
        self.words: dict[str, Meaning] = defaultdict(Meaning)
        self.weak: dict[str, Meaning] = defaultdict(lambda: Meaning(weak=True))

    def made(self) -> Dictionary:
        self._areas()
        self._departments()
        rooms = [s for s in self.known.values() if s.place.kind in (LocationKind.ROOM, LocationKind.ZONE)]
        self._rooms(rooms)
        for word, meaning in self.weak.items():
            self.words.setdefault(word, meaning)
        for word in place_words()["never"]:
            self.words[alike(word)] = Meaning()
        sounds = {tuple(lazy_pinyin(list(w))): w for w in self.words if _sounded(w)}
        return Dictionary(
            dict(self.words), self._doors(rooms), self._codes(), self._letters(), _beds(rooms), sounds
        )

    def _areas(self) -> None:
        for spot in self.known.values():
            place = spot.place
            match place.kind:
                case LocationKind.CAMPUS:
                    for word in nicknames.of_campus(place.name):
                        self.words[word].campuses.add(place.id)
                case LocationKind.BUILDING:
                    for word in nicknames.of_building(place.name, place.number):
                        self._called(word).buildings.add(place.id)
                case LocationKind.FLOOR if title := floor_title(place):
                    for word in {title, title.removesuffix(place_words()["ward"]), *_also(title)}:
                        if len(word) > 1:
                            self._called(word).floors.add(place.id)

    def _called(self, word: str) -> Meaning:
        meaning = self.words[word]
        meaning.bare = len(word) == _BARE and not word.isascii() and word[-1] not in _tails()
        return meaning

    def _departments(self) -> None:
        campuses = [w for s in self.known.values() if s.place.kind == LocationKind.CAMPUS
                    for w in sorted(nicknames.of_campus(s.place.name), key=len, reverse=True)]  # fmt: skip
        at_home = homes(self.db)
        for one in departments(self.db).values():
            if one.active:
                for word in nicknames.of_department(one.name, campuses):
                    meaning = self._called(word)
                    meaning.departments.add(one.id)
                    meaning.floors |= at_home.get(one.id, frozenset())

    def _rooms(self, rooms: list[Spot]) -> None:
        plain: dict[str, set[int]] = defaultdict(set)
        stems: dict[str, set[int]] = defaultdict(set)
        named: dict[str, set[int]] = defaultdict(set)
        for spot in rooms:
            for word in nicknames.of_room(spot.place.name):
                plain[word].add(spot.place.id)
            named[nicknames.without_aside(spot.place.name)].add(spot.place.id)
            for word in nicknames.in_passing(spot.place.name):
                stems[word].add(spot.place.id)
        for word, ids in plain.items():
            if not _DOOR.match(word):
                self.words[word].rooms |= ids
                self.words[word].exact |= named.get(word, set())
        for word, ids in [*_endings(plain), *stems.items()]:
            self.weak[word].rooms |= ids
            if word in self.words and not self.words[word].area:
                self.words[word].rooms |= ids - plain.get(word, set())

    def _doors(self, rooms: list[Spot]) -> Mapping[str, frozenset[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for spot in rooms:
            numbers = _DOOR.findall(alike(spot.place.name))
            if last := _LAST.fullmatch(spot.place.number.rpartition("-")[2].lower()):
                numbers.append(last[0])
            for number in numbers:
                found[number].add(spot.place.id)
        return {number: frozenset(ids) for number, ids in found.items()}

    def _codes(self) -> Mapping[str, int]:
        return {s.place.number.lower(): s.place.id for s in self.known.values() if len(s.place.number) > 1}

    def _letters(self) -> Mapping[str, int]:
        """ "a" → the building "BY-A", where one letter means one building."""
        found: dict[str, list[int]] = defaultdict(list)
        for spot in self.known.values():
            if spot.place.kind == LocationKind.BUILDING:
                found[spot.place.number.rpartition("-")[2].lower()].append(spot.place.id)
        return {letter: ids[0] for letter, ids in found.items() if len(ids) == 1 and len(letter) == 1}


_BARE = 2


def _tails() -> str:
    """The last characters that make a word of two a place: 心内, 神外, 骨科, A座."""
    said = place_words()
    return (
        "".join(said["building_letters"])
        + said["inner"]
        + said["outer"]
        + "".join(e for e in said["department_endings"] if len(e) == 1)
    )


def _also(title: str) -> Iterator[str]:
    """Other words of the list for a floor called so."""
    for name, nicks in place_words()["floors"].items():
        if alike(name) in (title, title.removesuffix(place_words()["ward"])):
            yield from map(alike, nicks)


def _endings(plain: Mapping[str, set[int]]) -> Iterator[tuple[str, set[int]]]:
    """A name that other names end with is theirs too: 护士站 for 急诊护士站."""
    for word, ids in plain.items():
        for at in range(1, len(word) - 1):
            if word[at:] in plain and not word[at].isdigit():
                yield word[at:], ids


def _beds(rooms: list[Spot]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for spot in rooms:
        if spot.beds:
            for bed in range(spot.beds[0], min(spot.beds[1], spot.beds[0] + 200) + 1):
                found[bed].add(spot.place.id)
    return {bed: frozenset(ids) for bed, ids in found.items()}


def _sounded(word: str) -> bool:
    return len(word) >= SOUNDED and _CHINESE.fullmatch(word) is not None
