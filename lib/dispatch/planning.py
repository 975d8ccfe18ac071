"""A proposal for everything that waits, at once; and the carrying out of what was chosen from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lib.core.errors import Refusal
from lib.dispatch.at_work import Member, at_work, job_of
from lib.dispatch.cost import Fit, Forecast, Match, Person, forecast
from lib.dispatch.fitting import Wanted, wanted
from lib.dispatch.matching import Given, assigned
from lib.dispatch.ordering import Order, carry_out
from lib.dispatch.proposing import (
    Left,
    Line,
    appointed,
    company_line,
    left_for,
    person_line,
    second_for,
    why_nobody,
)
from lib.dispatch.route import Job
from lib.dispatch.travel import Travel, travel_table
from lib.people.roles import Actor, Permission, may, require
from lib.store.database import Database
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.helping import helpers
from lib.tickets.actions.step import By
from lib.tickets.guessing import as_guessed
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.rights import matter
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Severity

MOST = 200
"""Tickets in one proposal; nobody looks through more, and the next one takes the rest."""


BEFORE_AN_APPOINTMENT = timedelta(hours=1)
"""What is appointed for later waits until then: who will be on duty is not known earlier."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every waiting ticket is in one of the two, oldest first."""

    made_at: datetime
    lines: tuple[Line, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line as somebody confirmed it: the ticket in the version they saw, and to whom; `second` comes along."""

    ticket_id: int
    version: int
    whom: Whom
    second: int | None = None
    words: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a choice: the ticket as it is now, or the refusal (then nothing was changed)."""

    choice: Choice
    ticket: Ticket | None = None
    refusal: Refusal | None = None


def plan(db: Database, *, actor: Actor, now: datetime) -> Plan:
    """The assignment that costs least for the waiting tickets this person may assign; nothing is written.

    Only people on duty of the usual team or company, with the papers the service asks for. NotAllowed for who assigns
    nothing at all.
    """
    require(actor, Permission.ASSIGN_TICKET)
    waiting = [as_guessed(db, ticket) for ticket in _waiting(db) if _may_assign(db, actor, ticket)][:MOST]
    due = [ticket for ticket in waiting if not _later(ticket, now)]
    asked, people, travel = wanted(db, waiting, now), at_work(db, now), Travel(travel_table())
    jobs = [job_of(db, ticket, now) for ticket in due]
    persons = [member.person for member in people.values()]
    given = assigned(jobs, persons, lambda job, who: proposed(asked[job.id], people[who.id]), travel)
    expected = _expected(given, asked, people, travel)
    lines, left = list[Line](), list[Left]()
    helping: dict[int, int] = {}
    for ticket in waiting:
        wish = asked[ticket.id]
        if _later(ticket, now) and ticket.appointment_at is not None:
            left.append(left_for(ticket, appointed(ticket.appointment_at, now)))
        elif ticket.id in expected:
            lead, found = expected[ticket.id]
            lines.append(person_line(wish, lead, found, second_for(wish, lead, people, helping), now))
        elif (line := company_line(db, wish)) is not None:
            lines.append(line)
        else:
            left.append(left_for(ticket, why_nobody(db, wish, people)))
    return Plan(now, tuple(lines), tuple(left))


def proposed(wish: Wanted, member: Member) -> Match | None:
    """Exceptions from papers are for a person to decide, never for a plan; other companies are asked for emergencies
    only, and nobody is fetched from home for what can wait."""
    match = wish.match(member)
    farthest = Fit.LICENSED if wish.ticket.severity is Severity.EMERGENCY else Fit.COMPANY
    if match is None or match.overridden or match.fit > farthest or (member.standby and not wish.presses):
        return None
    return match


def carry(db: Database, choices: Sequence[Choice], *, by: By, key: str = "") -> list[Result]:
    """Each choice by itself, in that order: one refusal stops no other. The same `key` does nothing twice."""
    return [_carried(db, choice, by, f"{key}:{choice.ticket_id}" if key else "") for choice in choices]


def _carried(db: Database, choice: Choice, by: By, key: str) -> Result:
    order = Order(
        action=Action.ASSIGN,
        ticket_id=choice.ticket_id,
        version=choice.version,
        whom=choice.whom,
        words=choice.words,
        override=choice.override,
        key=key,
    )
    try:
        with db.transaction():
            ticket = carry_out(db, order, by=by)
            if choice.second is not None and choice.second not in (*ticket.helpers, ticket.assignee_id):
                ticket = helpers(db, ticket_id=ticket.id, version=ticket.version, by=by, add=[choice.second])
        return Result(choice=choice, ticket=ticket)
    except Refusal as refusal:
        return Result(choice=choice, refusal=refusal)


def _waiting(db: Database) -> list[Ticket]:
    rows = db.rows(f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE status = 'new' ORDER BY opened_at, id")
    return [from_row(row) for row in rows]


def _later(ticket: Ticket, now: datetime) -> bool:
    return ticket.appointment_at is not None and ticket.appointment_at - now > BEFORE_AN_APPOINTMENT


def _may_assign(db: Database, actor: Actor, ticket: Ticket) -> bool:
    return may(actor, Permission.ASSIGN_TICKET, matter(db, ticket))


def _expected(
    given: Sequence[Given], asked: Mapping[int, Wanted], people: Mapping[int, Member], travel: Travel
) -> Mapping[int, tuple[Member, Forecast]]:
    """Whom each ticket goes to, and what to expect once everybody has all they were given."""
    new: dict[int, list[Job]] = {}
    for one in given:
        new.setdefault(one.person.id, []).append(one.job)
    return {
        one.job.id: (
            people[one.person.id],
            _forecast(one, new[one.person.id], asked[one.job.id], people[one.person.id], travel),
        )
        for one in given
    }


def _forecast(one: Given, new: Sequence[Job], wish: Wanted, member: Member, travel: Travel) -> Forecast:
    others = tuple(job for job in new if job.id != one.job.id)
    busy: Person = replace(one.person, queue=(*one.person.queue, *others))
    match = wish.match(member)
    assert match is not None, "assigned to somebody who must not have it"
    return forecast(one.job, busy, match, travel, busy.stops(travel))
