"""Opening a ticket: by anybody at the wall, by the desk for a caller, answered in place, or written down after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lib.catalog import promises, services
from lib.core.clock import local_date
from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.people.roles import Matter, Permission, require
from lib.places import assets, locations
from lib.store.database import Database, Transaction
from lib.tickets import asked, attachments, lifecycle, records, reporters
from lib.tickets.actions.step import By, act, as_of_now
from lib.tickets.conditions import within_a_year
from lib.tickets.reporters import Caller, Reporter
from lib.tickets.rights import campus_of
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Channel, Kind, Severity

ALIKE_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for. Empty severity or kind: as the catalogue says. Either a service or words have to be there.
    The same `key` is the same request for ever, the same `alike` (the first of them is remembered) for two minutes.
    `message`: the whole text the wish was taken from, kept with the opening. `asset_id`: the machine it is about;
    without a place it is where that stands."""

    channel: Channel
    caller: Caller
    location_id: int | None
    service_code: str = ""
    description: str = ""
    severity: str = ""
    kind: str = ""
    department_id: int | None = None
    appointment_at: datetime | None = None
    photos: Sequence[str] = ()
    key: str = ""
    alike: Sequence[str] = ()
    message: str = ""
    asset_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The new ticket and its first reporter; `again`: this very form had already been sent, nothing new was made."""

    ticket: Ticket
    reporter: Reporter
    again: bool = False


def open_at_the_wall(
    db: Database, wish: Wish, *, by: By, also: Callable[[Transaction], None] | None = None
) -> Opened:
    """A ticket from a wall code: whoever stands there may, without signing in. `also` is written with it."""
    return _open(db, wish, by, also)


def open_ticket(db: Database, wish: Wish, *, by: By) -> Opened:
    """A ticket by somebody signed in, for their department or a caller."""
    wish = _at_its_asset(db, wish)
    department = _department(db, wish, by.happened_at or by.now)
    reach = Matter(department_id=department, campus_id=campus_of(db, wish.location_id, department))
    require(as_of_now(db, by.actor), Permission.OPEN_TICKET, reach)
    return _open(db, wish, by)


def _open(db: Database, wish: Wish, by: By, also: Callable[[Transaction], None] | None = None) -> Opened:
    wish = _complete(db, wish, by.happened_at or by.now)
    with db.transaction() as tx:
        if earlier := reporters.by_key(tx, wish.key, wish.alike, by.now - ALIKE_WITHIN):
            return _sent_before(tx, earlier)
        ticket = _write(db, tx, wish, by)
        keys = [name for name in dict.fromkeys((wish.key, *wish.alike[:1])) if name]
        reporter = reporters.join(tx, ticket.id, wish.caller, channel=wish.channel, now=by.now, keys=keys)
        attachments.attach(tx, ticket.id, 1, wish.photos)
        if also:
            also(tx)
    return Opened(ticket, reporter)


def open_beside(db: Database, tx: Transaction, wish: Wish, *, by: By, origin: Mapping[str, Any]) -> Ticket:
    """A ticket that comes out of another one, inside the step of that one, which asks who may; `origin` are the facts
    that name it. Its reporters are the caller's to write down."""
    return _write(db, tx, _complete(db, wish, by.happened_at or by.now), by, origin)


def _complete(db: Database, wish: Wish, at: datetime) -> Wish:
    """The wish with what the catalogue and the place add; WrongInput names what is missing."""
    wish = _at_its_asset(db, wish)
    found = services.service(db, wish.service_code) if wish.service_code else None
    if wish.service_code and found is None:
        raise WrongInput(mark("This service is not in the catalogue."), field="service")
    if not found and not seen(wish.description):
        raise WrongInput(
            mark("Please choose a service or say in a few words what is wrong."), field="description"
        )
    within_a_year(wish.appointment_at, at, field="appointment")
    said: dict[str, Any] = {
        "severity": wish.severity or (found.severity if found else Severity.NORMAL),
        "kind": wish.kind or (found.kind if found else Kind.REPAIR),
        "location_id": wish.location_id,
        "department_id": _department(db, wish, at),
        "description": seen(wish.description),
    }
    asked.check(db, said)
    return replace(wish, **said, service_code=found.code if found else services.UNKNOWN)


def _at_its_asset(db: Database, wish: Wish) -> Wish:
    """The wish at the place of its machine, unless it names another."""
    if wish.asset_id is None:
        return wish
    asset = assets.known(db, wish.asset_id)
    return wish if wish.location_id is not None else replace(wish, location_id=asset.location_id)


def _department(db: Database, wish: Wish, at: datetime) -> int | None:
    if wish.department_id is not None:
        return wish.department_id
    if wish.location_id is not None:
        return locations.department_on(db, wish.location_id, local_date(at))
    return wish.caller.department_id


def _sent_before(tx: Transaction, reporter: Reporter) -> Opened:
    ticket = records.by_id(tx, reporter.ticket_id)
    assert ticket is not None
    return Opened(ticket, reporter, again=True)


def _write(
    db: Database, tx: Transaction, wish: Wish, by: By, origin: Mapping[str, Any] | None = None
) -> Ticket:
    opened_at = min(by.happened_at or by.now, by.now)
    facts = {
        "id": tx.next_id("ticket_id"),
        "number": records.next_number(tx, local_date(by.now)),
        **_asked(wish),
        **promised(
            db,
            wish.severity,
            wish.location_id,
            wish.service_code,
            wish.appointment_at or opened_at,
            appointed=wish.appointment_at is not None,
        ),
        "caller": wish.caller.name,
        **({"message": wish.message} if wish.message else {}),
        **({"asset_id": wish.asset_id} if wish.asset_id is not None else {}),
        **(origin or {}),
    }
    ticket, event = lifecycle.apply(None, act(Action.OPEN, by, facts))
    records.add(tx, ticket)
    records.add_event(tx, event)
    return ticket


def _asked(wish: Wish) -> Mapping[str, Any]:
    names = (
        "kind",
        "channel",
        "severity",
        "service_code",
        "department_id",
        "location_id",
        "description",
        "appointment_at",
    )
    return {name: getattr(wish, name) for name in names}


def promised(
    db: Database,
    severity: str,
    location_id: int | None,
    service_code: str,
    at: datetime,
    *,
    appointed: bool = False,
) -> Mapping[str, Any]:
    """The promise of a ticket like that and its due times, as facts of an event. `appointed`: the time was agreed."""
    place = locations.location(db, location_id)
    area = place.area_class if place else ""
    return promises.dues(
        db, severity=severity, area_class=area, service_code=service_code, at=at, appointed=appointed
    ).facts()
