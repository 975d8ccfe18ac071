"""The parts of a report on its tracking page: how far each is, and one word about those that are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lib.catalog import services
from lib.core.i18n import Language
from lib.places import locations
from lib.store.database import Database, Row
from lib.tickets import records, reporters
from lib.tickets.actions import together
from lib.tickets.actions.closing import LOW, Scores
from lib.tickets.family import family, related
from lib.tickets.reporters import Reporter
from lib.tickets.ticket import Ticket
from lib.tickets.words import STATUS_WORDS, Action, Status
from lib.web.forms import Sent
from lib.web.next_step import next_step

MOST_TICKED = 20


def facts(db: Database, reporter: Reporter, shown: int, language: Language, now: datetime) -> dict[str, Any]:
    """`shown`: the ticket their link shows.

    `parts`: the other tickets of the same report; `around`: the jobs before and after; `good`, `rated`: what one word
    can be said about together, empty where there are no parts.
    """
    if not {shown, reporter.ticket_id} & related(db):
        return {"parts": [], "around": [], "good": [], "rated": []}
    whole = together.family_of(db, reporter)
    said = together.sayable(db, reporter, whole, now) if len(whole) > 1 else []
    if all(one.ticket.id == shown for one in said):
        said = []  # its own buttons are enough
    return {
        "parts": [_part(db, reporter, one, language, now) for one in whole if one.id != shown],
        "around": _around(db, reporter, shown, language, now),
        "good": [_named(db, one, language) for one in said if Action.CONFIRM in one.actions],
        "rated": [_named(db, one, language) for one in said if Action.RATE in one.actions],
    }


def _part(db: Database, reporter: Reporter, ticket: Ticket, language: Language, now: datetime) -> Row:
    """One of them; `token` leads to its own page, "" for who joined only later."""
    mine, step = reporters.same_person(db, reporter, ticket.id), next_step(db, ticket, language, now)
    place = locations.location(db, ticket.location_id)
    return {
        "number": ticket.number,
        "what": _what(db, ticket, language),
        "place": place.path if place else "",
        "status_words": STATUS_WORDS[ticket.status],
        "done": ticket.status is Status.DONE,
        "next": step,
        "token": mine.token if mine else "",
    }


def _what(db: Database, ticket: Ticket, language: Language) -> str:
    """The service; where nobody knew it, what the house wrote of the part."""
    service = services.service(db, ticket.service_code)
    named = service is not None and service.code != services.UNKNOWN
    return service.title(language) if service and named else ticket.description[:40]


def _around(db: Database, reporter: Reporter, ticket_id: int, language: Language, now: datetime) -> list[Row]:
    ticket = records.by_id(db, ticket_id)
    if ticket is None:
        return []
    found = family(db, ticket)
    near = [*([found.first] if found.first else ()), *found.next]
    return [_part(db, reporter, one, language, now) | {"later": one.follows_id == ticket.id} for one in near]


def _named(db: Database, one: together.Sayable, language: Language) -> Row:
    return {"number": one.ticket.number, "what": _what(db, one.ticket, language)}


def confirm(db: Database, reporter: Reporter, sent: Sent, now: datetime) -> str:
    """Those ticked are good."""
    together.confirm_those(db, reporter, _ticked(sent), now=now)
    return "confirmed"


def rate(db: Database, reporter: Reporter, sent: Sent, now: datetime) -> str:
    """The same stars for those ticked."""
    speed, quality, attitude = (sent.number(name) or 0 for name in ("speed", "quality", "attitude"))
    scores = Scores(speed=speed, quality=quality, attitude=attitude, words=sent.words("words", 1000))
    together.rate_those(db, reporter, _ticked(sent), scores, now=now)
    return "rated_low" if scores.lowest <= LOW else "rated"


def _ticked(sent: Sent) -> list[str]:
    return list(sent.typed.get("part", ()))[:MOST_TICKED]


ACTIONS: Mapping[str, Callable[[Database, Reporter, Sent, datetime], str]] = {
    "confirm-parts": confirm,
    "rate-parts": rate,
}
