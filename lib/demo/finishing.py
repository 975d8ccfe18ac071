"""How a job ends: outcome, cause, remedy, materials, minutes of each person, photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from lib.catalog.findings import Material
from lib.demo.chance import Weighted
from lib.demo.course import Course
from lib.demo.reporting import Report
from lib.demo.running import Run
from lib.demo.world import World
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Kind, Outcome

_CHEAP = 700  # cents: wire, pipe, screws; used by the metre or the handful
_REPAIRED = Weighted({Outcome.FIXED: 92, Outcome.TEMPORARY: 4, Outcome.NOTHING_FOUND: 4})
_REMEDIES = Weighted({"R02": 40, "R03": 18, "R04": 14, "R05": 12, "R06": 10, "R08": 4, "R11": 2})
_NOTHING, _DELIVERED, _EXPLAINED, _REPLACED, _FOR_NOW = "C09", "R10", "R12", "R01", "R09"

Also = Callable[[Ticket, Event], None]


def along(world: World, report: Report, run: Run) -> list[int]:
    """Who comes along with the lead."""
    return [who for who in _labour(world, report, run) if who != run.worker.who.id]


def completion(world: World, course: Course, report: Report, run: Run) -> tuple[Mapping[str, Any], Also]:
    """The facts of finishing, and the rows that go with it."""
    random = report.random
    used = _materials(world, report)
    outcome, cause, remedy = _findings(world, report, bool(used))
    if outcome is Outcome.NOTHING_FOUND:
        used = []
    labour = _labour(world, report, run)
    facts = {
        "outcome": outcome,
        "cause": cause,
        "remedy": remedy,
        "note": _note(world, report, outcome),
        "no_visit": not report.service.visit,
        "materials": len(used),
        "labour_minutes": sum(labour.values()),
        **({"alone": True} if len(labour) < report.service.people else {}),
    }
    photo = (
        random.choice(world.pictures.finished) if world.pictures.finished and random.random() < 0.08 else ""
    )

    def also(ticket: Ticket, event: Event) -> None:
        at = {"ticket_id": ticket.id, "event_seq": event.seq}
        for material, quantity in used:
            named = {"name": material.name, "unit": material.unit, "unit_cents": material.unit_cents}
            course.keep(
                "ticket_material", {**at, "material_code": material.code, **named, "quantity": quantity}
            )
        for account_id, minutes in labour.items():
            course.keep("ticket_labour", {**at, "account_id": account_id, "minutes": minutes})
        if photo:
            course.keep("attachment", {**at, "hash": photo})

    return facts, also


def _findings(world: World, report: Report, replaced: bool) -> tuple[Outcome, str, str]:
    kind, random = report.service.kind, report.random
    if kind == Kind.ASSISTANCE and not report.service.visit:
        return Outcome.PASSED_ON, "", ""
    if kind == Kind.REQUEST and not replaced:
        return Outcome.DELIVERED, "", _DELIVERED
    if kind not in (Kind.REPAIR, Kind.REQUEST, Kind.HAZARD):
        return Outcome.FIXED, "", _EXPLAINED
    outcome = Outcome.REPLACED if replaced and random.random() < 0.8 else _REPAIRED.draw(random)
    if outcome is Outcome.NOTHING_FOUND:
        return outcome, _NOTHING, _EXPLAINED
    if outcome is Outcome.TEMPORARY:
        return outcome, _cause(world, random, report.service.group_code), _FOR_NOW
    return (
        outcome,
        _cause(world, random, report.service.group_code),
        _REPLACED if replaced else _REMEDIES.draw(random),
    )


def _cause(world: World, random: Random, group: str) -> str:
    own = world.causes.get(group, [])
    # The first of a group is its commonest, which a Pareto chart should show.
    causes = (
        own if own and random.random() < 0.72 else [one for one in world.causes[""] if one.code != _NOTHING]
    )
    return causes[min(int(random.expovariate(0.7)), len(causes) - 1)].code


def _materials(world: World, report: Report) -> list[tuple[Material, Decimal]]:
    usual, random = world.materials.get(report.service.code, []), report.random
    if not usual or random.random() < 0.42:
        return []
    kinds = random.sample(usual, min(len(usual), 1 if random.random() < 0.78 else 2))
    return [(material, _quantity(random, material)) for material in kinds]


def _quantity(random: Random, material: Material) -> Decimal:
    if material.unit_cents < _CHEAP:
        return Decimal(random.randrange(1, 9))
    return Decimal(1 if random.random() < 0.8 else random.randrange(2, 5))


def _labour(world: World, report: Report, run: Run) -> dict[int, int]:
    """Minutes on the job without what it was held, at least one."""
    paused = run.hold.resumed - run.hold.since if run.hold else None
    worked = run.done - run.arrived - paused if paused else run.done - run.arrived
    minutes = min(480, max(1, round(worked.total_seconds() / 60)))
    people = [run.worker]
    if report.service.people > 1 and (
        second := world.crews.second(run.worker, run.arrived, report.service.licence)
    ):
        people.append(second)
    return {one.who.id: minutes for one in people if one.who.id is not None}


def _note(world: World, report: Report, outcome: Outcome) -> str:
    if outcome in (Outcome.TEMPORARY, Outcome.NOTHING_FOUND):
        return world.phrases.say(report.random, outcome.value)
    return report.followed if report.random.random() < 0.75 else ""
