"""Reports while something is out: the outage's ticket takes them up, and whoever meant something else gets a ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lib.core.errors import TooLate
from lib.core.i18n import mark
from lib.people.roles import by_link
from lib.places.locations import location
from lib.store.database import Database, Transaction
from lib.tickets import records, reporters
from lib.tickets.actions import talking
from lib.tickets.actions.opening import Opened, Wish, open_at_the_wall
from lib.tickets.actions.step import By
from lib.tickets.outages import Outage, catching
from lib.tickets.reporters import Caller, Reporter
from lib.tickets.ticket import Event
from lib.tickets.words import Channel

_ASKED = ("location_id", "service_code", "description", "severity", "kind", "department_id", "asset_id")


@dataclass(frozen=True, slots=True)
class Reported:
    """A ticket of its own, or the ticket of the `outage` that explains the report."""

    opened: Opened
    outage: Outage | None = None


def explaining(db: Database, wish: Wish, now: datetime) -> Outage | None:
    """The outage that explains such a wish; photos and appointments are never explained away. Asked before anything is
    written, since it has to understand words."""
    if wish.photos or wish.appointment_at:
        return None
    found = catching(
        db,
        location_id=wish.location_id,
        service_code=wish.service_code,
        words=wish.description,
        severity=wish.severity,
        now=now,
    )
    ticket = records.by_id(db, found.ticket_id) if found else None
    return found if ticket is not None and ticket.is_open else None


def report(
    db: Database,
    wish: Wish,
    *,
    outage: Outage | None,
    by: By,
    also: Callable[[Transaction], None] | None = None,
) -> Reported:
    """A report at the wall. What an `outage` explains follows the outage's ticket without urging it, and is told when
    it is over. Sent twice it is one."""
    if outage is None:
        return Reported(open_at_the_wall(db, wish, by=by, also=also))
    with db.transaction() as tx:
        if also:
            also(tx)
        return Reported(_followed(db, outage, wish, by), outage)


def report_alone(db: Database, reporter: Reporter, *, by: By) -> Opened:
    """Not the same thing after all: what this reporter wrote becomes a ticket of their own, which their link shows from
    now on. TooLate where no outage caught them, or they said so before."""
    with db.transaction() as tx:
        there = reporters.by_token(tx, reporter.token).ticket_id
        event = caught(records.events(tx, there), reporter)
        if event is None:
            raise TooLate(mark("There is nothing here to report on its own."))
        asked = {name: event.facts["wish"].get(name) for name in _ASKED}
        caller = Caller(
            name=reporter.name,
            phone=reporter.phone,
            department_id=reporter.department_id,
            account_id=reporter.account_id,
        )
        opened = open_at_the_wall(db, Wish(channel=Channel(reporter.channel), caller=caller, **asked), by=by)
        reporters.moved(tx, reporter, instead_of=opened.reporter)
    return Opened(opened.ticket, replace(reporter, ticket_id=opened.ticket.id))


def caught(history: Iterable[Event], reporter: Reporter) -> Event | None:
    """The event of their ticket by which an outage took up what this reporter wrote; None where none did."""
    mine = (event for event in history if event.facts.get("joined_id") == reporter.id)
    return next((event for event in mine if event.facts.get("wish")), None)


def _followed(db: Database, outage: Outage, wish: Wish, by: By) -> Opened:
    place = location(db, wish.location_id)
    words = " ".join(filter(None, (place.path if place else "", wish.description)))
    follower = By(actor=by_link(outage.ticket_id, wish.caller.name, first=False), now=by.now)
    asked = {name: getattr(wish, name) for name in _ASKED}
    ticket, reporter = talking.join(
        db,
        ticket_id=outage.ticket_id,
        caller=wish.caller,
        channel=wish.channel,
        by=follower,
        key=wish.key,
        message=words,
        more={"outage_id": outage.id, "wish": asked},
        urges=False,
    )
    return Opened(ticket, reporter)
