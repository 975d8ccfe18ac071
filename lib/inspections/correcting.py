"""A slip of the hand put right at its stop: the ticket it opened is withdrawn while nobody has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.core.i18n import mark, say
from lib.inspections import finding as findings
from lib.inspections.finding import Finding
from lib.inspections.finding_tickets import WRITTEN, in_time
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.store.database import Database, Reading, Transaction
from lib.tickets import reporters
from lib.tickets.actions import inspected
from lib.tickets.by import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status


def corrects(finding: Finding, round: Round, stop: Stop) -> bool:
    """Whether that stop of that round found it, so that whoever is there again puts right what was written."""
    return (finding.round_id, finding.position) == (round.id, stop.position)


def can_be_withdrawn(tx: Reading, finding: Finding, ticket: Ticket | None) -> bool:
    """Whether the ticket is nobody's yet and stands for this one entry alone: nobody else reported it, no other round
    or re-check saw the fault, nothing was merged into it."""
    return (
        ticket is not None
        and ticket.status is Status.NEW
        and ticket.id == finding.ticket_id
        and len(reporters.of_ticket(tx, ticket.id)) <= 1
        and [one.id for one in findings.of_ticket(tx, ticket.id)] == [finding.id]
        and not findings.last_recheck(tx, finding.id)
        and not _seen_elsewhere(tx, finding)
    )


def withdraw(
    db: Database, tx: Transaction, finding: Finding, ticket: Ticket, *, facts: Mapping[str, Any], by: By
) -> None:
    """Cancels the ticket, with what it was corrected to, and keeps the finding as one that never was."""
    reason = say(WRITTEN, mark("inspection entry corrected: {reading}"), reading=facts["reading"])
    inspected.withdraw(db, ticket_id=ticket.id, reason=reason, facts=facts, by=in_time(by))
    findings.mistaken(tx, finding.id, max(by.happened_at or by.now, finding.found_at))


def _seen_elsewhere(tx: Reading, finding: Finding) -> bool:
    found = tx.value(
        """
        SELECT 1 FROM answer WHERE finding_id = $id AND verdict = 'failed'
        AND (round_id <> $round OR position <> $position) LIMIT 1
        """,
        id=finding.id,
        round=finding.round_id,
        position=finding.position,
    )
    return found is not None
