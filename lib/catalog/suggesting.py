"""A first guess at the service from what somebody says, by the catalogue's own words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.catalog import services
from lib.catalog.services import Service
from lib.places.locations import AreaClass, Location
from lib.store.database import Database

MOST = 3
ENOUGH = 2.2
"""Weight of common pieces below which silence is better than a guess."""
NAMED = 1.5
"""What a piece of the service's own name counts, against one of the phrases people use."""
NEAR = 0.5
"""A further guess has to reach this share of the best one."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Suggester:
    """What every service is called, cut into pieces; `rarity` weighs a piece by how few services use it."""

    pieces: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]

    def suggest(self, words: str, location: Location | None) -> list[str]:
        """Up to three service codes, the likeliest first; [] where nothing fits.

        Words that only name the place ("1203病房") say nothing about the service and are left out.
        """
        said = _pieces(_without_place(words.lower(), location))
        scores = {code: self._score(said, known) for code, known in self.pieces.items()}
        ranked = sorted(scores, key=lambda code: -scores[code])[:MOST]
        best = scores[ranked[0]] if ranked else 0.0
        return [code for code in ranked if scores[code] >= max(ENOUGH, NEAR * best)]

    def _score(self, said: Iterable[str], known: Mapping[str, float]) -> float:
        return sum(self.rarity[piece] * known[piece] for piece in said if piece in known)


def suggester(db: Database) -> Suggester:
    """The suggester of the catalogue as it is now."""
    return db.derived("suggester", ("service", "service_group"), lambda: built(services.offered(db)))


def built(catalogue: Iterable[Service]) -> Suggester:
    """A suggester for those services."""
    pieces = {service.code: _known(service) for service in catalogue if service.code != services.UNKNOWN}
    used = Counter(piece for known in pieces.values() for piece in known)
    rarity = {piece: math.log(1 + len(pieces) / n) * _weight(piece) for piece, n in used.items()}
    return Suggester(pieces, rarity)


def _known(service: Service) -> Mapping[str, float]:
    """The pieces of its name and phrases; those of its name say more."""
    phrases = (service.name_en, *service.words)
    heard = {piece for phrase in phrases for piece in _pieces(phrase.lower())}
    return dict.fromkeys(heard, 1.0) | dict.fromkeys(_pieces(service.name.lower()), NAMED)


def _pieces(words: str) -> set[str]:
    """Single characters and pairs of Chinese text, whole words of others."""
    found = set(_LATIN.findall(words))
    for run in _CHINESE.findall(words):
        found |= set(run)
        found |= {run[i : i + 2] for i in range(len(run) - 1)}
    return found


def _weight(piece: str) -> float:
    return 0.25 if len(piece) == 1 else 1.0


def _without_place(words: str, location: Location | None) -> str:
    for name in location.path.split() if location else ():
        words = words.replace(name.lower(), " ")
    return words


def severity_for(service: Service | None, location: Location | None) -> str:
    """How urgent to presume: as the catalogue says; what is normal elsewhere is urgent in a critical area."""
    usual = service.severity if service else "normal"
    critical = location is not None and location.area_class == AreaClass.CRITICAL
    return "urgent" if usual == "normal" and critical else usual
