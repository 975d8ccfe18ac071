"""What the tracking page shows of a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lib.catalog import services
from lib.core.errors import NotFound
from lib.core.i18n import Language
from lib.people import accounts
from lib.people.roles import by_link
from lib.places import labels, locations
from lib.store.database import Database, Row
from lib.tickets import attachments, records, reporters
from lib.tickets.actions import catching
from lib.tickets.reporters import Reporter
from lib.tickets.rights import possible
from lib.tickets.rules import rules
from lib.tickets.telling import Line, public, tell, written_by
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS, Action, Status
from lib.web import outage_words
from lib.web.next_step import next_step

MOST_OTHERS = 5
MOST_KEPT = 500
STARS: Sequence[int] = (5, 4, 3, 2, 1)


def facts(db: Database, reporter: Reporter, language: Language, now: datetime) -> dict[str, Any]:
    """Everything track.html asks for about the ticket itself."""
    reported, told = _both(db, reporter)
    ticket, first = told.ticket, told.first == reporter.id
    own = reported.ticket.description if reported.first == reporter.id else ""
    return {
        "ticket": ticket,
        "merged": reported.ticket.number if reported.ticket.id != ticket.id else "",
        "outages": outage_words.of_ticket(db, ticket.id, language, now),
        "alone": catching.caught(reported.history, reporter) is not None,
        # What somebody else typed may name people: whoever joined follows the work, not the words.
        "description": own,
        "follows": not first,
        "running": ticket.is_open or ticket.status is Status.DONE,
        "token": reporter.token,
        "next": next_step(db, ticket, language, now),
        "status_words": STATUS_WORDS[ticket.status],
        "severity": SEVERITY_WORDS[ticket.severity],
        **_about(db, ticket, language),
        "photos": _all_photos(reported, told, reporter),
        "lines": _lines(db, told, reporter, language, now),
        "can": _can(db, ticket, first, now),
        "stars": STARS,
        "desk_phone": rules(db).desk_phone,
    }


def _about(db: Database, ticket: Ticket, language: Language) -> dict[str, Any]:
    service, place = services.service(db, ticket.service_code), locations.location(db, ticket.location_id)
    named = service is not None and service.code != services.UNKNOWN
    return {
        "what": service.title(language) if service and named else "",
        "place": place.path if place else "",
        "code": labels.current(db, place.id) if place else None,
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """A ticket as it stands at one version: history is never changed, so this stays true."""

    ticket: Ticket
    history: Sequence[Event]
    photos: Sequence[Row]
    first: int | None
    """The reporter whose ticket it is."""


def _told(db: Database, ticket_id: int) -> _Told:
    """Read once for each version of a ticket; people look at the same page again and again."""
    kept: dict[tuple[int, int], _Told] = db.derived("told tickets", (), dict)
    version = records.version(db, ticket_id)
    if found := kept.get((ticket_id, version)):
        return found
    ticket = records.by_id(db, ticket_id)
    assert ticket is not None
    history = records.events(db, ticket_id)
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[ticket_id, ticket.version] = told = _Told(
        ticket, history, _photos(db, ticket_id, history), reporters.first(db, ticket_id)
    )
    return told


def _lines(db: Database, told: _Told, reporter: Reporter, language: Language, now: datetime) -> list[Line]:
    """The timeline, newest first; for those who joined without what others typed."""
    names, first = accounts.names(db), told.first == reporter.id
    lines = []
    for event in reversed(told.history):
        if public(event):
            line = tell(event, language, names=names, now=now)
            lines.append(line if first or written_by(event, reporter.id) else replace(line, words=""))
    return lines


def photos(db: Database, reporter: Reporter) -> Sequence[Row]:
    """The photos and videos that link shows."""
    return _all_photos(*_both(db, reporter), reporter)


def _both(db: Database, reporter: Reporter) -> tuple[_Told, _Told]:
    """The ticket they reported, and the one their link shows: what it was merged into, else itself."""
    reported = told = _told(db, reporter.ticket_id)
    while told.ticket.merged_into is not None:
        told = _told(db, told.ticket.merged_into)
    return reported, told


def _all_photos(reported: _Told, told: _Told, reporter: Reporter) -> Sequence[Row]:
    shown = (*_photos_of(told, reporter), *_photos_of(reported, reporter))
    return list({row["hash"]: row for row in shown}.values())


def _photos_of(told: _Told, reporter: Reporter) -> Sequence[Row]:
    if told.first == reporter.id:
        return told.photos
    own = {event.seq for event in told.history if written_by(event, reporter.id)}
    return [row for row in told.photos if row["event_seq"] in own]


def _photos(db: Database, ticket_id: int, history: Sequence[Event]) -> list[Row]:
    """Photos and videos reporters may see: not those of notes of the house, nor a signature."""
    shown = {event.seq for event in history if public(event) and event.action is not Action.CONFIRM}
    return [row for row in attachments.of_ticket(db, ticket_id) if row["event_seq"] in shown]


def _can(db: Database, ticket: Ticket, first: bool, now: datetime) -> set[str]:
    """What the page offers."""
    actor = by_link(ticket.id, "", first=first)
    return {action.value for action in possible(db, ticket, actor, now)}


def others(db: Database, tokens: Sequence[str]) -> list[Row]:
    """What else was reported with the same form: number and token."""
    found = []
    for token in tokens[:MOST_OTHERS]:
        try:
            reporter = reporters.by_token(db, token)
        except NotFound:
            continue
        ticket = records.by_id(db, reporter.ticket_id)
        found.append({"token": token, "number": ticket.number if ticket else ""})
    return found
