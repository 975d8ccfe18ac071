"""Whether somebody may take a job by their papers, who else may, and the exceptions dispatchers made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.catalog.services import service
from lib.core.errors import NotQualified, WrongInput
from lib.core.facts import loads
from lib.core.i18n import Language, Words, both, mark, say
from lib.core.typed_words import seen
from lib.people import accounts, duty, papers
from lib.people.papers import EARLY, LAPSED, MISSING, Hindrance
from lib.people.roles import Permission, may
from lib.store.database import Database, Reading
from lib.tickets.by import By, as_of_now
from lib.tickets.rights import matter
from lib.tickets.ticket import OPEN, Ticket

EN, ZH = Language.EN, Language.ZH
NAMED = 4
"""So many of those who could do it instead are named; more would be a list nobody hears out on the phone."""
LONGEST_REASON = 200

LACKS: Mapping[str, str] = {
    MISSING: mark("{name} has no {paper} on record"),
    LAPSED: mark("{name}'s {paper} lapsed on {day}"),
    EARLY: mark("{name}'s {paper} is not valid before {day}"),
}


def qualified(
    db: Database, ticket: Ticket, account_id: int, *, by: By, override: str = "", field: str = "assignee_id"
) -> Mapping[str, Any]:
    """Facts for the event that gives this ticket to that person, makes them its helper, or takes it for them.

    Empty where no paper stands in the way on the day it happened. With `override`, a dispatcher's reason, the facts
    `override` and `override_of` (`told` says them). Raises NotQualified when a paper is lacking and no exception is
    given or possible: never for a statutory licence, else by a dispatcher only; its text names who is licensed and
    on duty, its `overridable` whether the same order with a reason would be taken from this very person.
    """
    hindered = papers.hindrance(db, account_id, ticket.service_code, by.happened_at or by.now)
    if hindered is None:
        return {}
    permitted = hindered.overridable and may(
        as_of_now(db, by.actor), Permission.OVERRIDE_PAPERS, matter(db, ticket)
    )
    reason = seen(override)
    if not permitted or not reason:
        raise _refused(db, ticket, account_id, hindered, by, permitted=permitted, field=field)
    if len(reason) > LONGEST_REASON:
        raise WrongInput(
            mark("Please keep it under {most} characters."), field="override", most=LONGEST_REASON
        )
    return {"override": reason, "override_of": hindered.as_fact()}


def qualified_to_accept(db: Database, ticket: Ticket, by: By) -> Mapping[str, Any]:
    """The same for the person who says "I am coming": an exception under which the job was given to them still
    holds for them, a new one is not made here."""
    who = by.subject_id or by.actor.account_id
    if who is None:
        return {}
    hindered = papers.hindrance(db, who, ticket.service_code, by.happened_at or by.now)
    if hindered is None:
        return {}
    with db.transaction() as tx:  # joins that of the step: the exception may have been written a moment ago
        if hindered.overridable and _excepted(tx, ticket, who):
            return {}
    raise _refused(db, ticket, who, hindered, by, permitted=False, field="subject_id")


def lacking_after(db: Database, ticket: Ticket, service_code: str, by: By) -> Mapping[str, Any]:
    """The fact `lacks` where whoever has the job lacks a paper for the service it is corrected to; empty otherwise."""
    if ticket.assignee_id is None:
        return {}
    hindered = papers.hindrance(db, ticket.assignee_id, service_code, by.happened_at or by.now)
    return {"lacks": hindered.as_fact()} if hindered is not None else {}


def hindered_now(db: Database, ticket: Ticket, now: datetime) -> Sequence[tuple[int, Hindrance]]:
    """Who of those on an open ticket lacks a paper now, and which: the service was corrected, a paper lapsed meanwhile.
    People working under an exception are not in it."""
    if ticket.status not in OPEN:
        return ()
    found = papers.hindrances(db, ticket.service_code, now)
    on_it = [who for who in (ticket.assignee_id, *ticket.helpers) if who is not None and who in found]
    return [(who, found[who]) for who in on_it if not (found[who].overridable and _excepted(db, ticket, who))]


def _excepted(db: Reading, ticket: Ticket, account_id: int) -> bool:
    """Whether the last event that put that person on the ticket was an exception."""
    rows = db.rows(
        """
        SELECT facts FROM ticket_event WHERE ticket_id = $id AND action IN ('assign', 'reassign', 'help')
        ORDER BY seq DESC
        """,
        id=ticket.id,
    )
    given = (loads(row["facts"]) for row in rows)
    named = (
        facts
        for facts in given
        if facts.get("assignee_id") == account_id or account_id in facts.get("add", ())
    )
    return bool(next(named, {}).get("override"))


def _refused(
    db: Database,
    ticket: Ticket,
    account_id: int,
    hindered: Hindrance,
    by: By,
    *,
    permitted: bool,
    field: str,
) -> NotQualified:
    name = accounts.account(db, account_id).name
    lacks = both(LACKS[hindered.why], name=name, **hindered.facts)
    return NotQualified(
        mark("{lacks}; {instead}"),
        overridable=permitted,
        field=field,
        lacks=lacks,
        instead=_instead(db, ticket, hindered, by, permitted=permitted),
    )


def _instead(db: Database, ticket: Ticket, hindered: Hindrance, by: By, *, permitted: bool) -> Words:
    """What can be done about it."""
    if hindered.overridable:
        return both(
            mark("it can be given to them all the same, with a reason")
            if permitted
            else mark("a dispatcher can give it to them all the same, with a reason")
        )
    if hindered.licence in papers.nobody_holds(db):
        return both(
            mark("nobody's {paper} is on record: enter it under People, Papers"), paper=hindered.paper
        )
    others = licensed_on_duty(db, ticket.service_code, by.now)
    if not others:
        return both(mark("nobody who is licensed is on duty now"))
    first = [_called(one) for one in others[:NAMED]]
    joined = Words(*(say(spoken, mark(", ")).join(one.said(spoken) for one in first) for spoken in (EN, ZH)))
    if len(others) > NAMED:
        return both(
            mark("licensed and on duty now: {names} and {n} more"), names=joined, n=len(others) - NAMED
        )
    return both(mark("licensed and on duty now: {names}"), names=joined)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who may do it and is on duty; `standby`: at home, comes when phoned."""

    account_id: int
    name: str
    standby: bool


def licensed_on_duty(db: Database, service_code: str, now: datetime) -> Sequence[OnDuty]:
    """Technicians whose papers suffice for the service and who are on duty now, those on standby last, the service's
    usual team first. Teams that keep no roster count as on duty whole."""
    hindered, usual = papers.hindrances(db, service_code, now), service(db, service_code)
    found = []
    for person in accounts.all_accounts(db).values():
        if person.team_id is None or person.id in hindered:
            continue
        at_work = duty.available(db, person, now)
        if at_work is not None:
            standby = isinstance(at_work, duty.Duty) and at_work.standby
            elsewhere = usual is None or person.team_id != usual.team_id
            found.append((standby, elsewhere, OnDuty(person.id, person.name, standby)))
    return [one for *_, one in sorted(found, key=lambda each: each[:2])]


def _called(one: OnDuty) -> Words:
    return both(mark("{name} (standby)"), name=one.name) if one.standby else Words(one.name, one.name)
