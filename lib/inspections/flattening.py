"""A flatter schedule: rounds moved inside their windows so that the busiest days are as light as can be."""

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
    """What moves, by day, and the minutes of the busiest day before and after: of each group, and of all rounds on show
    together (`whole`). `proved`: there is none better; else the time was up."""

    moves: tuple[Move, ...]
    before: Mapping[Hashable, int]
    after: Mapping[Hashable, int]
    whole: tuple[int, int]
    proved: bool


class _Kind(NamedTuple):
    """Rounds that differ in nothing but their id are counted, not told apart."""

    group: Hashable
    day: date
    minutes: int
    apart: Any
    targets: tuple[date, ...]


def propose(
    rounds: Sequence[Movable],
    fixed: Load,
    *,
    beside: Mapping[date, int] | None = None,
    closed: Collection[date] = (),
    seconds: float = SECONDS,
) -> Proposal:
    """First the lowest peaks of the groups (in sum), then the lowest peak of all rounds on show together, then the
    fewest moves, then the fewest days moved in sum.

    A group's peak: most minutes on one of the days its rounds lie on or may go to, `fixed` work included. The peak of
    all together: the same for the days any round lies on or may go to; `beside` are the minutes by day of rounds on
    show that do not move. None of these peaks ever grows, and nothing leaves its window. `closed` days take no round
    that is not there already. Exact where `proved`: integer programming, HiGHS in scipy.
    """
    if not rounds:
        return Proposal((), {}, {}, (0, 0), True)
    until = monotonic() + seconds
    problem = _Problem(rounds, fixed, beside or {}, closed)
    alone = _alone(rounds, fixed, closed, seconds / 2)
    chosen, proved = problem.flattened(alone, until)
    (before, whole), (after, lowered) = problem.peaks(problem.stay), problem.peaks(chosen)
    moves = sorted(problem.moves(chosen), key=lambda move: (move.from_day, move.id))
    return Proposal(tuple(moves), before, after, (whole, lowered), proved)


class _Alone(NamedTuple):
    """The groups each for itself: how low their peaks could be at best, in sum, and how many of a kind on which day."""

    low: dict[Hashable, int]
    counts: dict[tuple[_Kind, date], int]


def _alone(rounds: Sequence[Movable], fixed: Load, closed: Collection[date], seconds: float) -> _Alone:
    groups = [list(each) for _, each in groupby(sorted(rounds, key=_order), key=lambda one: one.group)]
    until, alone = monotonic() + seconds, _Alone({}, {})
    # The small ones first: they leave the others the time they do not need.
    for number, members in enumerate(sorted(groups, key=len)):
        problem = _Problem(members, fixed, {}, closed)
        left = (until - monotonic()) / (len(groups) - number)
        found = problem.solved(_Goal(peaks=1), _Limits({}, problem.worth(problem.stay)[0], math.inf), left)
        alone.low[members[0].group] = found.bound
        alone.counts.update(zip(problem.places, found.counts or problem.stay, strict=True))
    return alone


class _Goal(NamedTuple):
    """What costs: a unit of the groups' peaks, of the peak of all together, of each place taken."""

    peaks: float = 0
    whole: float = 0
    places: Sequence[float] = ()


class _Limits(NamedTuple):
    """In minutes: how low the groups' peaks can be at best, how high they may be in sum, and that of all together."""

    low: Mapping[Hashable, int]
    peaks: int
    whole: float


class _Found(NamedTuple):
    counts: list[int] | None
    bound: int
    proved: bool


