"""What a visit means for tickets: a failed item opens one or joins the one that is there; one in order settles it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.inspections import correcting, settling
from lib.inspections import finding as known
from lib.inspections import finding_tickets as tickets
from lib.inspections.finding import Finding
from lib.inspections.finding_tickets import Seen
from lib.inspections.plans import Stop
from lib.inspections.round import Round
from lib.store.database import Database, Transaction
from lib.tickets import records
from lib.tickets.actions import inspected
from lib.tickets.by import By
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action

STILL, GOOD, CORRECTED = "still", "good", "corrected"
"""What a note of an inspection says of the fault: it is still there, it was not to be seen, or what had been written
down at that very stop was corrected."""


def found(
    db: Database, tx: Transaction, *, round: Round, stop: Stop, failed: Sequence[Seen], by: By
) -> Mapping[int, int]:
    """Item → finding, for each item that was not in order. What is known there already is noted on its ticket, or sends
    it back where the work was said to be over; anything else is a new finding with a ticket of its own. Called before
    the answers are written. Source: the product's rule."""
    at = by.happened_at or by.now
    open_there = known.open_at(tx, stop, [seen.item_id for seen in failed], at)
    findings = {}
    for seen in failed:
        finding = open_there.get(seen.item_id)
        if finding is None:
            finding = _new(db, tx, round, stop, seen, by)
        else:
            _again(db, tx, finding, round, stop, seen, by)
        findings[seen.item_id] = finding.id
    return findings


def seen_good(
    db: Database, tx: Transaction, *, round: Round, stop: Stop, passed: Sequence[Seen], by: By
) -> Mapping[int, int]:
    """Item → finding, for those of the items in order that had not been so: where the work is over this is the
    re-check, unless whoever looks did the work; while it is not, it is noted on the ticket once. Where only the entry
    is put right and nobody has the ticket yet, that is cancelled."""
    at = by.happened_at or by.now
    open_there = known.open_at(tx, stop, [seen.item_id for seen in passed], at)
    for seen in passed:
        if (finding := open_there.get(seen.item_id)) and finding.resolved_at is None:
            _good(db, tx, finding, round, stop, seen, by)
    return {item_id: finding.id for item_id, finding in open_there.items()}


def _new(db: Database, tx: Transaction, round: Round, stop: Stop, seen: Seen, by: By) -> Finding:
    finding_id = tx.next_id("finding_id")
    ticket = tickets.opened(db, tx, round, stop, seen, finding_id, by=by)
    finding = Finding(
        id=finding_id,
        round_id=round.id,
        position=stop.position,
        item_id=seen.item_id,
        checklist_id=round.checklist_id,
        checklist_version=round.checklist_version,
        asset_id=stop.asset_id,
        location_id=tickets.place_of(db, stop),
        ticket_id=ticket.id,
        found_at=by.happened_at or by.now,
        found_by=by.actor.account_id,
        resolved_at=None,
    )
    known.add(tx, finding)
    return finding


def _again(
    db: Database, tx: Transaction, finding: Finding, round: Round, stop: Stop, seen: Seen, by: By
) -> None:
    ticket, facts = settling.ticket_of(tx, finding), _facts(db, finding, round, stop, seen)
    if _judges(finding, ticket, by.happened_at or by.now):
        settling.failed(db, tx, finding, seen, round, stop, facts=facts, by=tickets.in_time(by))
    elif ticket is not None and not _said_before(tx, finding, round, stop, seen):
        _note(db, ticket, STILL, facts, seen, by)


def _good(
    db: Database, tx: Transaction, finding: Finding, round: Round, stop: Stop, seen: Seen, by: By
) -> None:
    ticket, facts = settling.ticket_of(tx, finding), _facts(db, finding, round, stop, seen)
    mine = settling.own_work(ticket, by.actor.account_id)
    if _judges(finding, ticket, by.happened_at or by.now) and not mine:
        settling.passed(db, tx, finding, seen, facts=facts, by=tickets.in_time(by))
    elif ticket is not None and not mine:
        _seen_meanwhile(
            db, tx, finding, ticket, facts, seen, by, same=correcting.corrects(finding, round, stop)
        )


def _seen_meanwhile(
    db: Database,
    tx: Transaction,
    finding: Finding,
    ticket: Ticket,
    facts: Mapping[str, Any],
    seen: Seen,
    by: By,
    *,
    same: bool,
) -> None:
    """In order before the work: a note. At the `same` stop of the same round the entry was corrected: a ticket nobody
    has goes with it. Source: the product's rule."""
    if same and correcting.can_be_withdrawn(tx, finding, ticket):
        correcting.withdraw(db, tx, finding, ticket, facts=facts, by=by)
    elif _last_word(tx, ticket) not in (GOOD, CORRECTED):
        _note(db, ticket, CORRECTED if same else GOOD, facts, seen, by)


def _judges(finding: Finding, ticket: Ticket | None, at: datetime) -> bool:
    return settling.is_due(finding, ticket) and settling.seen_after_the_work(ticket, at)


def _note(db: Database, ticket: Ticket, what: str, facts: Mapping[str, Any], seen: Seen, by: By) -> None:
    inspected.note(
        db,
        ticket_id=ticket.id,
        words=facts["reading"],
        facts={**facts, "inspection": what},
        by=tickets.in_time(by),
        photos=seen.photos,
    )


def _facts(db: Database, finding: Finding, round: Round, stop: Stop, seen: Seen) -> Mapping[str, Any]:
    item = tickets.item_of(db, round, seen.item_id)
    return tickets.origin(db, round, stop, item, seen, finding.id)


def _said_before(tx: Transaction, finding: Finding, round: Round, stop: Stop, seen: Seen) -> bool:
    """Whether this very reading was written down at this stop already: sent again with something else corrected."""
    last = tx.row(
        """
        SELECT number, words, photos FROM answer
        WHERE finding_id = $finding AND round_id = $round AND position = $position ORDER BY seq DESC LIMIT 1
        """,
        finding=finding.id,
        round=round.id,
        position=stop.position,
    )
    return last is not None and (last["number"], last["words"], tuple(last["photos"])) == (
        seen.number,
        seen.words,
        seen.photos,
    )


def _last_word(tx: Transaction, ticket: Ticket) -> str:
    """What inspections said last on the ticket."""
    for event in reversed(records.events(tx, ticket.id)):
        if event.action in (Action.OPEN, Action.REOPEN):
            return STILL
        if event.facts.get("inspection"):
            return str(event.facts["inspection"])
    return STILL
