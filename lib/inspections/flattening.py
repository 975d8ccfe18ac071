"""A flatter schedule: rounds moved inside their windows so that the busiest day of each group is as light as can be."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from time import monotonic
from typing import Any, NamedTuple

SECONDS = 10.0
"""How long the search may take in all; then the best found so far is proposed."""
Load = Mapping[tuple[Hashable, date], int]
"""Minutes by group and day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A round that may be done on any day from `earliest` to `latest`. `group`: whose day it fills (a team, a company,
    a person). Of rounds with the same `apart` no two may lie on one day, and none on a day of `never`: those of one
    plan and slot."""

    id: int
    day: date
    earliest: date
    latest: date
    minutes: int
    group: Hashable
    apart: Hashable = None
    never: frozenset[date] = frozenset()


class Move(NamedTuple):
    id: int
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """What moves, by day, and the minutes of the busiest day of each group before and after. `proved`: there is none
    better; else the time was up."""

    moves: tuple[Move, ...]
    before: Mapping[Hashable, int]
    after: Mapping[Hashable, int]
    proved: bool


class _Kind(NamedTuple):
    """Rounds that differ in nothing but their id are counted, not told apart."""

    day: date
    minutes: int
    apart: Any
    targets: tuple[date, ...]


def propose(
    rounds: Sequence[Movable], fixed: Load, *, closed: Collection[date] = (), seconds: float = SECONDS
) -> Proposal:
    """For each group: first the lowest peak (most minutes on one of the days its rounds lie on or may go to, `fixed`
    work included), then the fewest moves, then the fewest days moved in sum.

    `closed` days take no round that is not there already. Nothing leaves its window, and no peak grows. Exact where
    `proved`: integer programming, HiGHS in scipy.
    """
    groups = [
        (group, list(each)) for group, each in groupby(sorted(rounds, key=_order), key=lambda r: r.group)
    ]
    moves: list[Move] = []
    before, after, proved = {}, {}, True
    until = monotonic() + seconds
    # The small ones first: they leave the others the time they do not need.
    for number, (group, members) in enumerate(sorted(groups, key=lambda each: len(each[1]))):
        load = {day: minutes for (whose, day), minutes in fixed.items() if whose == group}
        found = _Group(members, load, closed).flattened((until - monotonic()) / (len(groups) - number))
        moves += found.moves
        before[group], after[group] = found.before, found.after
        proved = proved and found.proved
    moves.sort(key=lambda move: (move.from_day, move.id))
    return Proposal(tuple(moves), before, after, proved)


class _Found(NamedTuple):
    moves: list[Move]
    before: int
    after: int
    proved: bool


class _Group:
    """The rounds of one group as a problem of whole numbers: how many of each kind on which day."""

    def __init__(
        self, members: Sequence[Movable], load: Mapping[date, int], closed: Collection[date]
    ) -> None:
        self.kinds: dict[_Kind, list[int]] = defaultdict(list)
        for one in sorted(members, key=lambda one: one.id):
            self.kinds[_Kind(one.day, one.minutes, one.apart, _targets(one, closed))].append(one.id)
        self.places = [(kind, day) for kind in self.kinds for day in kind.targets]
        self.days = sorted({day for _, day in self.places})
        self.load = {day: load.get(day, 0) for day in self.days}
        self.stay = [len(self.kinds[kind]) * (day == kind.day) for kind, day in self.places]

    def flattened(self, seconds: float) -> _Found:
        before, until = self._peak(self.stay), monotonic() + seconds
        counts, proved = self._solved([0.0] * len(self.places), 1.0, before, seconds / 2)
        lowest = min(before, self._peak(counts)) if counts else before
        fewest, least = self._solved([*self._costs()], 0.0, lowest, until - monotonic())
        # Without a second answer the first one stands; where nothing was gained, nothing moves.
        chosen = fewest or (counts if counts and lowest < before else None) or self.stay
        return _Found(list(self._moves(chosen)), before, self._peak(chosen), proved and least)

    def _peak(self, counts: Sequence[int]) -> int:
        load = dict(self.load)
        for (kind, day), count in zip(self.places, counts, strict=True):
            load[day] += kind.minutes * count
        return max(load.values())

    def _costs(self) -> Iterator[float]:
        """A move costs more than all days moved together."""
        farthest = sum(
            len(ids) * max(abs((day - kind.day).days) for day in kind.targets)
            for kind, ids in self.kinds.items()
        )
        for kind, day in self.places:
            yield float(abs((day - kind.day).days) + (farthest + 1) * (day != kind.day))

    def _solved(
        self, costs: Sequence[float], of_peak: float, most: int, seconds: float
    ) -> tuple[list[int] | None, bool]:
        """The counts at least cost with no day above `most`, or None; and whether that is proved."""
        # Slow to load, and wanted only when somebody presses the button.
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        sizes = [len(self.kinds[kind]) for kind, _ in self.places]
        rows, low, high = self._rules()
        found = milp(
            np.array([*costs, of_peak]),
            integrality=np.ones(len(sizes) + 1),
            bounds=Bounds(np.zeros(len(sizes) + 1), np.array([*sizes, most], dtype=float)),
            constraints=LinearConstraint(rows, np.array(low), np.array(high)),
            options={"time_limit": max(seconds, 0.1), "mip_rel_gap": 0.0},
        )
        if found.x is None:
            return None, False
        return [round(count) for count in found.x[:-1]], found.status == 0

    def _rules(self) -> tuple[Any, list[float], list[float]]:
        """Every round somewhere; no day above the peak, which is the last column; what must lie apart does."""
        from scipy.sparse import csr_array

        entries: list[tuple[int, int, float]] = []
        low: list[float] = []
        high: list[float] = []
        for name, members in self._lines():
            row = len(low)
            entries += [(row, column, weight) for column, weight in members]
            low.append(float(name[0]))
            high.append(float(name[1]))
        at_row, at_column, weights = zip(*entries, strict=True)
        shape = (len(low), len(self.places) + 1)
        return csr_array((weights, (at_row, at_column)), shape=shape), low, high

    def _lines(self) -> Iterator[tuple[tuple[float, float], list[tuple[int, float]]]]:
        of_kind: dict[_Kind, list[tuple[int, float]]] = defaultdict(list)
        of_day: dict[date, list[tuple[int, float]]] = defaultdict(list)
        of_apart: dict[tuple[Any, date], list[tuple[int, float]]] = defaultdict(list)
        for column, (kind, day) in enumerate(self.places):
            of_kind[kind].append((column, 1.0))
            of_day[day].append((column, float(kind.minutes)))
            if kind.apart is not None:
                of_apart[kind.apart, day].append((column, 1.0))
        for kind, members in of_kind.items():
            yield (len(self.kinds[kind]), len(self.kinds[kind])), members
        for day, members in of_day.items():
            yield (-math.inf, -self.load[day]), [*members, (len(self.places), -1.0)]
        for members in of_apart.values():
            yield (0.0, 1.0), members

    def _moves(self, counts: Sequence[int]) -> Iterator[Move]:
        ids = {kind: list(there) for kind, there in self.kinds.items()}
        # Those that stay are the first of their kind; the others go to their days in order.
        order = sorted(range(len(counts)), key=lambda at: self.places[at][1] != self.places[at][0].day)
        for at in order:
            kind, day = self.places[at]
            taken, ids[kind] = ids[kind][: counts[at]], ids[kind][counts[at] :]
            if day != kind.day:
                yield from (Move(each, kind.day, day) for each in taken)


def _targets(one: Movable, closed: Collection[date]) -> tuple[date, ...]:
    first, last = min(one.earliest, one.day), max(one.latest, one.day)
    inside = (first + timedelta(step) for step in range((last - first).days + 1))
    return tuple(
        day
        for day in inside
        if day == one.day
        or (one.earliest <= day <= one.latest and day not in closed and day not in one.never)
    )


def _order(one: Movable) -> tuple[str, int]:
    return repr(one.group), one.id
