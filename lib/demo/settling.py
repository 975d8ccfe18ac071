"""The evening of an earlier day: what was left open is finished, by appended events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from lib.core.clock import wall
from lib.demo.chance import between, random_for, whole
from lib.demo.course import Course, Step
from lib.demo.crews import Someone
from lib.demo.holding import moving
from lib.demo.journal import write_beside
from lib.demo.working import person_facts
from lib.demo.world import World
from lib.store.database import Transaction
from lib.tickets import records, reporters
from lib.tickets.crew import needs_more_people
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, ClosedHow, Kind, Outcome, Status

_FROM = time(16, 30)
_SPREAD = 240.0  # minutes of the evening over which they end


def settle_open(world: World, day: date) -> int:
    """Finishes every open ticket but imported ones, as on the evening of that day or after its last event; how many."""
    rows = world.db.rows(
        """
        SELECT id FROM ticket WHERE source = '' AND status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')
        ORDER BY id
        """
    )
    tickets = records.by_ids(world.db, [row["id"] for row in rows])
    with world.db.transaction() as tx:
        for ticket in tickets:
            _finish(world, tx, ticket, wall(day, _FROM))
    return len(tickets)


def _finish(world: World, tx: Transaction, ticket: Ticket, evening: datetime) -> None:
    random = random_for("evening", ticket.number)
    last = records.last_event(tx, ticket.id)
    assert last is not None
    after = max(evening + between(random, 0, _SPREAD), last.recorded_at, ticket.changed_at)
    # Several steps have to find room before now, however late the last one was.
    pause = min(timedelta(minutes=6), (world.now - after) / 8)
    course = Course(world.now)
    course.ticket, course.before = ticket, records.events(tx, ticket.id)
    times = (whole(after + pause * (number + 1)) for number in range(7))
    course.take(*_steps(world, course, ticket, times, _reporter(world, ticket)))
    records.change(tx, course.standing, seen=ticket.version)
    for event in course.events:
        records.add_event(tx, event)
    write_beside(tx, course.beside)


def _reporter(world: World, ticket: Ticket) -> Someone:
    known = reporters.of_ticket(world.db, ticket.id)
    return Someone(None, known[0].name if known else "")


def _steps(
    world: World, course: Course, ticket: Ticket, times: Iterator[datetime], reporter: Someone
) -> Iterator[Step]:
    """What is still missing, in order, up to the department's word."""
    crews, at = world.crews, next(times)
    service = world.service(ticket.service_code)
    if ticket.status is Status.NEW and ticket.kind == Kind.CONSULTATION:
        yield Step(
            Action.ANSWER,
            at,
            crews.operator(at),
            {"note": world.phrases.say(random_for(ticket.id), "answer")},
        )
        return
    worker = crews.worker(service, world.places.get(ticket.location_id or 0), at)
    who = ticket.assignee_id or worker.who.id
    if ticket.status is Status.NEW:
        yield Step(Action.ASSIGN, at, crews.dispatcher(at), {**person_facts(worker), "note": ""})
        at = next(times)
    if ticket.status is Status.ON_HOLD:
        yield Step(Action.RESUME, at, facts=moving(world, course, Action.RESUME))
        at = next(times)
    stood = ticket.hold_from if ticket.status is Status.ON_HOLD else ticket.status
    if ticket.status in (Status.NEW, Status.ASSIGNED):
        yield Step(Action.ACCEPT, at, crews.operator(at), {}, subject_id=who)
        at = next(times)
    if stood != Status.IN_PROGRESS and service.visit:
        yield Step(Action.ARRIVE, at, crews.operator(at), {"verified": False}, subject_id=who)
        at = next(times)
    yield _done(world, course, ticket, at, who, no_visit=not service.visit)
    yield Step(Action.CONFIRM, next(times), reporter, {"how": ClosedHow.LINK, "signature": ""})


def _done(
    world: World, course: Course, ticket: Ticket, at: datetime, who: int | None, *, no_visit: bool
) -> Step:
    random = random_for("done", ticket.number)
    minutes = max(1, round(world.mix.minutes.get(ticket.service_code, 20)))
    facts = {
        "outcome": Outcome.DELIVERED if ticket.kind == Kind.REQUEST else Outcome.FIXED,
        "cause": "",
        "remedy": "",
        "note": world.phrases.say(random, "settled_note"),
        "no_visit": no_visit,
        "materials": 0,
        "labour_minutes": minutes,
        **({"alone": True} if needs_more_people(world.db, ticket, ticket.helpers) else {}),
    }

    def also(after: Ticket, event: Any) -> None:
        if who is not None:
            row = {"ticket_id": after.id, "event_seq": event.seq, "account_id": who, "minutes": minutes}
            course.keep("ticket_labour", row)

    return Step(Action.COMPLETE, at, world.crews.operator(at), facts, subject_id=who, also=also)
