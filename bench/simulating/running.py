"""One run: jobs come, somebody is sent, people work through what they have."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from bench.simulating.hospital import Hospital, Job, Shift
from lib.dispatch.travel import Near, Spot, Travel


@dataclass(slots=True, kw_only=True, eq=False)
class Worker:
    """Somebody who may be sent. `expected`: when the job in hand should be done; `queue`: what else they were given;
    `given`: jobs since they came; `idle`: nothing in hand (on standby that means at home)."""

    id: int
    team: int
    spot: Spot
    shifts: list[Shift] = field(default_factory=list)
    current: Job | None = None
    expected: float = 0.0
    queue: list[Job] = field(default_factory=list)
    given: int = 0

    @property
    def standby(self) -> bool:
        return all(shift.standby for shift in self.shifts)

    @property
    def until(self) -> float:
        return max(shift.ends for shift in self.shifts)


@dataclass(slots=True)
class Outcome:
    """What became of a job; instants in minutes from the start, infinite where it never came to that."""

    accepted: float = float("inf")
    left: float = float("inf")
    arrived: float = float("inf")
    done: float = float("inf")
    person: int = 0


Choose = Callable[[Sequence[Job], Sequence[Worker], float], Mapping[int, Worker]]
"""Jobs that wait and everybody on duty → worker by job id; jobs left out go on waiting."""
Turn = Callable[[Worker, float, Travel], Job]
"""What that worker does next of what they have."""
_OPEN, _FREE, _BEGIN, _END = range(4)


class Run:
    """One hospital, one seed, one policy. Whoever goes home hands what they have not begun back to be dispatched anew;
    nobody interrupts a job. Jobs for two people occupy one."""

    def __init__(
        self, hospital: Hospital, jobs: Sequence[Job], travel: Travel, choose: Choose, turn: Turn
    ) -> None:
        self.hospital, self.travel, self.choose, self.turn = hospital, travel, choose, turn
        self.outcomes = {job.id: Outcome() for job in jobs}
        self.workers = {
            who: Worker(id=who, team=hospital.team_of[who], spot=base) for who, base in hospital.base.items()
        }
        self.waiting: list[Job] = []
        self.thinking = 0.0
        self.dispatches = 0
        self._running = count()
        self._events: list[tuple[float, int, int, object]] = []
        for job in jobs:
            self._at(job.known, _OPEN, job)
        for shift in hospital.shifts:
            self._at(shift.starts, _BEGIN, shift)
            self._at(shift.ends, _END, shift)

    def _at(self, when: float, kind: int, what: object) -> None:
        heapq.heappush(self._events, (when, next(self._running), kind, what))

    def play(self) -> None:
        """To the end."""
        while self._events:
            now, fresh = self._events[0][0], False
            while self._events and self._events[0][0] <= now:
                _, _, kind, what = heapq.heappop(self._events)
                fresh |= self._happens(kind, what, now)
            if fresh and self.waiting:
                self._dispatch(now)

    def _happens(self, kind: int, what: object, now: float) -> bool:
        """Whether something is to be dispatched after it."""
        if isinstance(what, Job):
            self.waiting.append(what)
        elif isinstance(what, Worker):
            what.current = None
            self._next(what, now)
        elif isinstance(what, Shift):
            (self._begins if kind == _BEGIN else self._ends)(what, now)
        return kind != _FREE

    def _begins(self, shift: Shift, now: float) -> None:
        worker = self.workers[shift.person]
        worker.shifts.append(shift)
        if not shift.standby and worker.current is None:
            worker.given, worker.spot = 0, self.hospital.base[worker.id]

    def _ends(self, shift: Shift, now: float) -> None:
        worker = self.workers[shift.person]
        worker.shifts.remove(shift)
        if worker.standby or not worker.shifts:
            self.waiting += worker.queue
            worker.queue = []

    def _dispatch(self, now: float) -> None:
        on_duty = [worker for worker in self.workers.values() if worker.shifts]
        began = time.perf_counter()
        chosen = self.choose(self.waiting, on_duty, now)
        self.thinking += time.perf_counter() - began
        self.dispatches += 1
        for job in self.waiting:
            if (worker := chosen.get(job.id)) is not None:
                outcome = self.outcomes[job.id]
                outcome.accepted = min(outcome.accepted, now + job.answer)
                worker.queue.append(job)
                worker.given += 1
        self.waiting = [job for job in self.waiting if job.id not in chosen]
        for worker in dict.fromkeys(chosen.values()):
            if worker.current is None:
                self._next(worker, now, fetched=worker.standby)

    def _next(self, worker: Worker, now: float, *, fetched: bool = False) -> None:
        if not worker.queue or not worker.shifts:
            return
        job = self.turn(worker, now, self.travel)
        worker.queue.remove(job)
        way = self.travel.between(worker.spot, job.spot) + (
            self.travel.minutes[Near.STANDBY] if fetched else 0.0
        )
        outcome = self.outcomes[job.id]
        outcome.left, outcome.person = max(now, outcome.accepted), worker.id
        outcome.arrived = outcome.left + way * job.detour
        outcome.done = outcome.arrived + job.really
        worker.current, worker.spot = job, job.spot
        worker.expected = outcome.left + way + job.minutes
        self._at(outcome.done, _FREE, worker)
