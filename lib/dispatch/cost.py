"""What it costs to give a job to somebody, in minutes of work: one sum, each part of it a reason that can be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from lib.dispatch.route import BROKEN, Job, Stop, expected_lateness, route
from lib.dispatch.travel import NOWHERE, Spot, Travel

LOAD, WAITING, FAMILIAR, LEADING, UNFAIR, OVERTIME = 0.3, 0.1, 4.0, 10.0, 0.5, 0.5
"""Minutes for each minute until everything they have is done (what comes next will wait that long); for each until
somebody is there; saved by who did the last job there; for a leader, who has other things to do; for each job had
today; for each minute after the shift."""


class Fit(IntEnum):
    """How the person's trade fits the service, the best first."""

    USUAL = 0
    COMPANY = 1
    LICENSED = 2
    OTHER = 3


UNFIT = {Fit.USUAL: 0.0, Fit.COMPANY: 30.0, Fit.LICENSED: 90.0, Fit.OTHER: 900.0}
"""Minutes more for whoever does not do such work every day: another team of the same company; somebody else who holds
the licence it needs; another trade, asked only when everybody else would be hopelessly late."""
OVERRIDDEN = 1000.0
"""Papers that a dispatcher may overrule: the last choice of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be sent. `free`: minutes until the job in hand is done, then at `spot`; `queue`: what else they
    have; `until`: minutes until the shift ends (None: nobody knows); `way`: minutes to come when phoned at home;
    `today`: jobs had today."""

    id: int
    spot: Spot = NOWHERE
    free: float = 0.0
    queue: tuple[Job, ...] = ()
    until: float | None = None
    way: float = 0.0
    today: int = 0

    def stops(self, travel: Travel, *more: Job) -> list[Stop]:
        """How they would get through what they have, and those jobs besides."""
        return route((*self.queue, *more), self.free + self.way, self.spot, travel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the person is to the job."""

    fit: Fit = Fit.USUAL
    familiar: bool = False
    leads: bool = False
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected if that person gets the job: its `stop`, jobs `before` it, and the parts of the cost: more
    `travel` of everything they have, the job's `own` waiting and broken promises, what it costs the `others` it delays,
    and the `rest`."""

    stop: Stop
    before: int
    travel: float
    own: float
    others: float
    rest: float

    @property
    def cost(self) -> float:
        """In minutes of work."""
        return self.travel + self.own + self.others + self.rest


def forecast(job: Job, person: Person, match: Match, travel: Travel, now: Sequence[Stop]) -> Forecast:
    """If that person gets the job besides what they have; `now`: their stops without it."""
    then = person.stops(travel, job)
    place = next(i for i, stop in enumerate(then) if stop.job.id == job.id)
    stop = then[place]
    others = sum(one.lateness for i, one in enumerate(then) if i != place)
    return Forecast(
        stop=stop,
        before=place,
        travel=sum(one.leg for one in then) - sum(one.leg for one in now) + person.way,
        own=_own(job, person, stop.arrives, stop.done),
        others=others - sum(one.lateness for one in now),
        rest=_rest(person, match) + LOAD * then[-1].done,
    )


def cost_later(found: Forecast, person: Person, minutes: float) -> float:
    """What it would cost so much later, because other new jobs come first."""
    job, stop = found.stop.job, found.stop
    own = _own(job, person, stop.arrives + minutes, stop.done + minutes)
    return found.cost - found.own + own + LOAD * minutes


def _own(job: Job, person: Person, arrives: float, done: float) -> float:
    """What depends on when somebody arrives and is done: waiting, broken promises, the end of the shift."""
    own = WAITING * job.weight * arrives
    own += job.weight * (expected_lateness(job.arrive, arrives) + expected_lateness(job.complete, done))
    if person.until is not None and done > person.until:
        own += OVERTIME * min(done - person.until, job.minutes)
        own += BROKEN if arrives > person.until else 0.0
    return own


def _rest(person: Person, match: Match) -> float:
    rest = UNFIT[match.fit] + UNFAIR * person.today + (LEADING if match.leads else 0.0)
    if match.overridden:
        rest += OVERRIDDEN
    return rest - FAMILIAR if match.familiar else rest
