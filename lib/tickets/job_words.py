"""What a technician is shown of a job: where, what, until when, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.catalog import services
from lib.core.clock import duration, minutes_between, short_time
from lib.core.i18n import Language, mark, say
from lib.people import accounts, organisation
from lib.people.accounts import Account
from lib.people.roles import Actor, Role, Scope
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.jobs import jobs_at, jobs_on, next_promise
from lib.tickets.rights import possible
from lib.tickets.ticket import Ticket
from lib.tickets.words import HOLD_WORDS, Action, Status

SOON = timedelta(minutes=30)
IN_TIME: Mapping[str, str] = {
    "respond": mark("Accept by {time}, {left} left"),
    "arrive": mark("Be there by {time}, {left} left"),
    "complete": mark("Finish by {time}, {left} left"),
}
TOO_LATE: Mapping[str, str] = {
    "respond": mark("Late: should have been accepted by {time}, {over} ago"),
    "arrive": mark("Late: should have been there by {time}, {over} ago"),
    "complete": mark("Late: should have been finished by {time}, {over} ago"),
}
NEXT_STEP: Mapping[Status, Action] = {
    Status.ASSIGNED: Action.ACCEPT,
    Status.ACCEPTED: Action.ARRIVE,
    Status.IN_PROGRESS: Action.COMPLETE,
    Status.ON_HOLD: Action.RESUME,
    Status.DONE: Action.CONFIRM,
}
STEP_WORDS: Mapping[Action, str] = {
    Action.ACCEPT: mark("Accept"),
    Action.ARRIVE: mark("I have arrived"),
    Action.COMPLETE: mark("Finish"),
    Action.RESUME: mark("Go on"),
    Action.CONFIRM: mark("Collect the signature"),
}
WORKING = frozenset(
    {Action.ACCEPT, Action.RETURN, Action.ARRIVE, Action.HOLD, Action.RESUME, Action.COMPLETE}
)


@dataclass(frozen=True, slots=True)
class Due:
    """By when, in words; `tone` is "late", "soon" or "" and never stands without the words."""

    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One job on a list. `person` is who it was given to; `step` the action its big button stands for."""

    ticket: Ticket
    service: str
    place: str
    due: Due
    person: str
    step: Action | None


def card(db: Database, ticket: Ticket, language: Language, now: datetime) -> Card:
    """The job as a list shows it."""
    found, place = services.service(db, ticket.service_code), location(db, ticket.location_id)
    person = accounts.all_accounts(db).get(ticket.assignee_id) if ticket.assignee_id is not None else None
    return Card(
        ticket=ticket,
        service=found.title(language) if found else "",
        place=place.path if place else "",
        due=due(ticket, language, now),
        person=person.name if person else "",
        step=NEXT_STEP.get(ticket.status),
    )


def due(ticket: Ticket, language: Language, now: datetime) -> Due:
    """The promise that runs now; for a held job when it goes on."""
    if ticket.status is Status.ON_HOLD:
        until = short_time(ticket.hold_until, now, language)
        reason = say(language, HOLD_WORDS[ticket.hold_reason])
        return Due(say(language, mark("{reason}, until {until}"), reason=reason, until=until))
    running = next_promise(ticket)
    if running is None or running.due is None:
        return Due("")
    at, left = short_time(running.due, now, language), minutes_between(now, running.due)
    if left < 0:
        return Due(say(language, TOO_LATE[running.stage], time=at, over=duration(left, language)), "late")
    soon = "soon" if running.due - now < SOON else ""
    return Due(say(language, IN_TIME[running.stage], time=at, left=duration(left, language)), soon)


def step_words(ticket: Ticket, step: Action) -> str:
    """What the big button says; a job nobody owns yet is taken."""
    return mark("Take this job") if step is Action.ACCEPT and ticket.assignee_id is None else STEP_WORDS[step]


def offered(db: Database, ticket: Ticket, actor: Actor, now: datetime) -> frozenset[Action]:
    """What the technician's page offers: work only on jobs that are one's own or still free in the team."""
    actions = frozenset(possible(db, ticket, actor, now))
    mine = ticket.assignee_id == actor.account_id or (
        ticket.assignee_id is None and ticket.team_id == actor.team_id
    )
    if not mine or ticket.team_id is None:
        actions -= WORKING
    if ticket.status is Status.DONE and ticket.done_by == actor.account_id:
        # The department's word, collected by signature on this phone.
        return actions | {Action.CONFIRM}
    return actions - {Action.CONFIRM}


def leads(actor: Actor) -> tuple[frozenset[int], frozenset[int]]:
    """Teams and vendors whose jobs that person passes on."""
    led = [grant for grant in actor.grants if grant.role is Role.LEADER]
    return (
        frozenset(grant.scope_id for grant in led if grant.scope is Scope.TEAM),
        frozenset(grant.scope_id for grant in led if grant.scope is Scope.VENDOR),
    )


def people_to_pass_to(db: Database, ticket: Ticket, actor: Actor) -> list[Account]:
    """Technicians the leader may give the job to, those of its team first."""
    teams, vendors = leads(actor)
    known = organisation.teams(db)
    reached = {team.id for team in known.values() if team.id in teams or team.vendor_id in vendors}
    people = [
        person for person in accounts.all_accounts(db).values() if person.active and person.team_id in reached
    ]
    return sorted(people, key=lambda person: (person.team_id != ticket.team_id, person.name))


def jobs_here(
    db: Database, actor: Actor, location_id: int | None, asset_id: int | None = None
) -> list[Ticket]:
    """That person's open jobs at exactly that place, or on that machine: what a code's page offers a technician."""
    if actor.account_id is None:
        return []
    if asset_id is not None:
        return jobs_on(db, actor.account_id, asset_id)
    return jobs_at(db, actor.account_id, location_id) if location_id is not None else []
