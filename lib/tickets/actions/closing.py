"""The department's word: confirm, rate, send back, cancel; and closing by time when none comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.catalog import promises
from lib.catalog.calendars import calendar
from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.people import accounts
from lib.people.roles import Permission
from lib.store.database import Database, Transaction
from lib.tickets import attachments, call_backs
from lib.tickets.actions.dispatching import concerned
from lib.tickets.actions.step import By, step
from lib.tickets.rules import rules
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, ClosedHow

LOW = 2
"""A score of this or less opens a call-back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """1 to 5 each. `how`: link, code, liaison, or spoken on the phone to the desk."""

    speed: int
    quality: int
    attitude: int
    words: str = ""
    how: str = "link"

    @property
    def lowest(self) -> int:
        return min(self.speed, self.quality, self.attitude)


def answer(db: Database, *, ticket_id: int, version: int | None, note: str, by: By) -> Ticket:
    """A consultation settled on the phone."""
    return step(db, Action.ANSWER, ticket_id=ticket_id, version=version, by=by, facts={"note": note.strip()})


def confirm(db: Database, *, ticket_id: int, version: int | None, how: ClosedHow, by: By, signature: str = "") -> Ticket:
    """The department says it is good: by link, by wall code, by signature on the technician's phone, or its liaison."""

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, [signature] if signature else [])

    facts = {"how": how, "signature": signature}
    return step(db, Action.CONFIRM, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def confirm_by_signature(db: Database, *, ticket_id: int, signature: str, signed_by: str, by: By) -> Ticket:
    """Signed on the technician's own phone by somebody of the department; who signed is written down, never a rating."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        if by.actor.account_id is None or by.actor.account_id != ticket.done_by:
            raise NotAllowed(mark("Only the technician who did the work collects the signature."))
        if not signed_by.strip():
            raise WrongInput(mark("Please write down who signs."), field="signed_by")
        return {"how": ClosedHow.SIGNATURE, "signature": signature, "signed_by": signed_by.strip()}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, [signature])

    needs = Permission.WORK_TICKET
    return step(db, Action.CONFIRM, ticket_id=ticket_id, version=None, by=by, facts=said, also=also, needs=needs)


def rate(db: Database, *, ticket_id: int, version: int | None, scores: Scores, by: By) -> Ticket:
    """Once per completion. A 1 or 2 opens a call-back."""
    facts = {
        **{name: getattr(scores, name) for name in ("speed", "quality", "attitude", "how")},
        "words": scores.words.strip(),
        "window_days": rules(db).rating_window_days,
    }

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        row = {name: facts[name] for name in ("speed", "quality", "attitude", "words", "how")}
        where = {"ticket_id": ticket.id, "completion": ticket.completions, "event_seq": event.seq}
        tx.insert("rating", {**where, **row, "rated_at": by.now})
        if scores.lowest <= LOW:
            call_backs.ask_for(tx, ticket.id, call_backs.LOW_RATING, now=by.now)

    return step(db, Action.RATE, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def reopen(db: Database, *, ticket_id: int, version: int | None, reason: str, by: By) -> Ticket:
    """Not fixed: back the first time to the same person, after that to the team; closed time does not count."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        since = ticket.done_at or ticket.closed_at or by.now
        due = promises.moved(db, ticket.promise_id, ticket.complete_due, since, max(by.now, since))
        window = {"reason": reason.strip(), "window_days": rules(db).reopen_window_days}
        return {**window, **_goes_back_to(db, ticket), "complete_due": due}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        facts = {"number": ticket.number, "reason": reason.strip()[:80]}
        outbox.tell(tx, concerned(db, ticket), "reopened", ticket_id=ticket.id, now=by.now, facts=facts)

    return step(db, Action.REOPEN, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def _goes_back_to(db: Database, ticket: Ticket) -> Mapping[str, Any]:
    person = accounts.all_accounts(db).get(ticket.assignee_id) if ticket.assignee_id is not None else None
    same = person is not None and person.active and ticket.reopens == 0
    return {
        "assignee_id": ticket.assignee_id if same else None,
        "team_id": ticket.team_id,
        "vendor_id": ticket.vendor_id,
        "whom": person.name if same and person else "",
    }


def cancel(db: Database, *, ticket_id: int, version: int | None, reason: str, by: By) -> Ticket:
    """Not needed any more. The reporter only while nobody owns it."""
    facts = {"reason": reason.strip(), "by_reporter": by.actor.account_id is None and not by.actor.system}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        if ticket.assignee_id is not None:
            told = {"number": ticket.number}
            outbox.tell(tx, [ticket.assignee_id], "cancelled", ticket_id=ticket.id, now=by.now, facts=told)

    return step(db, Action.CANCEL, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def close(db: Database, *, ticket_id: int, version: int | None, how: ClosedHow, by: By) -> Ticket:
    """Closed without the department's own word: by time, or after a call-back."""
    facts = {"how": how, "called_back": call_backs.answered(db, ticket_id)}
    return step(db, Action.CLOSE, ticket_id=ticket_id, version=version, by=by, facts=facts)


def overdue_for_a_word(db: Database, done_at: datetime, now: datetime) -> bool:
    """Whether a ticket finished then has waited its working days (default three) for a word."""
    hours = calendar(db, "office")
    a_day = 480
    return hours.minutes_between(done_at, now) >= rules(db).close_after_days * a_day
