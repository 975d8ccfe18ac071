"""A message in clauses: what stands between two stops or spaces, and what of it is a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lib.places.hints import Hint
from lib.tickets.messages.reading import Span, blanked, meaning_left


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch up to a stop or a space. `bare`: its words without the places; `opens_line`: stands at the beginning
    of one; `after`: what stands before it (its last stop); `says_from`: where the places it begins with end."""

    start: int
    end: int
    words: str
    bare: str
    hints: tuple[Hint, ...]
    opens_line: bool
    after: str
    says_from: int

    @property
    def says(self) -> bool:
        """Whether it says what is wrong."""
        return bool(meaning_left(self.bare))


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(r"[^\s,;!?~:]*(?:(?<=\d):(?=\d)[^\s,;!?~:]*)*[\s,;!?~:]*")


def clauses(
    text: str, start: int, end: int, placed: Sequence[tuple[Span, Hint]], quiet: Sequence[Span]
) -> list[Clause]:
    """Those from `start` to `end`; one that only names a place belongs to the next one on its line. `placed`: the hints
    at places, and where they stand; `quiet`: stretches that say nothing of a fault, such as a signature."""
    return _with_their_places(list(_clauses(text, start, end, placed, quiet)))


def _clauses(
    text: str, start: int, end: int, placed: Sequence[tuple[Span, Hint]], quiet: Sequence[Span]
) -> Iterator[Clause]:
    empty = blanked(text, [*(span for span, _ in placed), *quiet])
    before, opens = "", True
    for match in _stops().finditer(text, start, end):
        if match.start() == match.end():
            continue
        here = tuple(hint for (a, b), hint in placed if a < match.end() and b > match.start())
        yield Clause(
            start=match.start(),
            end=match.end(),
            words=match[0],
            bare=empty[match.start() : match.end()],
            hints=here,
            opens_line=opens,
            after=before,
            says_from=match.start(),
        )
        stop = match[0][len(match[0].rstrip(_TRIMMED)) :]
        opens, before = "\n" in stop or "\r" in stop, stop


_TRIMMED = " \t\r\n\u2005,;!?~:"


def _with_their_places(clauses: Sequence[Clause]) -> list[Clause]:
    found: list[Clause] = []
    for clause in clauses:
        last = found[-1] if found else None
        if last is not None and last.hints and not last.says and not clause.opens_line:
            found[-1] = replace(
                last,
                end=clause.end,
                words=last.words + clause.words,
                bare=last.bare + clause.bare,
                hints=last.hints + clause.hints,
                says_from=clause.says_from,
            )
        else:
            found.append(clause)
    return found
