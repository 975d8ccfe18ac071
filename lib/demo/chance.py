"""Repeatable chance: one seed for everything, and the few shapes durations come in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
SEED = "onestop"


def random_for(*names: object) -> Random:
    """A source of chance of its own for that part, the same every time."""
    return Random(":".join([SEED, *map(str, names)]))


def around(random: Random, median: float, spread: float = 0.6) -> float:
    """A positive number, log-normal around the median; `spread` is its sigma."""
    return median * math.exp(random.gauss(0.0, spread))


def minutes(random: Random, median: float, spread: float = 0.6) -> timedelta:
    """A log-normal number of minutes."""
    return timedelta(minutes=around(random, median, spread))


def between(random: Random, least: float, most: float) -> timedelta:
    """So many minutes, each as likely as the other."""
    return timedelta(minutes=random.uniform(least, most))


def whole(at: datetime) -> datetime:
    """The instant without its fraction of a second, as people would write it down."""
    return at.replace(microsecond=0)


def whole_seconds(thing: object, *names: str) -> None:
    """Cuts the fractions off the instants of a (perhaps frozen) dataclass as it is made."""
    for name in names:
        if (at := getattr(thing, name)) is not None and at.microsecond:
            object.__setattr__(thing, name, whole(at))


class Weighted(Generic[T]):
    """Things to draw from, some more often than others."""

    def __init__(self, weights: Mapping[T, float] | Sequence[tuple[T, float]]) -> None:
        pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
        self.things = [thing for thing, _ in pairs]
        self._cumulated = list(accumulate(weight for _, weight in pairs))

    def draw(self, random: Random) -> T:
        """One of them."""
        return random.choices(self.things, cum_weights=self._cumulated)[0]

    def draws(self, random: Random, many: int) -> list[T]:
        """Many of them, each drawn anew."""
        return random.choices(self.things, cum_weights=self._cumulated, k=many)
