"""Who is sent, and what is done next: as is usual, and as the product suggests."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from bench.simulating.hospital import Job
from bench.simulating.running import Choose, Turn, Worker
from lib.dispatch import matching, route
from lib.dispatch.cost import Match, Person
from lib.dispatch.travel import Near, Travel
from lib.tickets.words import Severity

PRESSING = (Severity.EMERGENCY, Severity.URGENT)


def qualified(job: Job, on_duty: Sequence[Worker]) -> list[Worker]:
    """The same for every policy: the team's people at work whose papers suffice; for what presses and only where there
    are none of them those on standby."""
    able = [worker for worker in on_duty if worker.id in job.able]
    at_work = [worker for worker in able if not worker.standby]
    return at_work or (able if job.severity in PRESSING else [])


class Each(ABC):
    """One job after the other as they came, each to whoever has the least `measure`; of equals the first by id."""

    def __init__(self, travel: Travel) -> None:
        self.travel = travel

    def __call__(self, jobs: Sequence[Job], on_duty: Sequence[Worker], now: float) -> Mapping[int, Worker]:
        given: dict[int, Worker] = {}
        more: dict[int, list[Job]] = {}
        for job in sorted(jobs, key=lambda job: job.opened):
            able = qualified(job, on_duty)
            if able:
                best = min(able, key=lambda one: (*self.measure(job, one, more.get(one.id, []), now), one.id))
                given[job.id] = best
                more.setdefault(best.id, []).append(job)
        return given

    @abstractmethod
    def measure(self, job: Job, worker: Worker, more: Sequence[Job], now: float) -> tuple[float, ...]:
        """What is to be least; `more`: what that worker was given in this very round."""


class LeastLoaded(Each):
    """The fewest expected minutes of work not done yet."""

    def measure(self, job: Job, worker: Worker, more: Sequence[Job], now: float) -> tuple[float, ...]:
        return (backlog(worker, more, now),)


class Nearest(Each):
    """The shortest way from where they are, or will be after what they have; of equals the least loaded."""

    def measure(self, job: Job, worker: Worker, more: Sequence[Job], now: float) -> tuple[float, ...]:
        last = [*worker.queue, *more][-1:]
        return self.travel.between(last[0].spot if last else worker.spot, job.spot), backlog(
            worker, more, now
        )


def backlog(worker: Worker, more: Sequence[Job], now: float) -> float:
    """Expected minutes until everything the worker has is done."""
    in_hand = max(0.0, worker.expected - now) if worker.current else 0.0
    return in_hand + sum(job.minutes for job in (*worker.queue, *more))


class Ours:
    """The code behind the board's plan (lib.dispatch.matching), told what the product would know."""

    def __init__(self, travel: Travel) -> None:
        self.travel = travel

    def __call__(self, jobs: Sequence[Job], on_duty: Sequence[Worker], now: float) -> Mapping[int, Worker]:
        able = {job.id: {worker.id for worker in qualified(job, on_duty)} for job in jobs}
        anybody = set().union(*able.values())
        workers = {worker.id: worker for worker in on_duty if worker.id in anybody}
        people = [self._person(worker, now) for worker in workers.values()]
        usual = Match()
        given = matching.assigned(
            [as_seen(job, now) for job in jobs if able[job.id]],
            people,
            lambda job, person: usual if person.id in able[job.id] else None,
            self.travel,
        )
        return {one.job.id: workers[one.person.id] for one in given}

    def _person(self, worker: Worker, now: float) -> Person:
        at_home = worker.standby and worker.current is None
        return Person(
            id=worker.id,
            spot=worker.spot,
            # As the product has it: a job that takes longer than expected is not done for that.
            free=max(worker.expected - now, worker.current.minutes / 4) if worker.current else 0.0,
            queue=tuple(as_seen(job, now) for job in worker.queue),
            until=worker.until - now,
            way=self.travel.minutes[Near.STANDBY] if at_home else 0.0,
            today=worker.given,
        )


def as_seen(job: Job, now: float) -> route.Job:
    """What is known of a job."""
    return route.Job(
        id=job.id,
        spot=job.spot,
        minutes=job.minutes,
        weight=route.WEIGHTS[job.severity],
        arrive=job.arrive - now,
        complete=job.complete - now,
    )


def as_given(worker: Worker, now: float, travel: Travel) -> Job:
    """First in, first out."""
    return worker.queue[0]


def by_due(worker: Worker, now: float, travel: Travel) -> Job:
    """What should be arrived at soonest."""
    return min(worker.queue, key=lambda job: (job.arrive, job.id))


def in_turn(worker: Worker, now: float, travel: Travel) -> Job:
    """As the product's list of jobs has it."""
    seen = sorted((as_seen(job, now) for job in worker.queue), key=lambda job: job.id)
    first = route.next_of(seen, 0.0, worker.spot, travel).id
    return next(job for job in worker.queue if job.id == first)


def policies(travel: Travel) -> Mapping[tuple[str, str], tuple[Choose, Turn]]:
    """By who is sent and in which order they work."""
    who: Mapping[str, Choose] = {
        "least loaded": LeastLoaded(travel),
        "nearest": Nearest(travel),
        "ours": Ours(travel),
    }
    order = {"as given": as_given, "by due": by_due, "our order": in_turn}
    return {(one, other): (who[one], order[other]) for one in who for other in order}
