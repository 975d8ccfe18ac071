"""When things happen to a job: dispatched, accepted, arrived, held, done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from lib.catalog.promises import Promise
from lib.demo.chance import Weighted, around, between, minutes, whole_seconds
from lib.demo.crews import Worker
from lib.demo.reporting import Report
from lib.demo.world import World
from lib.places.locations import AreaClass
from lib.tickets.words import HoldReason, Kind, Severity

HELD = 0.076
_RETURNED = 0.022
_ROUND_THE_CLOCK = 24 * 60
_LONGEST_QUEUE = timedelta(minutes=100)

_REASONS: Weighted[tuple[HoldReason, float]] = Weighted(
    {
        (HoldReason.PARTS_STOCK, 4): 24,
        (HoldReason.PARTS_PURCHASE, 40): 14,
        (HoldReason.PARTS_VENDOR, 28): 12,
        (HoldReason.ACCESS, 3.5): 22,
        (HoldReason.VENDOR, 24): 7,
        (HoldReason.SHUTDOWN, 10): 6,
        (HoldReason.APPOINTMENT, 14): 7,
        (HoldReason.APPROVAL, 26): 4,
        (HoldReason.REPORTER, 5): 4,
    }
)
"""Why jobs stop, how many hours at the median, and how often."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop. `until` was expected; work really went on at `resumed`, woken by the clock when that came first."""

    reason: HoldReason
    since: datetime
    until: datetime
    resumed: datetime

    def __post_init__(self) -> None:
        whole_seconds(self, "since", "until", "resumed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One way through the work, as it will be if nothing cuts it short."""

    worker: Worker
    first: datetime
    assigned: datetime
    accepted: datetime
    arrived: datetime
    done: datetime
    returned: datetime | None = None
    hold: Hold | None = None

    def __post_init__(self) -> None:
        whole_seconds(self, "first", "assigned", "accepted", "arrived", "done", "returned")

    def done_by(self, deadline: datetime) -> Run:
        """The same run, quicker and without a hold, so that it ends in time."""
        if self.done <= deadline:
            return self
        lasted = (
            self.done if not self.hold else self.done - (self.hold.resumed - self.hold.since)
        ) - self.first
        factor = min(1.0, (deadline - self.first) / lasted)
        pause = self.hold.resumed - self.hold.since if self.hold else timedelta()

        def sooner(at: datetime, paused: timedelta = timedelta()) -> datetime:
            return self.first + (at - paused - self.first) * factor

        return replace(
            self,
            assigned=sooner(self.assigned),
            accepted=sooner(self.accepted),
            arrived=sooner(self.arrived),
            returned=sooner(self.returned) if self.returned else None,
            hold=None,
            done=sooner(self.done, pause),
        )


def run(
    world: World, report: Report, worker: Worker, first: datetime, *, assigned: datetime | None = None
) -> Run:
    """How it goes from `first` on (the report, or a reopening that was assigned at once)."""
    random = report.random
    promise = world.promise(report.severity, report.place, report.service.code)
    returned = None
    if assigned is None:
        assigned = first + _triage(random, promise)
        if report.severity is not Severity.EMERGENCY and report.service.visit and random.random() < _RETURNED:
            returned = assigned + minutes(random, 9)
            assigned = returned + minutes(random, 4)
    accepted = _accepted(world, random, promise, assigned)
    arrived = _arrived(world, report, promise, accepted, worker)
    work = minutes(random, world.mix.minutes.get(report.service.code, 30), 0.45)
    hold = _hold(world, report, arrived, work) if random.random() < HELD and report.service.visit else None
    done = arrived + work + (hold.resumed - hold.since if hold else timedelta())
    made = Run(
        worker=worker,
        first=first,
        assigned=assigned,
        accepted=accepted,
        arrived=arrived,
        done=done,
        returned=returned,
        hold=hold,
    )
    worker.free_at = max(worker.free_at, done if not hold else arrived + work)
    return made


def _triage(random: Random, promise: Promise | None) -> timedelta:
    respond = promise.respond_minutes if promise else 15
    return minutes(random, min(2.6, 0.18 * respond), 0.65)


def _accepted(world: World, random: Random, promise: Promise | None, assigned: datetime) -> datetime:
    if promise and promise.respond_minutes > 60:
        return world.office.add(assigned, around(random, 45, 1.0)) + between(random, 0, 3)
    return assigned + minutes(random, min(2.8, 0.2 * (promise.respond_minutes if promise else 15)), 0.75)


def _arrived(
    world: World, report: Report, promise: Promise | None, accepted: datetime, worker: Worker
) -> datetime:
    random = report.random
    if promise and promise.arrive_minutes >= 480:
        return world.office.add(accepted, around(random, 90, 0.8)) + between(random, 0, 5)
    allowed = (promise.arrive_minutes - promise.respond_minutes) if promise else 200
    at = accepted + minutes(random, max(1.2, 0.24 * allowed), 0.6)
    if (
        report.severity is Severity.NORMAL
        and report.place.area_class != AreaClass.CRITICAL
        and random.random() < 0.3
    ):
        at = _not_by_night(world, random, at)
    if report.severity in (Severity.NORMAL, Severity.LOW):
        at = max(at, min(worker.free_at + between(random, 3, 12), at + _LONGEST_QUEUE))
    return at


def _not_by_night(world: World, random: Random, at: datetime) -> datetime:
    """What can wait is done in the morning."""
    local = at.astimezone(world.office.zone)
    if time(6, 30) <= local.time() < time(21, 30):
        return at
    morning = local.date() if local.hour < 7 else local.date() + timedelta(days=1)
    return datetime.combine(morning, time(7, 30), world.office.zone).astimezone(at.tzinfo) + between(
        random, 5, 110
    )


def _hold(world: World, report: Report, arrived: datetime, work: timedelta) -> Hold | None:
    random = report.random
    if (
        report.service.kind not in (Kind.REPAIR, Kind.REQUEST, Kind.HAZARD)
        or report.severity is Severity.EMERGENCY
    ):
        return None
    reason, hours = _REASONS.draw(random)
    since = arrived + work * random.uniform(0.2, 0.6)
    lasts = minutes(random, hours * 60 * (0.5 if report.severity is Severity.URGENT else 1.0), 0.6)
    resumed = _by_day(world, random, since + lasts)
    return Hold(reason, since, _round(since + lasts * random.uniform(0.85, 1.5)), resumed)


def _by_day(world: World, random: Random, at: datetime) -> datetime:
    """Parts and manufacturers come by day."""
    hour = at.astimezone(world.office.zone).hour
    return at if 7 <= hour < 21 else at + timedelta(hours=(8 - hour) % 24, minutes=random.uniform(0, 90))


def _round(at: datetime) -> datetime:
    """What people say: to the next quarter of an hour."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
