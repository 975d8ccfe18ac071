"""Giving a job to somebody, passing it on, giving it back, correcting what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.core.errors import NotAllowed, NotFound, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.notifications import outbox
from lib.people import accounts, duty, organisation
from lib.people.roles import Actor, Matter, Permission, Role, may
from lib.store.database import Database, Transaction
from lib.tickets import asked, records
from lib.tickets.actions.opening import promised
from lib.tickets.actions.pausing import due_after_pause, dues_after
from lib.tickets.actions.step import Also, By, act, step
from lib.tickets.changes import EDITABLE
from lib.tickets.conditions import within_a_year
from lib.tickets.qualification import lacking_after, qualified
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """To whom a job goes: a person (their team and vendor follow), a team (its vendor follows), or a vendor."""

    assignee_id: int | None = None
    team_id: int | None = None
    vendor_id: int | None = None


def assign(
    db: Database,
    *,
    ticket_id: int,
    version: int | None,
    whom: Whom,
    by: By,
    note: str = "",
    override: str = "",
) -> Ticket:
    """A waiting ticket is given to somebody. `override`: a dispatcher's reason to give it to a person who lacks a paper
    that allows exceptions; without it, or where the law allows none, NotQualified."""
    facts = {**resolved(db, whom), "note": note}

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return {**facts, **_by_their_papers(db, ticket, whom, by, override)}

    return step(
        db,
        Action.ASSIGN,
        ticket_id=ticket_id,
        version=version,
        by=by,
        facts=said,
        also=_tell(db, "assigned"),
    )


def reassign(
    db: Database,
    *,
    ticket_id: int,
    version: int | None,
    whom: Whom,
    by: By,
    note: str = "",
    override: str = "",
    needs: Permission = Permission.REASSIGN_TICKET,
) -> Ticket:
    """It goes to somebody else; a leader passes on only inside the own team or vendor (二次派工).
    Papers as for `assign`. `needs` stands for the usual permission (a shift hands its own jobs over)."""
    facts = {**resolved(db, whom), "note": note}

    def said(ticket: Ticket) -> Mapping[str, Any]:
        _stays_inside(db, ticket, by, facts, needs)
        lacking = _by_their_papers(db, ticket, whom, by, override)
        return {**facts, **lacking, **due_after_pause(db, ticket, Action.REASSIGN, by, **facts)}

    return step(
        db,
        Action.REASSIGN,
        ticket_id=ticket_id,
        version=version,
        by=by,
        facts=said,
        also=_tell(db, "assigned"),
        needs=needs,
    )


def return_job(
    db: Database,
    *,
    ticket_id: int,
    version: int | None,
    reason: str,
    by: By,
    better_team_id: int | None = None,
) -> Ticket:
    """The technician gives it back with a reason; the second time it stays and the dispatchers are told to decide."""
    if better_team_id is not None and better_team_id not in organisation.teams(db):
        raise NotFound(mark("There is no such team."))
    facts = {"reason": reason.strip(), "better_team_id": better_team_id}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        if ticket.returns > 1:
            tell_dispatchers(db, tx, ticket, "returned_twice", by.now)

    return step(db, Action.RETURN, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def edit(db: Database, *, ticket_id: int, version: int | None, changes: Mapping[str, Any], by: By) -> Ticket:
    """Corrects kind, severity, service, department, place, words or appointment; the promise follows from the opening.
    A service for which the papers of whoever has the job do not suffice is a warning, kept with the event as `lacks`.

    ValueError for a column that is not what the ticket is about, WrongInput for a value nobody knows.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"not to be corrected: {', '.join(sorted(unknown))}")

    def said(ticket: Ticket) -> Mapping[str, Any]:
        typed: dict[str, Any] = {
            name: seen(value) if name == "description" else value for name, value in changes.items()
        }
        wanted = {name: value for name, value in typed.items() if getattr(ticket, name) != value}
        asked.check(db, wanted)
        within_a_year(wanted.get("appointment_at"), by.now, field="appointment_at")
        if not {"severity", "service_code", "location_id", "appointment_at"} & wanted.keys():
            return {"changes": wanted}
        now = {
            name: wanted.get(name, getattr(ticket, name))
            for name in ("severity", "location_id", "service_code")
        }
        agreed: datetime | None = wanted.get("appointment_at", ticket.appointment_at)
        dues = dict(promised(db, **now, at=agreed or ticket.opened_at, appointed=agreed is not None))
        new = dues.pop("promise_id")
        facts = {"changes": {**wanted, "promise_id": new}, **dues}
        if "service_code" in wanted:
            facts |= lacking_after(db, ticket, wanted["service_code"], by)
        return facts | dues_after(db, ticket, records.events(db, ticket.id), act(Action.EDIT, by, facts))

    return step(db, Action.EDIT, ticket_id=ticket_id, version=version, by=by, facts=said)


