"""An outage as a phone says it: what is out, and until when it is expected to last."""

from __future__ import annotations

from datetime import datetime

from lib.core.clock import short_time
from lib.core.i18n import Language, mark, say
from lib.store.database import Database
from lib.tickets import outages
from lib.tickets.outages import Outage


def at_place(db: Database, location_id: int, language: Language, now: datetime) -> list[str]:
    """A sentence for each outage in force at that place."""
    return [sentence(outage, language, now) for outage in outages.at_place(db, location_id, now)]


def of_ticket(db: Database, ticket_id: int, language: Language, now: datetime) -> list[str]:
    """The same for the one that ticket carries."""
    carried = (outage for outage in outages.in_force(db, now) if outage.ticket_id == ticket_id)
    return [sentence(outage, language, now) for outage in carried]


def sentence(outage: Outage, language: Language, now: datetime) -> str:
    """As "Known: no water in building 3; expected to be over about 16:00"."""
    if outage.expected_end is None or outage.expected_end <= now:
        return say(language, mark("Known, and being worked on: {words}"), words=outage.words)
    over = short_time(outage.expected_end, now, language)
    return say(
        language, mark("Known: {words}; expected to be over about {time}"), words=outage.words, time=over
    )
