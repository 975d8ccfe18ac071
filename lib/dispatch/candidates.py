"""Everybody a ticket could be given to, the likeliest first, for a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.catalog.services import service
from lib.dispatch.guessing import as_guessed
from lib.dispatch.suggesting import Reason, suggest
from lib.people.organisation import Team, team_matter, teams, vendors
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket

EVERYBODY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A team, a technician or a vendor, with the reasons for a technician."""

    whom: Whom
    name: str
    reasons: Sequence[Reason] = ()


def candidates(db: Database, ticket: Ticket, actor: Actor) -> list[Candidate]:
    """The usual team, then technicians as `suggest` ranks them, then the other teams and the vendors.

    Dispatchers may give it to anybody, leaders inside their own team or vendor only.
    """
    everywhere = may(actor, Permission.ASSIGN_TICKET)
    reachable = [
        team for team in teams(db).values() if team.active and (everywhere or _leads(db, actor, team))
    ]
    within = None if everywhere else {team.id for team in reachable}
    likely = as_guessed(db, ticket)
    usual = service(db, likely.service_code)
    first = [_team(team) for team in reachable if usual and team.id == usual.team_id]
    people = [
        Candidate(whom=Whom(assignee_id=found.account_id), name=found.name, reasons=found.reasons)
        for found in suggest(db, likely, within=within, most=EVERYBODY)
    ]
    others = [_team(team) for team in reachable if not usual or team.id != usual.team_id]
    companies = [
        Candidate(whom=Whom(vendor_id=vendor.id), name=vendor.name)
        for vendor in vendors(db).values()
        if vendor.active
    ]
    return [*first, *people, *others, *(companies if everywhere else ())]


def _leads(db: Database, actor: Actor, team: Team) -> bool:
    return may(actor, Permission.REASSIGN_TICKET, team_matter(db, team.id))


def _team(team: Team) -> Candidate:
    return Candidate(whom=Whom(team_id=team.id), name=team.name)
