"""The live morning: forty open tickets in every state, a few of them late, seen from now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from lib.catalog.services import Service
from lib.core.clock import local_date
from lib.core.facts import dumps
from lib.demo.branching import RETURNED_TWICE, in_the_morning, split_off
from lib.demo.chance import Weighted, between, random_for
from lib.demo.course import Course
from lib.demo.mix import Planned
from lib.demo.reporting import Report, opening
from lib.demo.running import Hold, Run
from lib.demo.working import Doing
from lib.demo.world import World
from lib.tickets.words import HoldReason, Kind, Severity, Status

_EMERGENCIES = ("GS-03", "GD-03")
_DAY = 24 * 60
_AGES: dict[Status, Sequence[float]] = {
    Status.NEW: (1.2, 2.5, 4, 7, 11, 26),
    Status.ASSIGNED: (3, 5, 6.5, 8, 10, 12, 14, 23),
    Status.ACCEPTED: (13, 20, 27, 34, 46, 58, 75, 92),
    Status.IN_PROGRESS: (22, 38, 52, 64, 81, 97, 118, 135, 160, 1.08 * _DAY),
    Status.ON_HOLD: (170, 240, 330, 7.5 * 60, 21 * 60, 1.3 * _DAY, 2.1 * _DAY, 4.6 * _DAY),
}
"""Minutes since they were reported. The oldest of each is late, or nearly."""

_HOLDS: Sequence[tuple[HoldReason, float]] = (
    (HoldReason.ACCESS, 55),
    (HoldReason.APPOINTMENT, 180),
    (HoldReason.PARTS_STOCK, 95),
    (HoldReason.SHUTDOWN, 9 * 60),
    (HoldReason.PARTS_VENDOR, 20 * 60),
    (HoldReason.PARTS_PURCHASE, 27 * 60),
    (HoldReason.APPROVAL, 8 * 60),
    (HoldReason.PARTS_PURCHASE, 50 * 60),
)
"""Why each held one stopped, and in how many minutes it is expected to go on."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the board to be filled. `nth`: which of its state."""

    status: Status
    at: datetime
    nth: int
    emergency: bool


def slots(now: datetime) -> list[Slot]:
    """The forty of them."""
    found = []
    for status, ages in _AGES.items():
        for nth, age in enumerate(ages):
            emergency = nth == 0 and status in (Status.NEW, Status.IN_PROGRESS)
            found.append(
                Slot(
                    status,
                    now - timedelta(minutes=age, seconds=(nth * 17 + len(status)) % 40),
                    nth,
                    emergency,
                )
            )
    return found


def settled_in(world: World, history: list[Planned], now: datetime, *, exact: bool = True) -> list[Planned]:
    """The plan with the forty in it: today's are new, earlier ones take the place of something reported that day.

    `exact`: the history keeps its volumes; otherwise earlier ones are added too."""
    random, today = random_for("morning", local_date(now)), local_date(now)
    plan = list(history)
    for slot in slots(now):
        replaced = _replaced(world, plan, slot, random) if exact and local_date(slot.at) < today else None
        if replaced is not None:
            plan.remove(replaced)
        code = _service(world, slot, random, replaced)
        plan.append(Planned(code, slot.at, f"{slot.status}:{slot.nth}"))
    return sorted(plan, key=lambda one: one.at)


def _replaced(world: World, plan: Sequence[Planned], slot: Slot, random: Random) -> Planned | None:
    """The ordinary report of that day nearest in time."""
    day = local_date(slot.at)
    near = [one for one in plan if abs(one.at - slot.at) < timedelta(days=1) and not one.stands]
    found = [
        one for one in near if local_date(one.at) == day and _ordinary(world, world.service(one.service_code))
    ]
    return min(found, key=lambda one: abs(one.at - slot.at), default=None)


def _ordinary(world: World, service: Service) -> bool:
    """What the morning's tickets are about: visited work with a usual promise."""
    promise = world.promise(service.severity, None, service.code)
    usual = promise is not None and promise.service_code == ""
    worked = service.kind in (Kind.REPAIR, Kind.REQUEST) and service.team_id is not None and service.visit
    return usual and worked and service.severity in (Severity.NORMAL, Severity.URGENT)


def _service(world: World, slot: Slot, random: Random, replaced: Planned | None) -> str:
    if slot.emergency:
        return _EMERGENCIES[slot.status is Status.NEW]
    if replaced is not None:
        return replaced.service_code
    ordinary = [
        service for service in world.services.values() if service.active and _ordinary(world, service)
    ]
    calm = [s for s in ordinary if slot.status is not Status.ON_HOLD or s.severity == Severity.NORMAL]
    return Weighted([(service.code, world.mix.per_1000(service.code)) for service in calm]).draw(random)


def standing(world: World, report: Report, ticket_id: int, number: str) -> Course:
    """The story of one of the forty, up to the state it has now."""
    name, _, nth = report.planned.stands.partition(":")
    course = Course(world.now)
    made = _run(world, report, Status(name), int(nth))
    doing = Doing(world, course, report, made)
    doing.told_late = False  # an arrival told only when the work is done would not be known yet
    besides = (*split_off(world, report), *in_the_morning(world, report, made))
    course.take(opening(world, course, report, ticket_id, number), *besides, *doing.steps())
    if course.standing.status is Status.ASSIGNED:
        _tell(world, course, made)
    return course


def _tell(world: World, course: Course, made: Run) -> None:
    """The notice that waits for whoever was given the job."""
    ticket = course.standing
    leader = world.crews.leader(made.worker.team) if made.worker.team else None
    row = {
        "account_id": ticket.assignee_id or (leader.id if leader else None),
        "ticket_id": ticket.id,
        "topic": "assigned",
    }
    facts = {"number": ticket.number, "description": ticket.description[:60]}
    course.keep("outbox", {**row, "facts": dumps(facts), "created_at": ticket.changed_at})


def _run(world: World, report: Report, status: Status, nth: int) -> Run:
    """Times that lead to that state now; what comes after lies in the future and does not happen."""
    random, now, first = report.random, world.now, report.at
    worker = world.crews.worker(report.service, report.place, report.at)
    later = now + between(random, 30, 90)
    made = Run(worker=worker, first=first, assigned=later, accepted=later, arrived=later, done=later)
    if status is Status.NEW:
        return made
    age = now - first
    made = replace(made, assigned=first + min(age * random.uniform(0.15, 0.5), between(random, 1.5, 5)))
    if status is Status.ASSIGNED:
        twice = report.planned.stands == RETURNED_TWICE and worker.team is not None
        return replace(made, returned=first + (made.assigned - first) * 0.6) if twice else made
    waited = min((now - made.assigned) * random.uniform(0.15, 0.5), between(random, 1, 7))
    made = replace(made, accepted=made.assigned + waited)
    if status is Status.ACCEPTED:
        return made
    arrived = made.accepted + min((now - made.accepted) * random.uniform(0.3, 0.7), between(random, 15, 110))
    made = replace(made, arrived=arrived)
    worker.free_at = max(worker.free_at, later)
    return replace(made, hold=_hold(made, now, nth)) if status is Status.ON_HOLD else made


def _hold(made: Run, now: datetime, nth: int) -> Hold:
    reason, expected = _HOLDS[nth % len(_HOLDS)]
    until = (now + timedelta(minutes=expected)).replace(second=0, microsecond=0)
    since = made.arrived + (now - made.arrived) * 0.15
    return Hold(reason, since, until, until)
