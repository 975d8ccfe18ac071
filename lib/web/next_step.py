"""What a reporter may expect next: one sentence, and the promise that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.core.clock import short_time
from lib.core.i18n import Language, mark, say
from lib.people import accounts, organisation
from lib.store.database import Database
from lib.tickets.jobs import next_promise
from lib.tickets.telling import polite
from lib.tickets.ticket import Ticket
from lib.tickets.words import CLOSED_WORDS, HOLD_WORDS, Status

WAITING: Mapping[Status, str] = {
    Status.NEW: mark("The service desk has your report and is choosing who comes."),
    Status.ASSIGNED: mark("Given to {who}, who will soon say that somebody is coming."),
    Status.ACCEPTED: mark("{who} is on the way."),
    Status.IN_PROGRESS: mark("{who} is working on it."),
    Status.ON_HOLD: mark("It has to wait: {reason}. It is likely to go on {until}."),
    Status.DONE: mark("{who} has finished. Is everything all right?"),
    Status.CLOSED: mark("It is settled: {how}."),
    Status.CANCELLED: mark("This report was cancelled."),
    Status.MERGED: mark("This report goes on together with another one."),
}
PROMISED: Mapping[str, str] = {
    "respond": mark("Somebody takes it by {time}."),
    "arrive": mark("Somebody is there by {time}."),
    "complete": mark("It is finished by {time}."),
}
LATE: Mapping[str, str] = {
    "respond": mark("Somebody should have taken it by {time}. You can urge it."),
    "arrive": mark("Somebody should have been there by {time}. You can urge it."),
    "complete": mark("It should have been finished by {time}. You can urge it."),
}


@dataclass(frozen=True, slots=True)
class Next:
    """In words; `late` when the promise has passed."""

    sentence: str
    promise: str
    late: bool
    who: str
    team: str


def next_step(db: Database, ticket: Ticket, language: Language, now: datetime) -> Next:
    """What happens next, and who comes; without their phone number."""
    person, team = _person(db, ticket, language), _team(db, ticket)
    facts = {
        "who": person or team or say(language, mark("The service desk")),
        "reason": say(language, HOLD_WORDS.get(ticket.hold_reason, "")),
        "until": short_time(ticket.hold_until, now, language),
        "how": say(language, CLOSED_WORDS.get(ticket.closed_how, "")),
    }
    promise, late = _promise(ticket, language, now)
    return Next(say(language, WAITING[ticket.status], **facts), promise, late, person, team)


def _person(db: Database, ticket: Ticket, language: Language) -> str:
    who = ticket.done_by if ticket.completions and ticket.done_by else ticket.assignee_id
    found = accounts.all_accounts(db).get(who) if who is not None else None
    return polite(found.name, language) if found else ""


def _team(db: Database, ticket: Ticket) -> str:
    team = organisation.teams(db).get(ticket.team_id) if ticket.team_id is not None else None
    vendor = organisation.vendors(db).get(ticket.vendor_id) if ticket.vendor_id is not None else None
    return team.name if team else vendor.name if vendor else ""


def _promise(ticket: Ticket, language: Language, now: datetime) -> tuple[str, bool]:
    running = next_promise(ticket)
    if running is None or running.due is None or ticket.status is Status.ON_HOLD:
        return "", False
    late = running.due < now
    words = (LATE if late else PROMISED)[running.stage]
    return say(language, words, time=short_time(running.due, now, language)), late
