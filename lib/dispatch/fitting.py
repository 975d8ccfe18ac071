"""Who may do a job, how well their trade fits it, and who knows the place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.catalog.services import Service, service
from lib.dispatch.at_work import Member
from lib.dispatch.cost import Fit, Match
from lib.people.organisation import Team
from lib.people.papers import Hindrance, hindrances
from lib.store.database import Database
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a ticket asks of people: who lacks papers for it, who did the last such job there (and when), whom it must
    not go to."""

    ticket: Ticket
    service: Service | None
    hindered: Mapping[int, Hindrance]
    last_by: int | None
    last_at: datetime | None
    barred: Collection[int]

    @property
    def presses(self) -> bool:
        """Whether somebody on standby is phoned for it."""
        return self.ticket.severity in (Severity.EMERGENCY, Severity.URGENT)

    def match(self, member: Member) -> Match | None:
        """What that person is to the ticket; None when it must not be theirs."""
        who = member.account.id
        lacking = self.hindered.get(who)
        if who in self.barred or (lacking is not None and not lacking.overridable):
            return None
        return Match(
            fit=fit_of(self.service, member.team),
            familiar=who == self.last_by,
            leads=member.leads,
            overridden=lacking is not None,
        )


def wanted(db: Database, tickets: Sequence[Ticket], now: datetime) -> Mapping[int, Wanted]:
    """The same for each of those tickets, by ticket id."""
    last, back = _last_there(db, tickets), _gave_back(db, [ticket.id for ticket in tickets if ticket.returns])
    found = {}
    for ticket in tickets:
        last_by, last_at = last.get((ticket.location_id, ticket.service_code), (None, None))
        has_it = {ticket.assignee_id} if ticket.assignee_id is not None else set()
        found[ticket.id] = Wanted(
            ticket=ticket,
            service=service(db, ticket.service_code),
            hindered=hindrances(db, ticket.service_code, now),
            last_by=last_by,
            last_at=last_at,
            barred=has_it | back.get(ticket.id, set()),
        )
    return found


def fit_of(asked: Service | None, team: Team) -> Fit:
    """How the team's trade fits the service; whoever lacks a licence it needs is left out before (`Wanted.match`)."""
    if asked is None:
        return Fit.OTHER
    if asked.team_id == team.id:
        return Fit.USUAL
    if asked.vendor_id is not None and asked.vendor_id == team.vendor_id:
        return Fit.COMPANY
    return Fit.LICENSED if asked.licence else Fit.OTHER


def _last_there(
    db: Database, tickets: Sequence[Ticket]
) -> Mapping[tuple[int | None, str], tuple[int, datetime]]:
    """Who did the last job of that service at that place, and when."""
    rows = db.rows(
        """
        SELECT DISTINCT ON (location_id, service_code) location_id, service_code, done_by, done_at FROM ticket
        WHERE location_id IN (SELECT unnest($places::BIGINT[])) AND done_by IS NOT NULL AND done_at IS NOT NULL
        ORDER BY location_id, service_code, done_at DESC
        """,
        places=sorted({ticket.location_id for ticket in tickets if ticket.location_id is not None}),
    )
    return {(row["location_id"], row["service_code"]): (row["done_by"], row["done_at"]) for row in rows}


def _gave_back(db: Database, ids: Sequence[int]) -> Mapping[int, set[int]]:
    if not ids:
        return {}
    rows = db.rows(
        """
        SELECT ticket_id, coalesce(subject_id, actor_id) AS who FROM ticket_event
        WHERE ticket_id IN (SELECT unnest($ids::BIGINT[])) AND action = 'return'
        """,
        ids=list(ids),
    )
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row["ticket_id"], set()).add(row["who"])
    return found
