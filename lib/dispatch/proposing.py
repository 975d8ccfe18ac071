"""The lines of a plan: whom a ticket should go to and why, or why nobody can take it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.core.i18n import mark
from lib.dispatch.at_work import Member
from lib.dispatch.cost import Fit, Forecast
from lib.dispatch.fitting import Wanted, fit_of
from lib.dispatch.names import is_technician
from lib.dispatch.reasons import Reason, clock_of, expected_at, reasons
from lib.dispatch.route import chance_of_being_late
from lib.people.accounts import all_accounts
from lib.people.organisation import teams, vendors
from lib.store.database import Database
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket

LIKELY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A ticket in that version, whom it should go to and why. For a person also: when they are expected there, whether
    the promises are likely to be kept, and `second`, who comes along where the service needs two people."""

    ticket_id: int
    number: str
    version: int
    whom: Whom
    name: str
    reasons: tuple[Reason, ...]
    arrives: datetime | None = None
    kept: bool | None = None
    second: int | None = None
    second_name: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A ticket nobody can take now, and why."""

    ticket_id: int
    number: str
    version: int
    why: Reason


def person_line(wish: Wanted, lead: Member, found: Forecast, second: Member | None, now: datetime) -> Line:
    """To that person."""
    why = list(reasons(wish, lead, found, now))
    if wish.service is not None and wish.service.people > 1:
        why.append(
            Reason(mark("two people needed, together with {name}"), {"name": second.account.name})
            if second
            else Reason(mark("two people needed, nobody else of the team is on duty"), {})
        )
    return Line(
        ticket_id=wish.ticket.id,
        number=wish.ticket.number,
        version=wish.ticket.version,
        whom=Whom(assignee_id=lead.account.id),
        name=lead.account.name,
        reasons=tuple(why),
        arrives=expected_at(found.stop.arrives, now),
        kept=_likely_kept(found),
        second=second.account.id if second else None,
        second_name=second.account.name if second else "",
    )


def _likely_kept(found: Forecast) -> bool:
    job, stop = found.stop.job, found.stop
    dues = ((job.arrive, stop.arrives), (job.complete, stop.done))
    return all(due is None or chance_of_being_late(due, at) <= LIKELY for due, at in dues)


def second_for(
    wish: Wanted, lead: Member, people: Mapping[int, Member], helping: dict[int, int]
) -> Member | None:
    """Who comes along: of the lead's team on duty, whoever has least to do; `helping` counts how often each was named
    in this plan already."""
    if wish.service is None or wish.service.people < 2:
        return None
    others = [
        one
        for one in people.values()
        if one.team.id == lead.team.id
        and one.account.id not in (lead.account.id, *wish.barred)
        and one.account.id not in wish.hindered
    ]
    if not others:
        return None

    def load(one: Member) -> tuple[float, float, int]:
        jobs = len(one.person.queue) + helping.get(one.account.id, 0)
        return one.person.way, jobs * 30.0 + one.person.free, one.account.id

    second = min(others, key=load)
    helping[second.account.id] = helping.get(second.account.id, 0) + 1
    return second


def company_line(db: Database, wish: Wanted) -> Line | None:
    """To the team or company of the service, where nobody of it takes jobs by name; None where somebody does."""
    asked = wish.service
    if asked is None:
        return None
    named = {account.team_id for account in all_accounts(db).values() if is_technician(account)}
    team = teams(db).get(asked.team_id) if asked.team_id is not None else None
    vendor = vendors(db).get(asked.vendor_id) if asked.vendor_id is not None else None
    ours = {one.id for one in teams(db).values() if vendor is not None and one.vendor_id == vendor.id}
    if (team is not None and team.id in named) or ours & named:
        return None
    if team is not None and team.active:
        whom, name = Whom(team_id=team.id), team.name
    elif vendor is not None and vendor.active:
        whom, name = Whom(vendor_id=vendor.id), vendor.name
    else:
        return None
    why = (Reason(mark("takes such jobs as a company, nobody of it is named"), {}),)
    ticket = wish.ticket
    return Line(
        ticket_id=ticket.id, number=ticket.number, version=ticket.version, whom=whom, name=name, reasons=why
    )


def left_for(ticket: Ticket, why: Reason) -> Left:
    """That ticket waits on, for that reason."""
    return Left(ticket.id, ticket.number, ticket.version, why)


def appointed(at: datetime, now: datetime) -> Reason:
    """What is appointed for later is not given to whoever is on duty now."""
    return Reason(mark("appointed for {time}, to be given out an hour before"), {"time": clock_of(at, now)})


def why_nobody(db: Database, wish: Wanted, people: Mapping[int, Member]) -> Reason:
    """What stands in the way, the first that does."""
    asked = wish.service
    if asked is None or (asked.team_id is None and asked.vendor_id is None):
        return Reason(mark("no team is responsible for this service; please correct the service first"), {})
    fitting = [one for one in people.values() if fit_of(asked, one.team) <= Fit.COMPANY]
    team = teams(db).get(asked.team_id or 0)
    vendor = vendors(db).get(asked.vendor_id or 0)
    name = team.name if team else vendor.name if vendor else ""
    if not fitting:
        return Reason(mark("nobody of {name} is on duty now"), {"name": name})
    licensed = [one for one in fitting if one.account.id not in wish.hindered]
    if not licensed:
        lacking = wish.hindered[min(one.account.id for one in fitting)]
        return Reason(mark("nobody of {name} on duty has: {paper}"), {"name": name, "paper": lacking.paper})
    if not wish.presses and all(one.standby for one in licensed):
        return Reason(
            mark("only standby of {name} is there, phoned for urgent jobs and emergencies"), {"name": name}
        )
    if all(one.account.id in wish.barred for one in licensed):
        return Reason(mark("everybody of {name} on duty has given it back"), {"name": name})
    return Reason(mark("everybody of {name} on duty has enough to do for now"), {"name": name})
