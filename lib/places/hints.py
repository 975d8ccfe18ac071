"""The hints at a place in somebody's words: names, doors, beds, storeys, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pypinyin import lazy_pinyin

from lib.places.dictionary import LONGEST, SOUNDED, Dictionary, Meaning
from lib.places.heard import Heard, place_words

CODE, DOOR, BED, ROOM, WEAK = 30.0, 6.0, 5.0, 3.6, 1.5
AREA, STOREY, BARE_AREA = 4.0, 4.0, 2.5
PER_CHARACTER, LONG, PASSED = 0.1, 8, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A stretch of the plain text that hints at a place: some rooms, an area or a storey, and what it counts."""

    start: int
    end: int
    word: str
    weight: float
    rooms: frozenset[int] = frozenset()
    meaning: Meaning = field(default_factory=Meaning)
    storey: int | None = None
    bed: int | None = None
    number: bool = False

    @property
    def own(self) -> bool:
        """Whether it names rooms, not only where to look for one."""
        return bool(self.rooms)

    @property
    def area(self) -> bool:
        """Whether it says where to look."""
        return self.storey is not None or self.meaning.area


def hints(known: Dictionary, said: Heard) -> list[Hint]:
    """Those that do not overlap, the longer before the shorter, in the order of the text."""
    found = [*_words(known, said.text), *_patterns(known, said.text)]
    found.sort(key=lambda hint: (hint.start - hint.end, hint.number, not hint.meaning.exact, hint.start))
    kept: list[Hint] = []
    taken: set[int] = set()
    for hint in found:
        if taken.isdisjoint(range(hint.start, hint.end)):
            taken.update(range(hint.start, hint.end))
            kept.append(hint)
    kept += [hint for hint in _sounding(known, said.text) if taken.isdisjoint(range(hint.start, hint.end))]
    kept.sort(key=lambda hint: hint.start)
    kept = [_passed(said.text, hint, after) for hint, after in zip(kept, [*kept[1:], None], strict=False)]
    return [hint for i, hint in enumerate(kept) if (hint.own or hint.area) and _stands(said, kept, i)]


def _passed(text: str, hint: Hint, after: Hint | None) -> Hint:
    """A room in or beside which another is named counts less than that one."""
    beside = any(text.startswith(word, hint.end) for word in place_words()["beside"])
    inside = after is not None and after.own and after.start == hint.end
    return replace(hint, weight=hint.weight - PASSED) if hint.own and (beside or inside) else hint


def _stands(said: Heard, kept: Sequence[Hint], i: int) -> bool:
    """A word too common counts at the beginning of a clause, or right beside another hint."""
    hint, text = kept[i], said.text
    if not hint.meaning.bare or hint.own:
        return True
    before = hint.start == 0 or not text[hint.start - 1].isalnum() or said.apart(hint.start)
    beside = any(
        other is not hint
        and (other.own or other.area)
        and (other.end == hint.start or other.start == hint.end)
        for other in kept[max(0, i - 1) : i + 2]
    )
    return before or beside


def _words(known: Dictionary, text: str) -> Iterator[Hint]:
    for start in range(len(text)):
        for end in range(min(len(text), start + LONGEST), start + 1, -1):
            meaning = known.words.get(text[start:end])
            if meaning is not None and _whole(text, start, end):
                yield _named(text[start:end], meaning, start, end)


def _whole(text: str, start: int, end: int) -> bool:
    """No number and no Latin word is cut in two."""
    for inner, outer in ((start, start - 1), (end - 1, end)):
        if 0 <= outer < len(text) and text[outer].isascii() and text[inner].isascii():
            if text[outer].isdigit() and text[inner].isdigit():
                return False
            if text[outer].isalpha() and text[inner].isalpha():
                return False
    return True


def _named(word: str, meaning: Meaning, start: int, end: int) -> Hint:
    base = WEAK if meaning.weak else ROOM
    weight = base + PER_CHARACTER * min(len(word), LONG) if meaning.rooms else 0.0
    return Hint(
        start=start, end=end, word=word, weight=weight, rooms=frozenset(meaning.rooms), meaning=meaning
    )


