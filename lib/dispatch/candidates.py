"""Everybody a ticket could be given to, the likeliest first, for a list to choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.catalog.services import service
from lib.core.i18n import mark
from lib.dispatch.fitting import fit_of
from lib.dispatch.names import is_technician
from lib.dispatch.reasons import Reason
from lib.dispatch.suggesting import suggest
from lib.people.accounts import all_accounts
from lib.people.duty import available
from lib.people.organisation import Team, team_matter, teams, vendors
from lib.people.papers import hindrances
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database
from lib.tickets.actions.dispatching import Whom
from lib.tickets.guessing import as_guessed
from lib.tickets.ticket import Ticket

EVERYBODY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A team, a technician or a vendor, with the reasons for a technician."""

    whom: Whom
    name: str
    reasons: Sequence[Reason] = ()


def candidates(db: Database, ticket: Ticket, actor: Actor, *, now: datetime) -> list[Candidate]:
    """The usual team, then technicians as `suggest` ranks them, those off duty or without papers, the other teams, the
    vendors.

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
        for found in suggest(db, likely, now=now, within=within, most=EVERYBODY)
    ]
    people += _others(db, likely, within, {each.whom.assignee_id for each in people}, now)
    others = [_team(team) for team in reachable if not usual or team.id != usual.team_id]
    companies = [
        Candidate(whom=Whom(vendor_id=vendor.id), name=vendor.name)
        for vendor in vendors(db).values()
        if vendor.active
    ]
    return [*first, *people, *others, *(companies if everywhere else ())]


def _others(
    db: Database,
    ticket: Ticket,
    within: Collection[int] | None,
    named: Collection[int | None],
    now: datetime,
) -> Iterator[Candidate]:
    """Technicians nobody would suggest now, and why; of the fitting teams first."""
    hindered, asked = hindrances(db, ticket.service_code, now), service(db, ticket.service_code)
    left = [
        account
        for account in all_accounts(db).values()
        if is_technician(account)
        and account.id not in named
        and account.id != ticket.assignee_id
        and (within is None or account.team_id in within)
    ]
    for account in sorted(left, key=lambda one: (fit_of(asked, teams(db)[one.team_id or 0]), one.id)):
        lacking = hindered.get(account.id)
        why = [Reason(lacking.message, lacking.facts)] if lacking else []
        if available(db, account, now) is None:
            why.insert(0, Reason(mark("off duty now"), {}))
        yield Candidate(whom=Whom(assignee_id=account.id), name=account.name, reasons=why)


def _leads(db: Database, actor: Actor, team: Team) -> bool:
    return may(actor, Permission.REASSIGN_TICKET, team_matter(db, team.id))


def _team(team: Team) -> Candidate:
    return Candidate(whom=Whom(team_id=team.id), name=team.name)
