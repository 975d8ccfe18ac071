"""One card opened: everything the dispatcher asks before giving the job to somebody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.core.i18n import Language, say
from lib.dispatch.names import is_technician
from lib.dispatch.ordering import OFFERED
from lib.dispatch.suggesting import Suggestion, suggest
from lib.people.accounts import all_accounts
from lib.people.masking import masked_name, masked_phone
from lib.people.organisation import team_matter, teams
from lib.people.papers import hindrances
from lib.people.roles import Actor, Permission, may
from lib.places.assets import asset
from lib.places.locations import entry_notes, location
from lib.store.database import Database
from lib.tickets import records, reporters
from lib.tickets.crew import warnings
from lib.tickets.guessing import as_guessed
from lib.tickets.history import author, time_of, told, typed
from lib.tickets.rights import matter, possible
from lib.tickets.ticket import Ticket
from lib.tickets.words import CHANNEL_WORDS

LAST_EVENTS = 6


def details(
    db: Database, ticket: Ticket, *, actor: Actor, language: Language, now: datetime
) -> Mapping[str, Any]:
    """As JSON can hold it: id, version, words, channel, the asset, entry notes, reporters, the last events in words,
    the actions possible from the board, suggestions, `teams` the job may be given to (None: any), and `lacking`, what
    somebody's papers lack for it by account id. `warnings`: sentences about the people on it, to stand above everything
    else: a paper that lacks, a second person who is missing."""
    offered = [action.value for action in possible(db, ticket, actor, now) if action in OFFERED]
    giving = "assign" in offered or "reassign" in offered
    within = _own_teams(db, actor) if giving else None
    place, machine = location(db, ticket.location_id), asset(db, ticket.asset_id)
    return {
        "id": ticket.id,
        "version": ticket.version,
        "words": ticket.description,
        "channel": say(language, CHANNEL_WORDS[ticket.channel]),
        "notes": entry_notes(db, ticket.location_id),
        "warnings": [found.said(language) for found in warnings(db, ticket, now)],
        "number_on_the_door": place.number if place else "",
        "asset": f"{machine.name} · {machine.number}" if machine else "",
        "reporters": _reporters(db, ticket, actor),
        "events": _events(db, ticket, actor, language, now),
        "possible": offered,
        "teams": sorted(within) if within is not None else None,
        "suggestions": _suggestions(suggest(db, as_guessed(db, ticket), now=now, within=within), language)
        if giving
        else [],
        "lacking": _lacking(db, ticket, within, language, now) if giving else {},
    }


def _lacking(
    db: Database, ticket: Ticket, within: Collection[int] | None, language: Language, now: datetime
) -> Mapping[int, str]:
    """What would keep a technician from this job, to stand beside the name before anybody is chosen."""
    people = all_accounts(db)
    return {
        account_id: say(language, found.message, **found.facts)
        for account_id, found in hindrances(db, ticket.service_code, now).items()
        if is_technician(people[account_id]) and (within is None or people[account_id].team_id in within)
    }


def _own_teams(db: Database, actor: Actor) -> Collection[int] | None:
    """The teams a leader passes jobs on inside; None for who may give them to anybody."""
    if may(actor, Permission.ASSIGN_TICKET):
        return None
    return {team for team in teams(db) if may(actor, Permission.REASSIGN_TICKET, team_matter(db, team))}


def _reporters(db: Database, ticket: Ticket, actor: Actor) -> Sequence[Mapping[str, str]]:
    whole = may(actor, Permission.SEE_PERSONAL, matter(db, ticket))
    return [
        {
            "name": who.name if whole else masked_name(who.name),
            "phone": who.phone if whole else masked_phone(who.phone),
        }
        for who in reporters.of_ticket(db, ticket.id)
    ]


def _events(
    db: Database, ticket: Ticket, actor: Actor, language: Language, now: datetime
) -> Sequence[Mapping[str, str]]:
    whole = may(actor, Permission.SEE_PERSONAL, matter(db, ticket))
    first = next((who.id for who in reporters.of_ticket(db, ticket.id)), None)
    return [
        {
            "time": time_of(event, language, now),
            "who": author(event, language, first=first, whole=whole),
            "what": told(event, language, now),
            "words": typed(event),
        }
        for event in records.events(db, ticket.id)[-LAST_EVENTS:]
    ]


def _suggestions(found: Sequence[Suggestion], language: Language) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": one.account_id,
            "name": one.name,
            "reasons": [say(language, why.message, **why.facts) for why in one.reasons],
        }
        for one in found
    ]