class _Problem:
    """Rounds as a problem of whole numbers: how many of each kind on which day. The unknowns are these counts, then the
    groups' peaks, then the peak of all together."""

    def __init__(
        self, members: Sequence[Movable], fixed: Load, beside: Mapping[date, int], closed: Collection[date]
    ) -> None:
        self.kinds: dict[_Kind, list[int]] = defaultdict(list)
        for one in sorted(members, key=lambda one: one.id):
            kind = _Kind(one.group, one.day, one.minutes, one.apart, _targets(one, closed))
            self.kinds[kind].append(one.id)
        self.places = [(kind, day) for kind in self.kinds for day in kind.targets]
        self.groups = sorted({kind.group for kind in self.kinds}, key=repr)
        self.of_group = {(kind.group, day): fixed.get((kind.group, day), 0) for kind, day in self.places}
        self.of_day = {day: beside.get(day, 0) for _, day in self.places}
        self.stay = [len(self.kinds[kind]) * (day == kind.day) for kind, day in self.places]
        minutes = (kind.minutes for kind in self.kinds)
        # In the largest unit all of them are whole numbers of: peaks are found and proved far sooner.
        self.unit = math.gcd(*minutes, *self.of_group.values(), *self.of_day.values()) or 1
        self.costs = list(self._costs())

    def flattened(self, alone: _Alone, until: float) -> tuple[list[int], bool]:
        """The counts that are worth most, and whether that is proved."""
        best, proved = self.stay, True
        together = [alone.counts[place] for place in self.places]
        if self._allowed(together):
            best = min(best, together, key=self.worth)
        goals = [_Goal(peaks=1), _Goal(whole=1), _Goal(places=self.costs)]
        if self.worth(best)[0] <= sum(alone.low.values()):
            goals.pop(0)
        for number, goal in enumerate(goals):
            peaks, whole, _ = self.worth(best)
            limits = _Limits(alone.low, peaks, self.worth(self.stay)[1] if goal.peaks else whole)
            found = self.solved(goal, limits, (until - monotonic()) / (len(goals) - number))
            proved = proved and found.proved
            if found.counts:
                best = min(best, found.counts, key=self.worth)
        return best, proved

    def peaks(self, counts: Sequence[int]) -> tuple[dict[Hashable, int], int]:
        """Of each group, and of all together."""
        groups, days = dict(self.of_group), dict(self.of_day)
        for (kind, day), count in zip(self.places, counts, strict=True):
            groups[kind.group, day] += kind.minutes * count
            days[day] += kind.minutes * count
        highest = dict.fromkeys(self.groups, 0)
        for (group, _), minutes in groups.items():
            highest[group] = max(highest[group], minutes)
        return highest, max(days.values())

    def worth(self, counts: Sequence[int]) -> tuple[int, int, float]:
        """The less the better, the first first: the groups' peaks, that of all together, the moves."""
        peaks, whole = self.peaks(counts)
        moved = sum(cost * count for cost, count in zip(self.costs, counts, strict=True))
        return sum(peaks.values()), whole, moved

    def _allowed(self, counts: Sequence[int]) -> bool:
        (before, whole), (after, lowered) = self.peaks(self.stay), self.peaks(counts)
        crowded = any(sum(counts[at] for at in members) > most for members, most in self._crowds())
        return not crowded and lowered <= whole and all(after[group] <= before[group] for group in before)

    def _costs(self) -> Iterator[float]:
        """A move costs more than all days moved together."""
        farthest = sum(
            len(ids) * max(abs((day - kind.day).days) for day in kind.targets)
            for kind, ids in self.kinds.items()
        )
        for kind, day in self.places:
            yield float(abs((day - kind.day).days) + (farthest + 1) * (day != kind.day))

    def solved(self, goal: _Goal, limits: _Limits, seconds: float) -> _Found:
        """The counts at least cost, or None where none were found; what any would cost at least; whether proved."""
        # Slow to load, and wanted only when somebody presses the button.
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        sizes = [len(self.kinds[kind]) for kind, _ in self.places]
        before, whole = self.peaks(self.stay)
        low = [math.ceil(limits.low.get(group, 0) / self.unit) for group in self.groups]
        most = [before[group] // self.unit for group in self.groups]
        # The peak of all together is no more than everything on one day.
        top = min(limits.whole, whole + sum(kind.minutes * len(ids) for kind, ids in self.kinds.items()))
        rows, least, largest = self._rules(limits.peaks)
        places = goal.places or [0.0] * len(sizes)
        found = milp(
            np.array([*places, *[goal.peaks] * len(most), goal.whole]),
            integrality=np.ones(len(sizes) + len(most) + 1),
            bounds=Bounds(
                np.array([0] * len(sizes) + low + [0], dtype=float),
                np.array([*sizes, *most, top // self.unit], dtype=float),
            ),
            constraints=LinearConstraint(rows, np.array(least), np.array(largest)),
            options={"time_limit": max(seconds, 0.1), "mip_rel_gap": 0.0},
        )
        bound = found.mip_dual_bound if found.mip_dual_bound is not None else 0.0
        at_least = math.ceil(bound - 1e-6) * self.unit if math.isfinite(bound) else 0
        if found.x is None:
            return _Found(None, 0, False)
        return _Found([round(count) for count in found.x[: len(sizes)]], at_least, found.status == 0)

    def _rules(self, peaks: int) -> tuple[Any, list[float], list[float]]:
        from scipy.sparse import csr_array

        entries: list[tuple[int, int, float]] = []
        low: list[float] = []
        high: list[float] = []
        for least, most, members in self._lines(peaks):
            entries += [(len(low), column, weight) for column, weight in members]
            low.append(float(least))
            high.append(float(most))
        at_row, at_column, weights = zip(*entries, strict=True)
        shape = (len(low), len(self.places) + len(self.groups) + 1)
        return csr_array((weights, (at_row, at_column)), shape=shape), low, high

    def _lines(self, peaks: int) -> Iterator[tuple[float, float, list[tuple[int, float]]]]:
        """Every round somewhere; no day above the peaks; these not above their sum; what must lie apart does."""
        of_kind: dict[_Kind, list[tuple[int, float]]] = defaultdict(list)
        of_group: dict[tuple[Hashable, date], list[tuple[int, float]]] = defaultdict(list)
        of_day: dict[date, list[tuple[int, float]]] = defaultdict(list)
        for column, (kind, day) in enumerate(self.places):
            of_kind[kind].append((column, 1.0))
            of_group[kind.group, day].append((column, float(kind.minutes // self.unit)))
            of_day[day].append((column, float(kind.minutes // self.unit)))
        for kind, members in of_kind.items():
            yield len(self.kinds[kind]), len(self.kinds[kind]), members
        peak = {group: len(self.places) + number for number, group in enumerate(self.groups)}
        for (group, day), members in of_group.items():
            yield -math.inf, -self.of_group[group, day] // self.unit, [*members, (peak[group], -1.0)]
        for day, members in of_day.items():
            last = len(self.places) + len(self.groups)
            yield -math.inf, -self.of_day[day] // self.unit, [*members, (last, -1.0)]
        yield -math.inf, peaks // self.unit, [(column, 1.0) for column in peak.values()]
        for columns, most in self._crowds():
            yield 0.0, most, [(column, 1.0) for column in columns]

    def _crowds(self) -> Iterator[tuple[list[int], int]]:
        """The places of what must lie apart, by day, and how many may lie there: one, or those that do already."""
        found: dict[tuple[Any, date], list[int]] = defaultdict(list)
        for column, (kind, day) in enumerate(self.places):
            if kind.apart is not None:
                found[kind.apart, day].append(column)
        for columns in found.values():
            yield columns, max(1, sum(self.stay[column] for column in columns))

    def moves(self, counts: Sequence[int]) -> Iterator[Move]:
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
