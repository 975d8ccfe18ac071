"""What is said aloud: in a duty room and on a technician's phone, the jobs nobody has accepted yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from lib.catalog.services import service
from lib.core.i18n import Language, mark, say
from lib.people.roles import Actor
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.jobs import unfinished
from lib.tickets.lateness import late
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity, Status

EVERY = {Severity.EMERGENCY: 20, Severity.URGENT: 60, Severity.NORMAL: 300, Severity.LOW: 0}
"""Seconds until a job is called out again while nobody has accepted it; 0 for once."""
TABLES = ("ticket", "service", "service_group", "location", "occupancy", "setting")
"""A commit to one of these may change what is called out."""
LONGEST = 30
"""Characters of the report that are read out."""
WORDS: Mapping[str, str] = {
    "on": mark("Speaker on"),
    "off": mark("Speaker off"),
    "silent": mark("No voice on this device"),
    "greeting": mark("The speaker is on."),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A sentence to say for as long as `key` stands, again every so many seconds (0: once)."""

    key: str
    words: str
    every: int


def for_person(db: Database, actor: Actor, language: Language, now: datetime) -> Sequence[Call]:
    """Jobs given to that person, or to their team while nobody has taken them; the gravest first."""
    if actor.account_id is None:
        return []
    return [call for ticket, call in _called(db, language, now) if _theirs(ticket, actor)]


def for_team(db: Database, team_id: int, language: Language, now: datetime) -> Sequence[Call]:
    """Jobs of that team nobody has accepted, the gravest first."""
    return [call for ticket, call in _called(db, language, now) if ticket.team_id == team_id]


def sentence(db: Database, ticket: Ticket, language: Language, *, is_late: bool) -> str:
    """As "Emergency. Block A, room 1203. Lighting repair, the lamp does not light." """
    place, found = location(db, ticket.location_id), service(db, ticket.service_code)
    where = place.path if place else say(language, mark("no place given"))
    what = found.title(language) if found else ""
    words = ticket.description[:LONGEST]
    message = _OPENING[(ticket.severity is Severity.EMERGENCY, is_late)]
    about = say(language, mark(", ")).join(filter(None, (what, words if words != what else "")))
    return say(language, message, place=where, about=about)


_OPENING: Mapping[tuple[bool, bool], str] = {
    (True, True): mark("Emergency, overdue! {place}. {about}. Please accept."),
    (True, False): mark("Emergency! {place}. {about}. Please accept."),
    (False, True): mark("Overdue: {place}. {about}. Please accept."),
    (False, False): mark("New job: {place}. {about}."),
}


@cache
def script() -> str:
    """The class Speaker, for pages to take in."""
    return (Path(__file__).parent / "speaker.js").read_text(encoding="utf-8")


def words(language: Language) -> Mapping[str, str]:
    """What the Speaker says and shows, and the language its voice has to have."""
    return {name: say(language, message) for name, message in WORDS.items()} | {"language": language.value}


def _theirs(ticket: Ticket, actor: Actor) -> bool:
    if ticket.assignee_id is not None:
        return ticket.assignee_id == actor.account_id
    return ticket.team_id is not None and ticket.team_id == actor.team_id


def _called(db: Database, language: Language, now: datetime) -> Sequence[tuple[Ticket, Call]]:
    """Every job nobody has accepted; made once for all who are asked about the same moment."""
    made: dict[datetime, Sequence[tuple[Ticket, Call]]] = db.derived(("calls", language), TABLES, dict)
    found = made.get(now)
    if found is None:
        waiting = (ticket for ticket in unfinished(db) if ticket.status is Status.ASSIGNED)
        ordered = sorted(waiting, key=lambda one: (one.severity is not Severity.EMERGENCY, one.id))
        found = [(ticket, _call(db, ticket, language, now)) for ticket in ordered]
        made.clear()
        made[now] = found
    return found


def _call(db: Database, ticket: Ticket, language: Language, now: datetime) -> Call:
    over = late(ticket, rules(db), now)
    every = EVERY[Severity.URGENT] if over and not EVERY[ticket.severity] else EVERY[ticket.severity]
    key = f"{ticket.id}:{ticket.assigned_at:%m%d%H%M%S}{':late' if over else ''}"
    return Call(key, sentence(db, ticket, language, is_late=over), every)
