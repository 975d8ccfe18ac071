"""A finding after the work: seen good it is settled and its ticket closed, seen bad its ticket comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lib.core.i18n import mark, say
from lib.inspections import finding as findings
from lib.inspections import finding_tickets as tickets
from lib.inspections.finding import Finding, Recheck
from lib.inspections.finding_tickets import Seen
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.store.database import Database, Reading, Transaction
from lib.tickets import records
from lib.tickets.actions import inspected
from lib.tickets.by import By
from lib.tickets.conditions import window_over
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status

WORK_OVER = frozenset({Status.DONE, Status.CLOSED, Status.CANCELLED})


def ticket_of(db: Reading, finding: Finding) -> Ticket | None:
    """The ticket in which its work goes on now."""
    return records.carrying(db, finding.ticket_id) if finding.ticket_id is not None else None


def is_due(finding: Finding, ticket: Ticket | None) -> bool:
    """Whether somebody has to look again: the work is said to be over, and nobody has seen that it is good. A failed
    re-check opens a ticket anew, so no re-check lies between."""
    return finding.resolved_at is None and (ticket is None or ticket.status in WORK_OVER)


def seen_after_the_work(ticket: Ticket | None, at: datetime) -> bool:
    """Whether what was seen then can judge the work: a phone may send its morning after the repair."""
    over = (ticket.done_at or ticket.closed_at or ticket.changed_at) if ticket else None
    return over is None or at >= over


def own_work(ticket: Ticket | None, account_id: int | None) -> bool:
    """Whether that person did the work or helped: nobody re-checks that."""
    if ticket is None or not ticket.completions or account_id is None:
        return False
    return account_id in (ticket.done_by, ticket.assignee_id, *ticket.helpers)


def passed(
    db: Database, tx: Transaction, finding: Finding, seen: Seen, *, facts: Mapping[str, Any], by: By
) -> Ticket | None:
    """Good again: the finding is settled; its ticket is closed by that if it still waits for a word and nothing else
    found with it does, else the word stands on it as a note. Gives the ticket."""
    ticket = ticket_of(tx, finding)
    _write(tx, finding, seen, ticket, by, passed=True)
    findings.resolved(tx, finding.id, by.happened_at or by.now)
    if ticket is None:
        return None
    if ticket.status is Status.DONE and not _others_open(tx, finding, ticket):
        said = {**facts, "note": facts["reading"]}
        return inspected.confirm(db, ticket_id=ticket.id, facts=said, by=by, photos=seen.photos)
    said = {**facts, "inspection": "settled"}
    return inspected.note(
        db, ticket_id=ticket.id, words=facts["reading"], facts=said, by=by, photos=seen.photos
    )


def failed(
    db: Database,
    tx: Transaction,
    finding: Finding,
    seen: Seen,
    round: Round,
    stop: Stop,
    *,
    facts: Mapping[str, Any],
    by: By,
) -> Ticket:
    """Still not good: the ticket is sent back while that is possible; after its window, or where it was cancelled, a
    new one is opened for the same finding. Gives the ticket that goes on."""
    ticket = ticket_of(tx, finding)
    _write(tx, finding, seen, ticket, by, passed=False)
    if ticket is not None and _can_come_back(db, ticket, by):
        reason = say(tickets.WRITTEN, mark("Looked at again: {reading}"), reading=facts["reading"])
        return inspected.reopen(
            db, ticket_id=ticket.id, reason=reason, facts=facts, by=by, photos=seen.photos
        )
    fresh = tickets.opened(db, tx, round, stop, seen, finding.id, by=by, after=ticket)
    findings.now_with_ticket(tx, finding.id, fresh.id)
    return fresh


def _can_come_back(db: Database, ticket: Ticket, by: By) -> bool:
    if ticket.status is Status.CANCELLED or own_work(ticket, by.actor.account_id):
        return False
    return not window_over(ticket, rules(db).reopen_window_days, by.happened_at or by.now)


def _others_open(tx: Transaction, finding: Finding, ticket: Ticket) -> bool:
    """Whether something else that ticket has to mend was not seen good yet: merged tickets carry several findings."""
    others = findings.of_ticket(tx, ticket.id)
    return any(other.resolved_at is None and other.id != finding.id for other in others)


def _write(
    tx: Transaction, finding: Finding, seen: Seen, ticket: Ticket | None, by: By, *, passed: bool
) -> None:
    before = findings.last_recheck(tx, finding.id)
    findings.add_recheck(
        tx,
        Recheck(
            finding_id=finding.id,
            seq=before.seq + 1 if before else 1,
            passed=passed,
            number=seen.number,
            words=seen.words,
            photos=seen.photos,
            ticket_id=ticket.id if ticket else None,
            checked_by=by.actor.account_id,
            checked_at=by.happened_at or by.now,
        ),
    )