def resolved(db: Database, whom: Whom) -> Mapping[str, Any]:
    """The facts of an assignment: ids and the name as it is now."""
    if whom.assignee_id is not None:
        person = accounts.account(db, whom.assignee_id)
        if not person.active or person.team_id is None:
            raise WrongInput(mark("{name} cannot be given jobs."), field="assignee_id", name=person.name)
        team = organisation.teams(db)[person.team_id]
        return {
            "assignee_id": person.id,
            "team_id": team.id,
            "vendor_id": team.vendor_id,
            "whom": person.name,
        }
    if whom.team_id is not None:
        found = organisation.teams(db).get(whom.team_id)
        if found is None or not found.active:
            raise NotFound(mark("There is no such team."))
        return {"assignee_id": None, "team_id": found.id, "vendor_id": found.vendor_id, "whom": found.name}
    vendor = organisation.vendors(db).get(whom.vendor_id) if whom.vendor_id is not None else None
    if vendor is None or not vendor.active:
        raise WrongInput(mark("Please choose a person, a team or a vendor."), field="assignee_id")
    return {"assignee_id": None, "team_id": None, "vendor_id": vendor.id, "whom": vendor.name}


def _by_their_papers(db: Database, ticket: Ticket, whom: Whom, by: By, override: str) -> Mapping[str, Any]:
    """A team or vendor may have it whoever is licensed there: whoever accepts it is asked."""
    return qualified(db, ticket, whom.assignee_id, by=by, override=override) if whom.assignee_id else {}


def _stays_inside(db: Database, ticket: Ticket, by: By, facts: Mapping[str, Any], needs: Permission) -> None:
    if may(by.actor, Permission.ASSIGN_TICKET, matter(db, ticket)):
        return
    if not may(by.actor, needs, Matter(team_id=facts["team_id"], vendor_id=facts["vendor_id"])):
        raise NotAllowed(mark("You can pass it on only inside your own team."))


def _tell(db: Database, topic: str) -> Also:
    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        facts = {"number": ticket.number, "description": ticket.description[:60]}
        now = event.recorded_at
        offered = offered_to(db, ticket, now) if topic == "assigned" else []
        outbox.tell(tx, offered, "offered", ticket_id=ticket.id, now=now, facts=facts)
        others = set(concerned(db, ticket)) - set(offered)
        outbox.tell(tx, others, topic, ticket_id=ticket.id, now=now, facts=facts)

    return also


def offered_to(db: Database, ticket: Ticket, now: datetime) -> list[int]:
    """Everybody on duty of the team whose people take its jobs themselves; nobody for any other ticket."""
    team = organisation.teams(db).get(ticket.team_id or 0)
    if team is None or ticket.assignee_id is not None or not team.takes:
        return []
    people = accounts.all_accounts(db).values()
    return [one.id for one in people if one.team_id == team.id and duty.available(db, one, now) is not None]


def concerned(db: Database, ticket: Ticket) -> list[int]:
    """The person it was given to; without one, the leaders of the team or vendor."""
    return [ticket.assignee_id] if ticket.assignee_id is not None else leaders(db, ticket)


def leaders(db: Database, ticket: Ticket) -> list[int]:
    """Accounts that lead the ticket's team or vendor."""
    return holding(db, Role.LEADER, Permission.REASSIGN_TICKET, ticket)


def holding(db: Database, role: Role, permission: Permission, ticket: Ticket) -> list[int]:
    """Accounts whose grants of that very role reach the ticket (somebody may hold several)."""
    about = matter(db, ticket)
    found = []
    for person in accounts.all_accounts(db).values():
        grants = frozenset(grant for grant in person.grants if grant.role is role)
        if person.active and may(
            Actor(account_id=person.id, name=person.name, grants=grants), permission, about
        ):
            found.append(person.id)
    return found


def tell_dispatchers(db: Database, tx: Transaction, ticket: Ticket, topic: str, now: datetime) -> None:
    """A notice to every dispatcher whose campus it is."""
    to = holding(db, Role.DISPATCHER, Permission.ASSIGN_TICKET, ticket)
    facts = {"number": ticket.number, "urges": ticket.urges}
    outbox.tell(tx, to, topic, ticket_id=ticket.id, now=now, facts=facts)
