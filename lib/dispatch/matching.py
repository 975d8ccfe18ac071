"""Who should do what: the best few for one job, and for all waiting jobs at once the assignment that costs least."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.dispatch.cost import Forecast, Match, Person, cost_later, forecast
from lib.dispatch.route import Job
from lib.dispatch.travel import Travel

DEEPEST = 12
"""Nobody is given more new jobs than that at once."""
BETWEEN = 8.0
"""Minutes on the way between two jobs, where it is not known yet which ones."""
IMPOSSIBLE = 1e7

Matches = Callable[[Job, Person], Match | None]
"""What a person is to a job; None when it must not be theirs."""


@dataclass(frozen=True, slots=True)
class Given:
    """A job and whom it goes to; `place`: the how manieth new one of that person. `cost` in minutes of work."""

    job: Job
    person: Person
    place: int
    cost: float


def ranked(
    job: Job, people: Sequence[Person], matches: Matches, travel: Travel
) -> list[tuple[Person, Forecast]]:
    """Everybody who may do the job, the cheapest first; ties by id."""
    found = [
        (person, forecast(job, person, match, travel, person.stops(travel)))
        for person in people
        if (match := matches(job, person)) is not None
    ]
    return sorted(found, key=lambda each: (each[1].cost, each[0].id))


@dataclass(frozen=True, slots=True)
class Costs:
    """One row a job; a column for each place of a person: (which person, the how manieth new job of theirs)."""

    rows: list[list[float]]
    places: list[tuple[int, int]]


def assigned(jobs: Sequence[Job], people: Sequence[Person], matches: Matches, travel: Travel) -> list[Given]:
    """To each job somebody, so that the sum of the costs is the least there is; jobs nobody may do are left out.

    Each person has several places; a job in the second starts about one job later than in the first.
    """
    jobs, people = sorted(jobs, key=lambda job: job.id), sorted(people, key=lambda person: person.id)
    found = costs(jobs, people, matches, travel)
    given = []
    for row, column in _cheapest(found.rows):
        person, place = found.places[column]
        if found.rows[row][column] < IMPOSSIBLE:
            given.append(Given(jobs[row], people[person], place, found.rows[row][column]))
    return given


def costs(jobs: Sequence[Job], people: Sequence[Person], matches: Matches, travel: Travel) -> Costs:
    """What each job costs in each place; IMPOSSIBLE where it must not be."""
    fitting = [[matches(job, person) for person in people] for job in jobs]
    depths = [min(DEEPEST, sum(row[i] is not None for row in fitting)) for i in range(len(people))]
    places = [(i, place) for i, depth in enumerate(depths) for place in range(depth)]
    stops = [person.stops(travel) if depth else [] for person, depth in zip(people, depths, strict=True)]
    step = BETWEEN + sum(job.minutes for job in jobs) / max(len(jobs), 1)
    rows = []
    for job, matched in zip(jobs, fitting, strict=True):
        row: list[float] = []
        for person, match, now, depth in zip(people, matched, stops, depths, strict=True):
            if match is None:
                row += [IMPOSSIBLE] * depth
                continue
            found = forecast(job, person, match, travel, now)
            row += [cost_later(found, person, step * place) for place in range(depth)]
        rows.append(row)
    return Costs(rows, places)


def _cheapest(rows: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of row and column, each at most once, with the least sum."""
    if not rows or not rows[0]:
        return []
    # Read when first needed: a third of a second and 40 MB that no other part of the service asks for.
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    found = linear_sum_assignment(np.asarray(rows))
    return [(int(row), int(column)) for row, column in zip(*found, strict=True)]
