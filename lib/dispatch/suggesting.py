"""Who could do it: the people one would ask first, and why; the dispatcher decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lib.dispatch.at_work import at_work, job_of
from lib.dispatch.fitting import wanted
from lib.dispatch.matching import ranked
from lib.dispatch.reasons import Reason, expected_at, reasons
from lib.dispatch.travel import Travel, travel_table
from lib.store.database import Database
from lib.tickets.ticket import Ticket

BEST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person with the reasons in the order of their weight; `arrives`: when they are expected there."""

    account_id: int
    name: str
    reasons: tuple[Reason, ...]
    arrives: datetime


def suggest(
    db: Database, ticket: Ticket, *, now: datetime, within: Collection[int] | None = None, most: int = BEST
) -> list[Suggestion]:
    """The best first, by what it costs in minutes of work (lib.dispatch.cost). Only technicians on duty; left out: who
    has it now, who gave it back, who lacks a licence nobody may overrule. `within`: only these teams."""
    asked, people = wanted(db, [ticket], now)[ticket.id], at_work(db, now, within)
    persons = [member.person for member in people.values()]
    found = ranked(
        job_of(db, ticket, now), persons, lambda _, who: asked.match(people[who.id]), Travel(travel_table())
    )
    return [
        Suggestion(
            who.id,
            people[who.id].account.name,
            reasons(asked, people[who.id], forecast, now),
            expected_at(forecast.stop.arrives, now),
        )
        for who, forecast in found[:most]
    ]