@cache
def _compiled() -> dict[str, re.Pattern[str]]:
    said = place_words()
    storey, bed, below = ("|".join(map(re.escape, said[name])) for name in ("storey", "bed", "below"))
    amounts, bedding = "".join(said["bed_amount_after"]), "".join(said["bed_amount_before"])
    doors = "|".join(map(re.escape, said["after_door"]))
    sign, listed = said["number_sign"], said["list_mark"]
    return {
        "code": re.compile(r"(?<![a-z0-9])[a-z]{1,4}(?:-[a-z0-9]{1,5}){1,4}(?![a-z0-9])"),
        "lettered": re.compile(
            r"(?<![a-z0-9])([a-z])(?:[-# ]?(?:\d{1,2}-)?(\d{3,4})"
            rf"|[-#]?(\d{{1,2}})(?:{storey}))(?![\d:])"
        ),
        "door": re.compile(
            rf"(?:(?<![\d.])(?<!\d[:-])(?<![a-z])|(?<=\d\.)(?=\d{{3,4}}(?:{doors})))(b?\d{{3,4}})(?![\d.%]|:\d)"
        ),
        "bed": re.compile(
            rf"(?<![\d.])(?<![{amounts}])(?:\d{{1,3}}[-~,{listed}])?(\d{{1,3}}){sign}?(?:{bed})(?![{bedding}])"
        ),
        "below": re.compile(rf"(?<![a-z\d])(?:{below})([1-9])(?:{storey})?(?![\d{sign}:.])"),
        "basement": re.compile("|".join(map(re.escape, said["basement"]))),
        "storey": re.compile(rf"(?<![\d.])([1-9]\d?)(?:{storey})(?![a-z])"),
    }


def _patterns(known: Dictionary, text: str) -> Iterator[Hint]:
    found = _compiled()
    for match in found["code"].finditer(text):
        if (place := known.codes.get(match[0])) is not None:
            yield Hint(
                start=match.start(), end=match.end(), word=match[0], weight=CODE, rooms=frozenset({place})
            )
    for match in found["lettered"].finditer(text):
        yield from _lettered(known, match)
    for match in found["door"].finditer(text):
        if rooms := known.doors.get(match[1]):
            yield _numbered(match, rooms, DOOR)
    for match in found["bed"].finditer(text):
        rooms, bed = known.beds.get(int(match[1]), frozenset()), int(match[1])
        yield Hint(
            start=match.start(), end=match.end(), word=match[0], weight=BED, rooms=rooms, bed=bed, number=True
        )
    for name, sign in (("below", -1), ("storey", 1), ("basement", -1)):
        for match in found[name].finditer(text):
            storey = sign * int(match[1] if match.re.groups else 1)
            yield Hint(start=match.start(), end=match.end(), word=match[0], weight=STOREY, storey=storey)


def _numbered(match: re.Match[str], rooms: frozenset[int], weight: float) -> Hint:
    return Hint(start=match.start(), end=match.end(), word=match[0], weight=weight, rooms=rooms, number=True)


def _lettered(known: Dictionary, match: re.Match[str]) -> Iterator[Hint]:
    """ "A1203", "a-12-1203", "B12F": a building by its letter, and a door or a storey in it."""
    building = known.letters.get(match[1])
    if building is None:
        return
    inside = Meaning(buildings={building})
    if match[2] is None:
        yield Hint(start=match.start(), end=match.end(), word=match[0], weight=AREA, meaning=inside,
                   storey=int(match[3]))  # fmt: skip
    elif rooms := known.doors.get(match[2]):
        yield Hint(start=match.start(), end=match.end(), word=match[0], weight=DOOR, rooms=rooms,
                   meaning=inside, number=True)  # fmt: skip


def _sounding(known: Dictionary, text: str) -> Iterator[Hint]:
    """Words of three syllables and more that only sound right: 护士占 for 护士站."""
    syllables = lazy_pinyin(list(text))
    if len(syllables) != len(text):
        return
    never = set(place_words()["no_slip"])
    for length in range(8, SOUNDED - 1, -1):
        for start in range(len(text) - length + 1):
            piece = text[start : start + length]
            word = known.sounds.get(tuple(syllables[start : start + length]))
            if word and word != piece and piece not in never and _one_slip(word, piece):
                yield _named(word, known.words[word], start, start + length)


def _one_slip(word: str, piece: str) -> bool:
    return sum(a != b for a, b in zip(word, piece, strict=True)) == 1
