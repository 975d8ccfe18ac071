"""The department's word: confirm, rate, send back, cancel; and closing by time when none comes."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.catalog.calendars import calendar
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.notifications import outbox
from lib.people import accounts, organisation
from lib.people.roles import Permission, Role, may
from lib.store.database import Database, Transaction
from lib.tickets import attachments, call_backs
from lib.tickets.actions.dispatching import concerned
from lib.tickets.actions.pausing import due_after_pause
from lib.tickets.actions.step import By, step
from lib.tickets.conditions import CONFIRMATIONS
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


def confirm(
    db: Database, *, ticket_id: int, version: int | None, how: ClosedHow, by: By, signature: str = ""
) -> Ticket:
    """The department says it is good: by link or wall code without signing in, or by its liaison."""
    if how in CONFIRMATIONS:
        _in_ones_own_name(how, {"liaison"} if by.actor.account_id is not None else {"link", "code"})

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, [signature] if signature else [])

    facts = {"how": how, "signature": signature}
    return step(db, Action.CONFIRM, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def confirm_by_signature(db: Database, *, ticket_id: int, signature: str, signed_by: str, by: By) -> Ticket:
    """Signed on the technician's own phone by somebody of the department; who signed is kept, never as a rating."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        if by.actor.account_id is None or by.actor.account_id != ticket.done_by:
            raise NotAllowed(mark("Only the technician who did the work collects the signature."))
        if not signed_by.strip():
            raise WrongInput(mark("Please write down who signs."), field="signed_by")
        return {"how": ClosedHow.SIGNATURE, "signature": signature, "signed_by": signed_by.strip()}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        attachments.attach(tx, ticket.id, event.seq, [signature])

    needs = Permission.SEE_TICKET
    return step(
        db, Action.CONFIRM, ticket_id=ticket_id, version=None, by=by, facts=said, also=also, needs=needs
    )


def rate(db: Database, *, ticket_id: int, version: int | None, scores: Scores, by: By) -> Ticket:
    """Once per completion. A 1 or 2 opens a call-back."""
    _in_ones_own_name(scores.how, _ways_of_rating(by))
    facts = {
        **{name: getattr(scores, name) for name in ("speed", "quality", "attitude", "how")},
        "words": seen(scores.words),
        "window_days": rules(db).rating_window_days,
    }

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        row = {name: facts[name] for name in ("speed", "quality", "attitude", "words", "how")}
        where = {"ticket_id": ticket.id, "completion": ticket.completions, "event_seq": event.seq}
        tx.insert("rating", {**where, **row, "rated_at": by.now})
        if scores.lowest <= LOW:
            call_backs.ask_for(tx, ticket.id, call_backs.LOW_RATING, now=by.now)

    return step(db, Action.RATE, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def _ways_of_rating(by: By) -> AbstractSet[str]:
    if by.actor.account_id is None:
        return {"link", "code"}
    spoken = {"spoken"} if may(by.actor, Permission.CALL_BACK) else set()
    return spoken | ({"liaison"} if Role.LIAISON in by.actor.roles else set())


def _in_ones_own_name(how: str, ways: AbstractSet[str]) -> None:
    """The department's word is counted by the way it came, so nobody gives it the way of another."""
    if how not in ways:
        raise NotAllowed(mark("You are not allowed to do this here."))


def reopen(db: Database, *, ticket_id: int, version: int | None, reason: str, by: By) -> Ticket:
    """Not fixed: back the first time to the same person, after that to the team; the rules say what promises do."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        return sent_back(db, ticket, reason, by)

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        tell_sent_back(db, tx, ticket, reason, by)

    return step(db, Action.REOPEN, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def sent_back(db: Database, ticket: Ticket, reason: str, by: By) -> Mapping[str, Any]:
    """The facts of a reopening: why, the window it must lie in, whose it is again, and what promises do."""
    window = {"reason": reason.strip(), "window_days": rules(db).reopen_window_days}
    facts = {**window, **_goes_back_to(db, ticket), **rules(db).policy.of_reopening()}
    return {**facts, **due_after_pause(db, ticket, Action.REOPEN, by, **facts)}


def tell_sent_back(db: Database, tx: Transaction, ticket: Ticket, reason: str, by: By) -> None:
    """Tells those who have it again."""
    facts = {"number": ticket.number, "reason": reason.strip()[:80]}
    outbox.tell(tx, concerned(db, ticket), "reopened", ticket_id=ticket.id, now=by.now, facts=facts)


def _goes_back_to(db: Database, ticket: Ticket) -> Mapping[str, Any]:
    person = accounts.all_accounts(db).get(ticket.assignee_id) if ticket.assignee_id is not None else None
    same = person is not None and person.active and ticket.reopens == 0
    team = organisation.teams(db).get(ticket.team_id) if ticket.team_id is not None else None
    vendor = organisation.vendors(db).get(ticket.vendor_id) if ticket.vendor_id is not None else None
    return {
        "assignee_id": ticket.assignee_id if same else None,
        "team_id": team.id if team and (team.active or same) else None,
        "vendor_id": vendor.id if vendor and (vendor.active or same) else None,
        "whom": person.name if same and person else "",
    }


def cancel(db: Database, *, ticket_id: int, version: int | None, reason: str, by: By) -> Ticket:
    """Not needed any more. The reporter only while nobody owns it."""
    facts = {"reason": reason.strip(), "by_reporter": by.actor.account_id is None and not by.actor.system}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        tell_cancelled(db, tx, ticket, by)

    return step(db, Action.CANCEL, ticket_id=ticket_id, version=version, by=by, facts=facts, also=also)


def tell_cancelled(db: Database, tx: Transaction, ticket: Ticket, by: By) -> None:
    """Tells those who had it, or whose team did."""
    told = {"number": ticket.number}
    outbox.tell(tx, concerned(db, ticket), "cancelled", ticket_id=ticket.id, now=by.now, facts=told)


def close(db: Database, *, ticket_id: int, version: int | None, how: ClosedHow, by: By) -> Ticket:
    """Closed without the department's own word: by time, or after a call-back."""
    if how not in (ClosedHow.TIMED_OUT, ClosedHow.CALL_BACK):
        raise WrongInput(mark("A ticket cannot be closed that way."), field="how")

    def said(ticket: Ticket) -> Mapping[str, Any]:
        done_at = ticket.done_at or ticket.changed_at
        if how == ClosedHow.TIMED_OUT and not overdue_for_a_word(db, done_at, by.now):
            raise Refusal(mark("The department still has time to say its word."))
        return {"how": how, "called_back": call_backs.satisfied(db, ticket.id, done_at)}

    return step(db, Action.CLOSE, ticket_id=ticket_id, version=version, by=by, facts=said)


def overdue_for_a_word(db: Database, done_at: datetime, now: datetime) -> bool:
    """Whether a ticket finished then has waited its working days (default three) for a word."""
    hours = calendar(db, "office")
    a_day = 480
    return hours.minutes_between(done_at, now) >= rules(db).close_after_days * a_day
