"""Reports of several trades, next jobs, and what leaders watch, in the demonstration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from lib.core.clock import local_date
from lib.demo.chance import between, random_for, whole
from lib.demo.course import Step
from lib.demo.crews import Someone
from lib.demo.reporting import Report
from lib.demo.running import Run
from lib.demo.world import World
from lib.people import accounts
from lib.people.roles import Role
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, Kind, Severity, Status

_SPLIT_EVERY, _FOLLOWED_EVERY = 160, 110
"""One in so many ordinary reports is of several trades, or has a next job."""
_WATCHED = 0.03
_LONG = timedelta(hours=3)
_SPLIT_AFTER = timedelta(minutes=1)
SPLIT_NOW = f"{Status.IN_PROGRESS}:4"
"""The slot of the live morning that was split; one part of it is done already."""
WATCHED_NOW = {f"{Status.IN_PROGRESS}:9": -35, f"{Status.ON_HOLD}:6": 300, f"{Status.ACCEPTED}:7": 150}
"""Slots under watch, and minutes from now to the deadline: one has passed it."""


RETURNED_TWICE = f"{Status.ASSIGNED}:7"
"""The slot whose job was given back by two teams: it waits for the dispatcher's decision."""


def branch(reports: Sequence[Report]) -> None:
    """Makes of some reports, in the order they were written down, parts of an earlier one of the same day, or the job
    after it: the volumes stay what they are."""
    eligible = 0
    for place, report in enumerate(reports):
        if report.planned.stands == SPLIT_NOW or _worked(report):
            eligible += _worked(report)
            if report.planned.stands == SPLIT_NOW:
                _split(report, _later(list(reversed(reports[:place])), -1, report, same=False))
            elif eligible % _SPLIT_EVERY == 7:
                _split(report, _later(reports, place, report, same=False))
            elif eligible % _FOLLOWED_EVERY == 11:
                report.next = _later(reports, place, report, same=True)
                if report.next:
                    report.next.first = report  # nobody else's any more


def _worked(report: Report) -> bool:
    """An ordinary visit, not yet part of something, which any technician of its team could be asked for."""
    alone = not (report.whole or report.parts or report.next or report.first)
    usual = report.service.kind in (Kind.REPAIR, Kind.REQUEST) and report.service.visit
    written = report.written == report.at and not report.unclear and report.said_severity is report.severity
    team = report.service.team_id is not None and report.severity is not Severity.EMERGENCY
    free = not report.planned.stands and report.planned.found is None
    return alone and usual and written and team and free


def _later(reports: Sequence[Report], place: int, report: Report, *, same: bool) -> Report | None:
    """The next one of that day about the same service, or about another trade."""
    for other in reports[place + 1 : place + 60]:
        if local_date(other.written) != local_date(report.written):
            return None
        alike = other.service.code == report.service.code
        if _worked(other) and (alike if same else other.service.group_code != report.service.group_code):
            return other
    return None


def _split(report: Report, part: Report | None) -> None:
    if part is None:
        return
    report.parts.append(part)
    part.whole, part.at, part.written = report, report.at, whole(report.written + _SPLIT_AFTER)
    part.place, part.channel, part.phone, part.caller = (
        report.place,
        report.channel,
        report.phone,
        report.caller,
    )
    part.asset_id = None


def split_off(world: World, report: Report) -> Iterator[Step]:
    """The desk makes tickets of the parts a minute after it has read the report."""
    if not report.parts:
        return
    at = report.parts[0].written
    desk = world.crews.operator(at)
    for part in report.parts:
        part.opened_by = desk
    facts = {
        "children": [part.number for part in report.parts],
        "children_ids": [part.id for part in report.parts],
    }
    yield Step(Action.SPLIT, at, desk, facts)


def followed(report: Report, made: Run) -> Iterator[Step]:
    """The technician opens the next job on site; where the day or the person does not fit, the other report stays one
    of its own."""
    after, worker = report.next, made.worker
    if after is None:
        return
    after.first = None
    at = whole(made.arrived + (made.done - made.arrived) * 0.6)
    short = made.done - made.arrived < timedelta(minutes=4)
    if worker.team is None or made.hold is not None or short:
        return
    if local_date(at) != local_date(after.written) or at <= report.written:
        return

    def also(ticket: Ticket, event: Event) -> None:
        after.first, after.channel, after.place = report, Channel.VISIT, report.place
        after.asset_id = report.asset_id
        after.phone, after.opened_by = report.phone, worker.who
        after.at, after.written = event.happened_at, event.recorded_at

    facts = {"next": after.number, "next_id": after.id}
    yield Step(Action.FOLLOW_ON, at, worker.who, facts, also=also)


def watched(world: World, report: Report, made: Run) -> Iterator[Step]:
    """A leader asks after what takes long; released when it is nearly done, now and then."""
    random = random_for("watched", report.number)
    lasts = made.done - made.assigned
    if lasts < _LONG or random.random() >= _WATCHED:
        return
    at = whole(max(made.assigned + lasts * 0.3, report.written + timedelta(minutes=2)))
    who = _manager(world) if random.random() < 0.6 else world.crews.responsible(at)
    until = whole(at + between(random, 120, 1800)).replace(second=0)
    yield _watch(world, report, at, until, who)
    if random.random() < 0.3:
        facts = {"on": False, "until": None, "note": ""}
        yield Step(Action.WATCH, whole(made.assigned + lasts * 0.9), who, facts)


def in_the_morning(world: World, report: Report, made: Run) -> Iterator[Step]:
    """What is watched on the live morning, and what was given back a second time."""
    if report.planned.stands == RETURNED_TWICE and made.returned:
        at = whole(made.assigned + (world.now - made.assigned) * 0.5)
        why = {
            "reason": world.phrases.say(random_for("returned", report.number), "return"),
            "better_team_id": None,
        }
        yield Step(Action.RETURN, at, made.worker.who, why)
    minutes = WATCHED_NOW.get(report.planned.stands)
    if minutes is None:
        return
    at = whole(world.now - min((world.now - made.accepted) / 2, timedelta(minutes=95)))
    until = (world.now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    yield _watch(world, report, at, until, _manager(world))


def _watch(world: World, report: Report, at: datetime, until: datetime, who: Someone) -> Step:
    note = world.phrases.say(random_for("watch", report.number), "watch")
    return Step(Action.WATCH, at, who, {"on": True, "until": until, "note": note})


def _manager(world: World) -> Someone:
    for person in accounts.all_accounts(world.db).values():
        if any(grant.role is Role.MANAGER for grant in person.grants):
            return Someone(person.id, person.name)
    raise LookupError("the demonstration has no manager")
