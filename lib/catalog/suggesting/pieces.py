"""What a sentence is cut into: neighbouring characters, how they sound, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise

from pypinyin import lazy_pinyin

from lib.catalog.suggesting.plain import GAP, plain
from lib.store.tables import table

MOST_MEANINGS = 8
STEM = 4

_TOKEN = re.compile(rf"[a-z]+[0-9]*|[0-9]+|[\u4e00-\u9fff]|{GAP}")


def pieces(said: str) -> tuple[str, ...]:
    """The pieces of what somebody said, each once: runs of one to three characters, pairs by their sound (a typo
    mostly sounds right), the meanings behind synonyms, and each two meanings that come together."""
    text = plain(said)
    tokens = _TOKEN.findall(text)
    meant = tuple(dict.fromkeys(_meanings(text)))[:MOST_MEANINGS]
    together = ("=" + "+".join(sorted(pair)) for pair in combinations(meant, 2))
    found = [*_runs(tokens), *_sounds(tokens), *("=" + one for one in meant), *together]
    return tuple(dict.fromkeys(found))


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    for i, first in enumerate(tokens):
        if first == GAP:
            continue
        yield first
        if len(first) > STEM:
            yield "^" + first[:STEM]
        for upto in (i + 2, i + 3):
            run = tokens[i:upto]
            if len(run) == upto - i and GAP not in run:
                yield "|".join(run)


def _sounds(tokens: Sequence[str]) -> Iterator[str]:
    heard = [syllable for token in tokens for syllable in _syllables(token)]
    for first, second in pairwise(heard):
        if GAP not in (first, second):
            yield f"~{first}|{second}"


def _syllables(token: str) -> Sequence[str]:
    """How the token sounds; "kongtiao", typed without choosing characters, is two syllables."""
    if len(token) == 1:
        return (_sound(token),)
    return _spelled(token) or (token,)


@lru_cache(maxsize=8000)
def _sound(character: str) -> str:
    return _blurred(lazy_pinyin(character)[0])


def _blurred(syllable: str) -> str:
    """Without the differences many people neither hear nor type: zh and z, ch and c, sh and s, ng and n."""
    blurred = syllable
    for sharp, blunt in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(sharp):
            blurred = blunt + syllable[2:]
    return blurred[:-1] if blurred.endswith("ng") else blurred


@lru_cache(maxsize=2000)
def _spelled(latin: str) -> tuple[str, ...]:
    """The syllables a Latin word is spelled with in pinyin, the longest first; () for any other word."""
    found: list[str] = []
    rest = latin
    while rest:
        size = next((n for n in range(min(6, len(rest)), 1, -1) if rest[:n] in _known_syllables()), 0)
        if not size:
            return ()
        found.append(_blurred(rest[:size]))
        rest = rest[size:]
    return tuple(found) if len(found) > 1 else ()


@cache
def _known_syllables() -> frozenset[str]:
    said = {character for word in _same() for character in word if not character.isascii()}
    return frozenset(lazy_pinyin(character)[0] for character in said)


def _meanings(text: str) -> Iterator[str]:
    """What the synonyms in the text stand for, the longest word at each place."""
    at = 0
    while at < len(text):
        word = next((one for one in _by_first().get(text[at], ()) if _stands(one, text, at)), "")
        if word:
            yield _same()[word]
        at += len(word) or 1


def _stands(word: str, text: str, at: int) -> bool:
    """Whether the word is there, and not in the middle of a Latin one ("oa" in "board")."""
    beyond = at + len(word)
    return text.startswith(word, at) and not (
        (_is_latin(word[0]) and _is_latin(text[at - 1 : at]))
        or (_is_latin(word[-1]) and _is_latin(text[beyond : beyond + 1]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


@cache
def _same() -> Mapping[str, str]:
    """Every synonym by the word that stands for all of them."""
    return {
        word: row["word"]
        for row in reversed(table("synonyms"))
        for word in (row["word"], *row["same"].split(";"))
    }


@cache
def _by_first() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(filter(None, _same()), key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return found
