"""The order in which somebody does what they have: always next what a minute of way and work is worth most for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, exp, sqrt

from lib.dispatch.travel import NOWHERE, Spot, Travel
from lib.tickets.words import Severity

WEIGHTS = {Severity.EMERGENCY: 8.0, Severity.URGENT: 3.0, Severity.NORMAL: 1.0, Severity.LOW: 0.5}
"""How much worse a broken promise is than one of a normal job."""
BROKEN, LATE = 60.0, 0.2
"""A broken promise weighs as much as an hour of work, each minute beyond it that much."""
FORESIGHT = 90.0
"""Minutes: what is promised for later presses that much less, by 1/e for each such span."""
UNSURE = 2.7
"""Work minutes spread; the spread of a sum grows with the square root of its minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to be done. Minutes from now: `arrive` and `complete` until promised (negative: late already, None:
    nothing promised), `minutes` the expected work, `weight` by severity."""

    id: int
    spot: Spot = NOWHERE
    minutes: float = 30.0
    weight: float = 1.0
    arrive: float | None = None
    complete: float | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A job on somebody's way: where from, when they come and when it is done, in minutes from now."""

    job: Job
    origin: Spot
    leg: float
    arrives: float
    done: float

    @property
    def lateness(self) -> float:
        """What its promises are expected to cost, in minutes of work."""
        job = self.job
        return job.weight * (
            expected_lateness(job.arrive, self.arrives) + expected_lateness(job.complete, self.done)
        )


def route(jobs: Sequence[Job], at: float, here: Spot, travel: Travel) -> list[Stop]:
    """Everything in its turn, from when and where the person is free."""
    left, stops = sorted(jobs, key=lambda job: job.id), list[Stop]()
    while left:
        job, leg = _next(left, at, here, travel)
        left.remove(job)
        stops.append(Stop(job, here, leg, at + leg, at + leg + job.minutes))
        at, here = stops[-1].done, job.spot
    return stops


def next_of(jobs: Sequence[Job], at: float, here: Spot, travel: Travel) -> Job:
    """The job to do next; of equals the first."""
    return _next(jobs, at, here, travel)[0]


def _next(jobs: Sequence[Job], at: float, here: Spot, travel: Travel) -> tuple[Job, float]:
    best, leg = jobs[0], travel.between(here, jobs[0].spot)
    if len(jobs) > 1:
        most = pressing(best, at, leg)
        for job in jobs[1:]:
            way = travel.between(here, job.spot)
            if (worth := pressing(job, at, way)) > most:
                best, leg, most = job, way, worth
    return best, leg


def pressing(job: Job, at: float, leg: float) -> float:
    """What a minute spent on it now is worth: the sooner a promise runs out that can still be kept, the more; what is
    late already presses too, and the shorter the work and the way the sooner it is done."""
    worth = _worth(job.arrive, at + leg) or _worth(job.complete, at + leg + job.minutes)
    if job.arrive is not None and job.arrive < at + leg:
        worth += LATE * FORESIGHT
    return job.weight * (worth + 1.0) / (leg + job.minutes)


def _worth(due: float | None, at: float) -> float:
    """0 where nothing is promised or the promise is broken in any case."""
    return BROKEN * exp(-(due - at) / FORESIGHT) if due is not None and due >= at else 0.0


def expected_lateness(due: float | None, at: float) -> float:
    """What it costs, in minutes of work, to be expected at that minute for what was promised for the other."""
    if due is None:
        return 0.0
    return BROKEN * chance_of_being_late(due, at) + LATE * max(0.0, at - max(due, 0.0))


def chance_of_being_late(due: float, at: float) -> float:
    """0…1, for something expected in `at` minutes and promised in `due`."""
    if due <= 0:
        return 1.0
    return 0.5 * (1.0 + erf((at - due) / (sqrt(2.0) * (1.0 + UNSURE * sqrt(max(at, 0.0))))))
