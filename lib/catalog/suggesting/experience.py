"""What this hospital's own tickets taught: words that were reported, and the service they turned out to be."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.catalog.suggesting.pieces import pieces
from lib.store.database import Database

TABLES = ("suggestion_word",)
MOST = 5000
"""Words that are remembered, the ones heard last."""
CORRECTION = 30
"""How many tickets with a service nobody objected to (it may have been suggested) one correction outweighs."""
DOUBT = 4
"""Tickets that make a vote."""
ALIKE = 0.6
"""Share of common pieces (cosine) below which two sentences have nothing to do with each other."""
TRUST = 1.5
"""What the logarithm of the votes adds to a service's score: one ticket 0.3, one correction 3.3, fifty tickets 3.9."""
BELIEVED = 2.0
"""From here on what was heard before shows that words are the desk's business, whatever they look like."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of closed tickets of one service: on how many, on how many of them a person corrected the service."""

    words: str
    service_code: str
    tickets: int
    corrections: int

    @property
    def votes(self) -> float:
        return (self.tickets + CORRECTION * self.corrections) / DOUBT


@dataclass(frozen=True, slots=True)
class Experience:
    """`known` are the votes, `cut` their numbers of pieces, `holding` says in which of them a piece occurs."""

    known: Sequence[Heard]
    cut: Sequence[int]
    holding: Mapping[str, Sequence[int]]

    def bonuses(self, said: Sequence[str]) -> Mapping[str, float]:
        """What each service gains for sentences like this one, by code; growing ever slower with their number."""
        common: defaultdict[int, int] = defaultdict(int)
        for piece in said:
            for at in self.holding.get(piece, ()):
                common[at] += 1
        votes: defaultdict[str, float] = defaultdict(float)
        for at, shared in common.items():
            alike = shared / math.sqrt(self.cut[at] * len(said))
            if alike >= ALIKE:
                votes[self.known[at].service_code] += alike**4 * self.known[at].votes
        return {code: TRUST * math.log1p(count) for code, count in votes.items()}


def experience(db: Database) -> Experience:
    """What is known now; read again when more was learned."""
    return db.derived("suggestion experience", TABLES, lambda: remembered(_read(db)))


def remembered(known: Iterable[Heard]) -> Experience:
    """That experience, ready to be asked."""
    kept = list(known)
    holding: defaultdict[str, list[int]] = defaultdict(list)
    cut = []
    for at, heard in enumerate(kept):
        found = telling(pieces(heard.words))
        cut.append(max(len(found), 1))
        for piece in found:
            holding[piece].append(at)
    return Experience(kept, cut, holding)


def telling(said: Iterable[str]) -> tuple[str, ...]:
    """The pieces two sentences are compared by: neighbours and meanings, not single characters or their sound."""
    return tuple(piece for piece in said if len(piece) > 1 and piece[0] != "~")


def _read(db: Database) -> Iterable[Heard]:
    rows = db.rows(
        """
        SELECT w.words, w.service_code, w.tickets, w.corrections FROM suggestion_word w
        JOIN service s ON s.code = w.service_code AND s.active
        ORDER BY w.last_at DESC, w.words, w.service_code LIMIT $most
        """,
        most=MOST,
    )
    return (Heard(**row) for row in rows)
