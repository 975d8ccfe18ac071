"""The likely service of a report in free words that nobody has classified yet: it says which team to think of."""

from __future__ import annotations

from dataclasses import replace

from lib.catalog.services import UNKNOWN
from lib.catalog.suggesting import TABLES, suggester
from lib.places.locations import location
from lib.store.database import Database
from lib.tickets.ticket import Ticket

MOST_KEPT = 1000


def guess(db: Database, ticket: Ticket) -> str:
    """A service code by the catalogue's own words; "" for a classified ticket and where nothing fits."""
    if ticket.service_code != UNKNOWN or not ticket.description:
        return ""
    return guess_words(db, ticket.description, ticket.location_id)


def guess_words(db: Database, words: str, location_id: int | None) -> str:
    """The code of the service words at that place most likely mean; "" where nothing fits."""
    # The board asks again for every card after every change; the words of a report hardly ever do.
    known: dict[tuple[str, int | None], str] = db.derived("guesses", (*TABLES, "location"), dict)
    asked = words, location_id
    if asked not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        found = suggester(db).suggest(words, location(db, location_id))
        known[asked] = found[0] if found else ""
    return known.get(asked, "")


def as_guessed(db: Database, ticket: Ticket) -> Ticket:
    """The ticket with the guess for its service, to look for people by; never to be written."""
    likely = guess(db, ticket)
    return replace(ticket, service_code=likely) if likely else ticket
