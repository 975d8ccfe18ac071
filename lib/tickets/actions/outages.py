"""Declaring an outage on the ticket that carries it, and ending it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from lib.catalog import services
from lib.core.errors import NotFound, TooLate, WrongInput
from lib.core.i18n import mark
from lib.notifications import announcements, outbox
from lib.notifications.announcements import AnnouncementKind
from lib.people import audit
from lib.people.roles import SYSTEM, Permission, require
from lib.places.locations import all_locations
from lib.store.database import Database, Row
from lib.tickets.actions.step import By, as_of_now, load, step
from lib.tickets.conditions import within_a_year
from lib.tickets.outages import Outage, all_outages, from_row
from lib.tickets.rights import matter
from lib.tickets.words import Action


def declare(
    db: Database,
    *,
    ticket_id: int,
    words: str,
    locations: Collection[int],
    service_codes: Collection[str],
    by: By,
    expected_end: datetime | None = None,
    announce: bool = True,
) -> Outage:
    """An outage carried by that open ticket from now on, announced to everybody unless told otherwise.

    WrongInput names what is missing or unknown; TooLate for a ticket that is finished or carries one already.
    """
    actor = as_of_now(db, by.actor)
    ticket = load(db, ticket_id, actor)
    require(actor, Permission.DECLARE_OUTAGE, matter(db, ticket))
    if not ticket.is_open:
        raise TooLate(mark("{number} is finished already; choose an open ticket."), number=ticket.number)
    _check(db, words, locations, service_codes, expected_end, by.now)
    row: Row = {
        "ticket_id": ticket_id,
        "words": words.strip(),
        "locations": sorted(set(locations)),
        "services": sorted(set(service_codes)),
        "starts_at": by.now,
        "expected_end": expected_end,
        "ended_at": None,
        "declared_by": actor.account_id,
    }
    with db.transaction() as tx:
        if tx.value("SELECT 1 FROM outage WHERE ticket_id = $id AND ended_at IS NULL", id=ticket_id):
            raise TooLate(mark("{number} carries an outage already."), number=ticket.number)
        told = _announced(db, words, by.now) if announce else None
        new = tx.next_id("outage_id")
        tx.insert("outage", {**row, "id": new, "announcement_id": told})
        _written(db, ticket_id, "declared", words.strip(), by)
        audit.write(tx, actor, "outage_declared", f"{ticket.number} {row['words']}", now=by.now)
    return from_row({**row, "id": new, "announcement_id": told})


def end(db: Database, *, outage_id: int, by: By) -> Outage:
    """It is over: further reports are tickets again, and its announcement expires. TooLate when it was ended before."""
    actor = as_of_now(db, by.actor)
    outage = next((one for one in all_outages(db) if one.id == outage_id), None)
    if outage is None:
        raise NotFound(mark("There is no such outage."))
    ticket = load(db, outage.ticket_id, actor)
    require(actor, Permission.DECLARE_OUTAGE, matter(db, ticket))
    with db.transaction() as tx:
        sql = "UPDATE outage SET ended_at = $now WHERE id = $id AND ended_at IS NULL RETURNING *"
        ended = tx.execute(sql, id=outage_id, now=by.now)
        if not ended:
            raise TooLate(mark("This outage has been ended already."))
        _no_longer_announced(db, outage, by.now)
        _written(db, outage.ticket_id, "ended", outage.words, by)
        said = {"number": ticket.number, "words": outage.words}
        outbox.tell_reporters(tx, "reporter_outage_over", ticket_id=ticket.id, now=by.now, facts=said)
        audit.write(tx, actor, "outage_ended", f"{ticket.number} {outage.words}", now=by.now)
    return from_row(ended[0])


def _written(db: Database, ticket_id: int, what: str, words: str, by: By) -> None:
    """Into the ticket's history, where whoever reported it reads it too."""
    facts = {"outage": what, "words": words}
    step(db, Action.COMMENT, ticket_id=ticket_id, version=None, by=by, facts=facts)


def _check(
    db: Database,
    words: str,
    locations: Collection[int],
    service_codes: Collection[str],
    expected_end: datetime | None,
    now: datetime,
) -> None:
    if not words.strip():
        raise WrongInput(mark("Please say in a few words what is out."), field="words")
    if not locations or not set(locations) <= all_locations(db).keys():
        raise WrongInput(mark("Please choose the places it concerns."), field="locations")
    known = {one.code for one in services.all_services(db).values()}
    known |= {one.group_code for one in services.all_services(db).values()}
    if not service_codes or not set(service_codes) <= known:
        raise WrongInput(mark("Please choose the services it concerns."), field="services")
    if expected_end is not None and expected_end <= now:
        raise WrongInput(mark("It can end only after now."), field="expected_end")
    within_a_year(expected_end, now, field="expected_end")


def _announced(db: Database, words: str, now: datetime) -> int:
    """In the product's name: whoever may declare an outage need not be one who publishes announcements."""
    kind = AnnouncementKind.OUTAGE
    return announcements.publish(
        db, actor=SYSTEM, title=words.strip(), body="", kind=kind, expires_at=None, now=now
    )


def _no_longer_announced(db: Database, outage: Outage, now: datetime) -> None:
    if any(one.id == outage.announcement_id for one in announcements.current(db, now)):
        announcements.expire(db, actor=SYSTEM, announcement_id=outage.announcement_id or 0, now=now)
