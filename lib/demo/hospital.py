"""The demonstration hospital: made in one go, and kept fresh from day to day."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from lib.core.clock import local_date, midnight
from lib.demo import (
    certificates,
    found,
    ground,
    journal,
    papers,
    pictures,
    rota,
    sampled,
    scored,
    shift_changes,
    statements,
)
from lib.demo.branching import branch
from lib.demo.chance import between, random_for
from lib.demo.course import Course
from lib.demo.day import DAY, made_for
from lib.demo.escalating import caught_up
from lib.demo.found import Finder
from lib.demo.inspections import Inspections
from lib.demo.journal import Numbers
from lib.demo.living import lived
from lib.demo.mix import DAYS, Planned
from lib.demo.morning import settled_in, standing
from lib.demo.rechecked import recheck_open
from lib.demo.reporting import Report, draw
from lib.demo.settled import Settling
from lib.demo.settling import settle_open
from lib.demo.statement_days import first_day
from lib.demo.world import World
from lib.inspections.actions.ending import lapse
from lib.inspections.generating import generate
from lib.places import labels, locations
from lib.store.database import Database, Transaction
from lib.tickets.rules import set_rule
from lib.tickets.spot_checks import DRAWN, WEEK, monday_of
from lib.tickets.words import Status

ROOM_TO_SHOW = "BY-A-04-402"
"""The treatment room of the first ward: its wall code is the one a README can name."""

_BREATH = timedelta(minutes=8)
"""Ordinary work is over that long before now, so that only the forty are open."""

_FEWEST_DAYS = 7
"""Inspections of a smaller history, where its share of the half year would be less."""

_RECENT = timedelta(minutes=30)
"""Nothing ordinary was reported later than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was made. `code` is the wall code of the first ward's treatment room."""

    tickets: int
    open: int
    events: int
    people: int
    places: int
    departments: int
    code: str


def build(
    db: Database, now: datetime, *, progress: Callable[[str], None] = lambda _: None, scale: float = 1.0
) -> Summary:
    """The whole hospital into an empty migrated database, the same for the same now.

    `scale`: a smaller history for tests; the volumes are the published ones at 1. `progress` is told English words.
    """
    progress("places, people, catalogue")
    days = max(_FEWEST_DAYS, round(DAYS * scale))
    ground.lay(db, now, days=days)
    with db.transaction():  # one for all plans: a commit each would take as long as the rounds themselves
        generate(db, now)
    world = World(db, now, pictures.keep(db, now))
    progress("planning half a year")
    history = _history(world, now, scale)
    plan = settled_in(world, [*history, *_today(world, now, scale)], now, exact=scale == 1.0)
    progress("living it")
    with db.transaction() as tx, _no_collection():
        rounds = Inspections(world, tx, midnight(local_date(now) - timedelta(days=days)))
        courses = _write(world, tx, plan, rounds, first=True)
        certificates.fill(db, tx, now)
        scored.fill(tx, now)
        set_rule(tx, DAY, local_date(now).isoformat())
    caught_up(db, now)
    shift_changes.hand_over(db, now)
    progress("sharing its cost")
    with _no_collection():
        statements.fill(db, now)
    progress("written")
    return _summary(db, world, courses)


def settle(db: Database, now: datetime) -> int:
    """Brings a demonstration of an earlier day to today: what was left open is finished as on the evening of that day,
    then a new live morning opens. Everything by appended events. How many were left open."""
    day = made_for(db)
    if day is None or day >= local_date(now):
        return 0
    rota.fill(db, now)
    papers.fill(db, now)
    generate(db, now)
    lapse(db, now)
    world = World(db, now, pictures.keep(db, now))
    left = settle_open(world, day)
    recheck_open(world, day)
    plan = settled_in(world, _today(world, now, 1.0), now, exact=False)
    with db.transaction() as tx:
        rounds = Inspections(world, tx, midnight(day))
        _write(world, tx, plan, rounds)
        set_rule(tx, DAY, local_date(now).isoformat())
    caught_up(db, now)
    shift_changes.hand_over(db, now)
    return left


refresh = settle


@contextmanager
def _no_collection() -> Iterator[None]:
    """A million objects that all stay: looking through them again and again costs as much as making them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _history(world: World, now: datetime, scale: float) -> list[Planned]:
    """The published days, and before them so many of the first phase that every settled period is whole."""
    yesterday = local_date(now) - timedelta(days=1)
    before = yesterday - timedelta(days=DAYS)
    first = world.mix.first_phase(first_day(local_date(now)), before, world.days, scale=scale)
    return [*first, *world.mix.plan(yesterday, world.days, scale=scale)]


def _today(world: World, now: datetime, scale: float) -> list[Planned]:
    """What was reported today and is finished by now: the longer ago, the more of it."""
    random = random_for("finished", local_date(now))
    enough = [timedelta(minutes=random.lognormvariate(4.3, 0.5)) for _ in range(1000)]
    planned = world.mix.today(now, world.days, scale=scale)
    return [one for one, needed in zip(planned, enough, strict=False) if now - one.at > max(needed, _RECENT)]


def _write(
    world: World, tx: Transaction, plan: Sequence[Planned], rounds: Inspections, *, first: bool = False
) -> list[Course]:
    """Draws, numbers in the order they are written down, lives and writes; with what inspections found. `first`: the
    history before today is among it, with the weeks whose spot checks were drawn."""
    random = random_for("reports", local_date(world.now))
    finder, settling = Finder(world, rounds), Settling(world, rounds)
    plan = finder.among(plan)
    finder.numbered(tx.next_ids("finding_id", len(finder.findings)))
    reports = [_report(world, random, one) for one in plan]
    reports.sort(key=lambda report: report.written)
    branch(reports)
    reports.sort(key=lambda report: report.written)
    numbers = Numbers(tx, len(reports))
    for report in reports:
        report.id, report.number = numbers.next(local_date(report.written))
    courses = [_course(world, settling, report, report.id, report.number) for report in reports]
    numbers.put_back()
    if first:
        sampled.phone(world, courses)
        set_rule(tx, DRAWN, str(monday_of(local_date(world.now)) - WEEK))
    journal.write(tx, courses)
    rounds.write(finder.findings)
    return courses


def _report(world: World, random: Random, planned: Planned) -> Report:
    if planned.found:
        return found.report(world, planned)
    latest = world.now - _RECENT
    soon = planned if planned.stands or planned.at < latest else replace(planned, at=latest)
    return draw(world, random, soon)


def _course(world: World, settling: Settling, report: Report, ticket_id: int, number: str) -> Course:
    if report.planned.stands:
        return standing(world, report, ticket_id, number)
    deadline = _deadline(world, report, number)
    if report.planned.found:
        return settling.lived(report, report.planned.found, deadline=deadline)
    return lived(world, report, ticket_id, number, deadline=deadline)


def _deadline(world: World, report: Report, number: str) -> datetime:
    """By when its work has ended: each by another instant, so that not everything ends in the last minute."""
    latest = world.now - _BREATH
    drawn = latest - between(random_for("ended", number), 0, 240)
    return max(drawn, report.at + (latest - report.at) / 2)


def _summary(db: Database, world: World, courses: Sequence[Course]) -> Summary:
    ended = (Status.DONE, Status.CLOSED, Status.CANCELLED)
    return Summary(
        tickets=len(courses),
        open=sum(course.standing.status not in ended for course in courses),
        events=sum(len(course.events) for course in courses),
        people=db.value("SELECT count(*) FROM account"),
        places=len(world.places),
        departments=len(world.departments),
        code=labels.current(db, locations.by_number(db, ROOM_TO_SHOW).id) or "",
    )
