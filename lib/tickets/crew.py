"""How many people a job is for, and what is amiss with those who are on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from lib.catalog.services import service
from lib.core.i18n import Words, both, mark
from lib.people import accounts
from lib.store.database import Database
from lib.tickets.qualification import LACKS, hindered_now
from lib.tickets.ticket import OPEN, Ticket


def needs_more_people(db: Database, ticket: Ticket, helpers: Collection[int]) -> int:
    """How many people are missing beside the one who leads the job, by the number its service asks for; 0 for enough.

    The product's rule: nobody is kept from setting out alone, since people shut in a lift do not wait for a form, and
    the second one may be called from the door. The ticket and the board say that somebody is missing from the moment
    it is given to a person; whoever finishes it names who worked along, or says that they worked alone, which stands
    in the history. Of the licence the law asks for there is no such exception: each one on the job is asked for it.
    """
    wanted = service(db, ticket.service_code)
    others = set(helpers) - {ticket.assignee_id}
    return max(0, wanted.people - 1 - len(others)) if wanted else 0


def warnings(db: Database, ticket: Ticket, now: datetime) -> Sequence[Words]:
    """What whoever looks after an open ticket should know of its people: papers that lack, a second one missing."""
    found = []
    for who, hindered in hindered_now(db, ticket, now):
        lacks = both(LACKS[hindered.why], name=accounts.account(db, who).name, **hindered.facts)
        if not hindered.overridable:
            found.append(
                both(mark("{lacks}: they may not do this work, please give it to somebody else"), lacks=lacks)
            )
        else:
            found.append(both(mark("{lacks}: please decide whether they do it all the same"), lacks=lacks))
    missing = needs_more_people(db, ticket, ticket.helpers)
    if missing and ticket.assignee_id is not None and ticket.status in OPEN:
        message = mark("This work is for {people} people: {missing} more needed, please choose helpers")
        found.append(both(message, people=missing + 1 + len(ticket.helpers), missing=missing))
    return found
