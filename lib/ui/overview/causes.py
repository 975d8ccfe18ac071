"""What may have one cause, and the outages in force: lines for the desk."""

from __future__ import annotations

from lib.catalog.services import service
from lib.core.i18n import mark
from lib.people.roles import Permission
from lib.places.locations import location
from lib.tickets import duplicates, outages, records, reporters
from lib.tickets.duplicates import Cause
from lib.tickets.outages import Outage
from lib.ui.overview.glance import Part, target
from lib.ui.session import Session
from lib.ui.widgets import when

MOST = 5


def part(here: Session) -> Part:
    """Outages first, then what looks like one; without lines for whoever declares none."""
    lines: list[Part] = []
    if here.may(Permission.DECLARE_OUTAGE):
        known = outages.in_force(here.db, here.now)
        lines = [_outage(here, one) for one in known]
        carried = {one.ticket_id for one in known}
        causes = (cause for cause in duplicates.common_causes(here.db, here.now) if not carried & _ids(cause))
        lines += [_cause(here, cause) for cause in causes]
    return {"name": "", "title": here._(mark("One cause for many")), "lines": lines[:MOST], "first": True}


def _ids(cause: Cause) -> set[int]:
    return {ticket.id for ticket in cause.tickets}


def _outage(here: Session, outage: Outage) -> Part:
    ticket = records.by_id(here.db, outage.ticket_id)
    message = mark("Outage: {words}, {n} reports")
    if ticket is not None and not ticket.is_open:
        message = mark("Outage: {words}; its ticket is finished: is it over?")
    reports = len(reporters.of_ticket(here.db, outage.ticket_id))
    return {
        "text": here._(message, words=outage.words, n=reports),
        "when": when(outage.starts_at),
        "tone": "late",
        "target": target(here, "ticket", number=ticket.number) if ticket else None,
    }


def _cause(here: Session, cause: Cause) -> Part:
    place, found = location(here.db, cause.building_id), service(here.db, cause.service_code)
    said = {
        "n": len(cause.tickets),
        "service": found.title(here.language) if found else cause.service_code,
        "place": place.path if place else "",
    }
    return {
        "text": here._(mark("{place}: {n} reports of “{service}” within two hours. One cause?"), **said),
        "when": when(cause.tickets[-1].opened_at),
        "target": target(here, "ticket", number=cause.tickets[0].number),
    }
