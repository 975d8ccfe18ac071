"""Who reports what, where, by which channel, and what the desk makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lib.catalog.services import UNKNOWN, Service
from lib.demo.chance import Weighted, between, whole_seconds
from lib.demo.course import Course, Step
from lib.demo.crews import NOBODY, Someone
from lib.demo.mix import Planned
from lib.demo.world import World
from lib.people.organisation import DepartmentKind
from lib.places.locations import AreaClass, Location
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, Kind, Severity

_E, _U, _N, _L = Severity.EMERGENCY, Severity.URGENT, Severity.NORMAL, Severity.LOW
_SEVERITIES: Mapping[str, Weighted[Severity]] = {
    _E: Weighted({_E: 82, _U: 18}),
    _U: Weighted({_E: 3, _U: 83, _N: 14}),
    _N: Weighted({_U: 8, _N: 87, _L: 5}),
    _L: Weighted({_N: 15, _L: 85}),
}
_H, _W = Channel.HOTLINE, Channel.WECHAT
_CHANNELS = Weighted({_H: 50, _W: 20, Channel.QR: 18, Channel.WEB: 7, Channel.VISIT: 4, Channel.LEADER: 1})
_BY_NIGHT = Weighted({_H: 74, _W: 12, Channel.QR: 14})
_URGENTLY = Weighted({_H: 90, _W: 6, Channel.QR: 4})
_BY_KIND: Mapping[str, Weighted[Channel]] = {
    Kind.CONSULTATION: Weighted({_H: 86, _W: 14}),
    Kind.COMPLAINT: Weighted({_H: 50, Channel.MAILBOX: 30, _W: 12, Channel.LEADER: 8}),
    Kind.SUGGESTION: Weighted({Channel.MAILBOX: 55, _H: 25, _W: 20}),
}
KEYED_IN = frozenset({_H, _W, Channel.VISIT, Channel.LEADER, Channel.MAILBOX})
_RECENT = timedelta(hours=4)
_TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_WARD, _OFFICE = frozenset({DepartmentKind.CLINICAL, DepartmentKind.TECHNICAL}), AreaClass.OFFICE


@dataclass(slots=True, kw_only=True)
class Report:
    """A ticket to be: everything the opening says, when it happened and when it was written down. `parts` are split
    off it, `whole` is what it was split from; `next` may become the job after it, `first` is the job before."""

    planned: Planned
    service: Service
    place: Location
    severity: Severity
    said_severity: Severity
    channel: Channel
    caller: str
    phone: str
    description: str
    followed: str
    at: datetime
    written: datetime
    unclear: bool
    random: Random
    asset_id: int | None = None
    id: int = 0
    number: str = ""
    opened_by: Someone = NOBODY
    parts: list[Report] = field(default_factory=list)
    whole: Report | None = None
    next: Report | None = None
    first: Report | None = None

    def __post_init__(self) -> None:
        whole_seconds(self, "at", "written")

    @property
    def begins(self) -> datetime:
        """From when somebody can be sent: a part only once it is a ticket of its own."""
        return self.written if self.whole else self.at

    @property
    def someone(self) -> Someone:
        """The reporter as one who acts by their link."""
        return Someone(None, self.caller)


def draw(world: World, random: Random, planned: Planned) -> Report:
    """Whatever the plan leaves open."""
    service = world.service(planned.service_code)
    place = world.where.draw(random, service.code)
    severity = _severity(random, service, planned)
    channel = _channel(world, random, service, severity, planned.at)
    said = world.phrases.report(random, service.code, service.words)
    fresh = world.now - planned.at < _RECENT
    too_high = (
        severity is _N and service.kind != Kind.CONSULTATION and not planned.stands and random.random() < 0.01
    )
    late = not fresh and channel is _H and random.random() < (0.25 if severity is _E else 0.05)
    return Report(
        planned=planned,
        service=service,
        place=place,
        severity=severity,
        said_severity=_U if too_high else severity,
        channel=channel,
        caller=_caller(world, random, place),
        phone=_phone(world, random, place, channel),
        description=said.description,
        followed=said.followed,
        at=planned.at,
        written=planned.at + between(random, 16, 80) if late else planned.at,
        unclear=channel is Channel.QR and not planned.stands and random.random() < 0.1,
        random=random,
        asset_id=world.machine(service.code, place, planned.at),
    )


def _severity(random: Random, service: Service, planned: Planned) -> Severity:
    usual = Severity(service.severity)
    if planned.stands:
        return usual
    return _SEVERITIES[usual].draw(random)


def _channel(world: World, random: Random, service: Service, severity: Severity, at: datetime) -> Channel:
    if by_kind := _BY_KIND.get(service.kind):
        return by_kind.draw(random)
    if severity is _E:
        return _URGENTLY.draw(random)
    night = not 7 <= at.astimezone(world.office.zone).hour < 21
    return (_BY_NIGHT if night else _CHANNELS).draw(random)


def _caller(world: World, random: Random, place: Location) -> str:
    if random.random() < 0.02:
        return world.phrases.say(random, "unknown")
    return world.name(random, _title(world, place))


def _title(world: World, place: Location) -> str:
    department = world.departments.get(place.department_id or 0)
    if department is not None and department.kind in _WARD:
        return "title_ward" if place.area_class != AreaClass.PUBLIC else "title_public"
    return "title_office" if place.area_class == _OFFICE else "title_public"


def _phone(world: World, random: Random, place: Location, channel: Channel) -> str:
    if channel in (Channel.QR, Channel.MAILBOX) and random.random() < 0.4:
        return ""
    if random.random() < 0.2:
        return f"1390000{random.randrange(10_000):04d}"
    department = world.departments.get(place.department_id or 0)
    return department.extension if department else ""


def opening(world: World, course: Course, report: Report, ticket_id: int, number: str) -> Step:
    """The first step, with its reporter and perhaps a photo."""

    def also(ticket: Ticket, event: Event) -> None:
        source = report.whole or report.first or report
        joined = event.recorded_at if source is report else source.written
        join(course, report, ticket.id, source.caller, source.phone, joined, source.channel)
        if (
            report.channel in (Channel.QR, Channel.WECHAT)
            and world.pictures.faults
            and report.random.random() < 0.15
        ):
            photo = report.random.choice(world.pictures.faults)
            course.keep("attachment", {"ticket_id": ticket.id, "event_seq": event.seq, "hash": photo})

    if report.whole or report.first:
        who, report.caller = report.opened_by, (report.whole or report.first or report).caller
    else:
        who = world.crews.operator(report.written) if report.channel in KEYED_IN else _own(world, report)
    facts = {"id": ticket_id, "number": number, **asked(world, report), "caller": report.caller}
    return Step(Action.OPEN, report.at, who, {**facts, **_origin(report)}, recorded=report.written, also=also)


def _origin(report: Report) -> Mapping[str, Any]:
    """What a part, or a next job, knows of where it comes from."""
    if report.whole:
        return {"parent_id": report.whole.id, "parent": report.whole.number}
    return {"follows_id": report.first.id, "follows": report.first.number} if report.first else {}


def _own(world: World, report: Report) -> Someone:
    liaison = world.crews.liaisons.get(report.place.department_id or 0)
    if report.channel is Channel.WEB and liaison:
        report.caller = liaison.name
        return liaison
    return report.someone


def asked(world: World, report: Report) -> Mapping[str, Any]:
    """What the opening asks for, with the promise it gets."""
    code, kind, severity = report.service.code, report.service.kind, report.said_severity
    if report.unclear:
        code, kind, severity = UNKNOWN, Kind.REPAIR, Severity.NORMAL
    return {
        "kind": str(kind),
        "channel": report.channel,
        "severity": severity,
        "service_code": code,
        "department_id": report.place.department_id,
        "location_id": report.place.id,
        "description": report.description,
        "appointment_at": None,
        **world.promised(severity, report.place, code, report.at),
        **({"asset_id": report.asset_id} if report.asset_id is not None and not report.unclear else {}),
    }


def correction(world: World, report: Report, at: datetime) -> Iterator[Step]:
    """What the desk puts right before it dispatches: the service nobody knew, a severity that was too high."""
    if not report.unclear and report.said_severity is report.severity:
        return

    def facts(ticket: Ticket, _: datetime, __: datetime) -> Mapping[str, Any]:
        right = {
            "service_code": report.service.code,
            "kind": report.service.kind,
            "severity": report.severity,
        }
        wanted = {name: value for name, value in right.items() if getattr(ticket, name) != value}
        dues = dict(world.promised(report.severity, report.place, report.service.code, report.at))
        return {"changes": {**wanted, "promise_id": dues.pop("promise_id")}, **dues}

    written = max(at, report.written)
    yield Step(Action.EDIT, at, world.crews.operator(written), facts, recorded=written)


def join(
    course: Course, report: Report, ticket_id: int, name: str, phone: str, at: datetime, channel: Channel
) -> None:
    """One more reporter with a link of their own."""
    course.keep(
        "reporter",
        {
            "ticket_id": ticket_id,
            "token": token(report.random),
            "name": name,
            "phone": phone,
            "department_id": report.place.department_id,
            "account_id": None,
            "channel": channel.value,
            "joined_at": at,
        },
    )


def token(random: Random) -> str:
    """The secret part of a reporter's link."""
    return "".join(random.choices(_TOKEN, k=16))
