"""What people call departments, buildings and numbered rooms, from their names and the reference lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from lib.places.heard import alike, place_words
from lib.store.tables import table

_ASIDE = re.compile(r"\(.*?\)")
_NUMBERED = re.compile(r"^(\D*)(\d{1,2})(\D*)$")
_SHORTEST, _LONG = 2, 4


def without_aside(name: str) -> str:
    """ "1213病房(13-18床)" → "1213病房"."""
    return _ASIDE.sub("", alike(name))


@cache
def _nicknames() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in table("department_nicknames"):
        found.setdefault(alike(row["department"]), []).append(alike(row["nickname"]))
    return found


def of_department(name: str, campuses: Iterable[str]) -> set[str]:
    """ "心血管内科" → 心血管内科, 心血管内, 心血管科, 心内, … and what the reference list adds."""
    whole = alike(name)
    for campus in campuses:
        whole = whole.removeprefix(campus)
    said = place_words()
    endings = [alike(ending) for ending in said["department_endings"]]
    found, science = {alike(name), whole}, alike(said["department"])
    stem = next((whole.removesuffix(e) for e in endings if whole.endswith(e)), whole)
    for side in (said["inner"], said["outer"]):
        if whole.endswith(side + science):
            found |= {whole[:-1], stem + science, stem[:1] + side if len(stem) > 1 else whole[:-1]}
    if len(stem) >= _SHORTEST:
        found |= {stem, stem + science}
    found |= set(_nicknames().get(whole, ()))
    tails = [alike(tail) for tail in said["department_tails"]]
    longer = {word + tail for word in found for tail in tails if not word.endswith(tail or " ")}
    return {word for word in longer | found if len(word) >= _SHORTEST}


def of_building(name: str, number: str) -> set[str]:
    """ "住院A座" → 住院A座, A座, A栋, …; "住院C座(妇儿)" → also 妇儿; "门诊楼" → also 门诊."""
    said = place_words()
    plain = without_aside(name)
    found = {plain, *(alike(nick) for nick in said["buildings"].get(name, ()))}
    found |= {aside.strip("()") for aside in _ASIDE.findall(alike(name))}
    letters = "|".join(map(re.escape, said["building_letters"]))
    if lettered := re.search(rf"([a-z])(?:{letters})$", plain):
        found |= set(_lettered(lettered[1]))
    for ending in said["building_endings"]:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            found.add(plain.removesuffix(ending))
    return found


def _lettered(letter: str) -> Iterator[str]:
    said = place_words()
    for word in said["building_letters"]:
        yield letter + word
        for before in said["building_before_letter"]:
            yield alike(before) + letter + word
            yield alike(before) + letter


def of_campus(name: str) -> set[str]:
    """ "本部院区" → 本部院区, 本部 and what the list adds."""
    said, plain = place_words(), alike(name)
    found = {plain, *(alike(nick) for nick in said["campuses"].get(name, ()))}
    for ending in said["campus_endings"]:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            found.add(plain.removesuffix(ending))
    return found


def of_room(name: str, kind: str = "rooms") -> set[str]:
    """ "抢救二室" → 抢救2室, 2号抢救室, 抢救室2, … and what the list adds."""
    plain = without_aside(name)
    found = {plain, *(alike(nick) for nick in place_words()[kind].get(name, ()))}
    found |= {alike(other) for each in found for other in _other_parts(each)}
    return {word for each in found for word in (each, *_numbered(each)) if len(word) >= _SHORTEST}


def _other_parts(name: str) -> Iterator[str]:
    for part, others in place_words()["parts"].items():
        if name.endswith(part):
            yield from (name.removesuffix(part) + other for other in others)


def _numbered(word: str) -> Iterator[str]:
    parts = _NUMBERED.match(word)
    if not parts or not parts[1] + parts[3]:
        return
    before, number, after = parts.groups()
    after, sign = after.removeprefix(place_words()["number_sign"]), place_words()["number_sign"]
    whole = before + after
    yield f"{before}{number}{sign}{after}"
    yield f"{number}{sign}{whole}"
    yield f"{whole}{number}{sign}"
    if len(whole) > 1:
        yield f"{whole}{number}"
        yield f"{number}{whole}"
    if len(after) > 1:
        yield f"{after}{number}"
        yield f"{after[0]}{number}{after[1:]}"


def in_passing(name: str) -> Iterator[str]:
    """How a room is called where its surroundings are clear: "病理取材室" → 取材室, "隔离监护间" → 隔离间."""
    plain = without_aside(name)
    if len(plain) > _LONG and plain.isalpha():
        yield plain[_SHORTEST:]
        yield plain[:_SHORTEST] + plain[-1]
    stem, *numbers = without_number(name)
    yield from filter(None, (stem, *numbers))


def without_number(name: str) -> tuple[str, str, str]:
    """ "抢救二室" → ("抢救室", "2室", "2室"), "眼科一诊室" → ("眼科诊室", "1诊室", "1室"): how it is called without its
    number, and by its number alone; "" where it has none."""
    parts = _NUMBERED.match(without_aside(name))
    after = parts[3].removeprefix(place_words()["number_sign"]) if parts else ""
    if not parts or len(parts[1] + after) < _SHORTEST:
        return "", "", ""
    return parts[1] + after, f"{parts[2]}{after}" if after else "", f"{parts[2]}{after[-1:]}" if after else ""
