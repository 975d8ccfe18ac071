"""Who could do it: the people one would ask first, and why; the dispatcher decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.dispatch.at_work import Member, at_work, job_of
from lib.dispatch.cost import Fit, Forecast, Person
from lib.dispatch.fitting import Wanted, fit_of, wanted
from lib.dispatch.matching import ranked
from lib.dispatch.reasons import Reason, expected_at, in_hand, reasons
from lib.dispatch.travel import Travel, travel_table
from lib.store.database import Database
from lib.tickets.ticket import Ticket
from lib.tickets.words import Severity

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
    has it now, who gave it back, who lacks a licence nobody may overrule. `within`: only these teams.

    The best of the responsible team who is there is always among them, and before anybody of another team who would
    have to be phoned at home, emergencies apart; who comes after others says what is still in hand.
    """
    asked, people = wanted(db, [ticket], now)[ticket.id], at_work(db, now, within)
    persons = [member.person for member in people.values()]
    found = ranked(
        job_of(db, ticket, now), persons, lambda _, who: asked.match(people[who.id]), Travel(travel_table())
    )
    found = _own_team_named(found, asked, people, most)
    return [
        Suggestion(
            who.id,
            people[who.id].account.name,
            (*(in_hand(who) if place else ()), *reasons(asked, people[who.id], forecast, now)),
            expected_at(forecast.stop.arrives, now),
        )
        for place, (who, forecast) in enumerate(found[:most])
    ]


def _own_team_named(
    found: list[tuple[Person, Forecast]], asked: Wanted, people: Mapping[int, Member], most: int
) -> list[tuple[Person, Forecast]]:
    """The same order, but for the best of the responsible team who is there."""

    def own(who: Person) -> bool:
        return fit_of(asked.service, people[who.id].team) is Fit.USUAL

    def there(who: Person) -> bool:
        may = who.id not in asked.hindered
        return may and own(who) and not people[who.id].standby

    best = next((one for one in found if there(one[0])), None)
    if best is None:
        return found
    at = found.index(best)
    before, after = found[:at], found[at + 1 :]
    if asked.ticket.severity is not Severity.EMERGENCY:
        phoned = [one for one in before if people[one[0].id].standby and not own(one[0])]
        before = [one for one in before if one not in phoned]
        after = [*phoned, *after]
    last = max(most - 1, 0)
    return [*before[:last], best, *before[last:], *after]
