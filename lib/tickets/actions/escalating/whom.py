"""Who is told of an escalation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lib.people import accounts, duty
from lib.people.roles import Permission, Role
from lib.store.database import Database
from lib.tickets.actions.dispatching import concerned, holding, leaders
from lib.tickets.escalation.levels import Level, Told
from lib.tickets.ticket import Ticket


def of_levels(db: Database, ticket: Ticket, levels: Iterable[Level], now: datetime) -> dict[int, str]:
    """Names by account; the dispatchers where nobody of those named is there, as before a ticket is given away."""
    told: dict[int, str] = {}
    for level in levels:
        told |= named(db, (who for one in level.tell for who in group(db, ticket, one, now)))
        usernames = {
            person.username: person.id for person in accounts.all_accounts(db).values() if person.active
        }
        told |= named(db, (usernames[name] for name in level.accounts if name in usernames))
    return told or named(db, dispatchers(db, ticket, now))


def group(db: Database, ticket: Ticket, one: str, now: datetime) -> Sequence[int]:
    """The accounts of one of the groups that can be told."""
    match Told(one):
        case Told.ASSIGNEE:
            return [] if ticket.assignee_id is None else [ticket.assignee_id]
        case Told.LEADER:
            return leaders(db, ticket)
        case Told.DISPATCHERS:
            return dispatchers(db, ticket, now)
        case Told.MANAGER:
            return managers(db, ticket)


def dispatchers(db: Database, ticket: Ticket, now: datetime) -> Sequence[int]:
    """Those whose campus it is and who are at the desk; by night, without one there, the operators who are. All of
    them where the desk keeps no roster, or its roster leaves this minute empty."""
    everybody = holding(db, Role.DISPATCHER, Permission.ASSIGN_TICKET, ticket)
    there = _at_the_desk(db, now)
    operators = holding(db, Role.OPERATOR, Permission.ASSIGN_TICKET, ticket)
    return _of(everybody, there) or _of(operators, there) or everybody


def _at_the_desk(db: Database, now: datetime) -> frozenset[int]:
    """Who holds a post of the desk now, those on standby apart."""
    return frozenset(who.id for who, held in duty.present(db, None, now) if not held.standby)


def _of(ids: Sequence[int], there: frozenset[int]) -> Sequence[int]:
    return [one for one in ids if one in there]


def managers(db: Database, ticket: Ticket) -> Sequence[int]:
    """Those whose campus it is."""
    return holding(db, Role.MANAGER, Permission.SEE_TICKET, ticket)


def the_desk(db: Database, ticket: Ticket, now: datetime) -> Sequence[int]:
    """Whoever sits at the telephone now: operators and dispatchers of that campus; all of them where the desk keeps
    no roster, or its roster leaves this minute empty."""
    roles = (Role.OPERATOR, Role.DISPATCHER)
    everybody = [one for role in roles for one in holding(db, role, Permission.ASSIGN_TICKET, ticket)]
    return _of(everybody, _at_the_desk(db, now)) or everybody


def for_the_call(db: Database, ticket: Ticket, now: datetime) -> Sequence[int]:
    """Who is called when an emergency is not accepted: the technician and the leader; the dispatchers while it is
    given to nobody."""
    return [*concerned(db, ticket), *leaders(db, ticket)] or dispatchers(db, ticket, now)


def named(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """Their names."""
    known: Mapping[int, str] = accounts.names(db)
    return {one: known.get(one, "") for one in ids}
