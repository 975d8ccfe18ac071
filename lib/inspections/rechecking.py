"""Looking again: what waits for a re-check by whom, and what the re-check does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lib.core.clock import local
from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.core.i18n import mark
from lib.inspections import checklists, records, settling
from lib.inspections import finding as findings
from lib.inspections import finding_tickets as tickets
from lib.inspections.checklists import Item
from lib.inspections.finding import Finding, Recheck
from lib.inspections.finding_tickets import Seen
from lib.inspections.judging import Given, judge
from lib.inspections.last_readings import last_readings
from lib.inspections.plans import Stop
from lib.inspections.rights import matter
from lib.inspections.round import Round
from lib.inspections.seeing import visible
from lib.inspections.words import ItemKind, Verdict
from lib.people import accounts
from lib.people.roles import Actor, Permission, may, require
from lib.store.database import Database, Reading, Transaction
from lib.tickets.by import By, as_of_now
from lib.tickets.records import by_ids
from lib.tickets.ticket import Ticket

PRESSED_TWICE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to look at again. `over_at`: since when its work is said to be over."""

    finding: Finding
    item: Item
    round: Round
    ticket: Ticket | None
    over_at: datetime


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a re-check came to: the ticket that was closed, or that goes on."""

    passed: bool
    verdict: Verdict
    ticket: Ticket | None


def due(db: Database, actor: Actor, now: datetime) -> list[Due]:
    """What this person is to look at again: findings of rounds they may do whose work is over, without their own work;
    the longest over first. Source: the product's rule."""
    sight = visible(actor, Permission.DO_ROUNDS)
    rows = db.rows(
        f"""
        SELECT f.id FROM finding f JOIN round r ON r.id = f.round_id LEFT JOIN ticket t ON t.id = f.ticket_id
        WHERE f.resolved_at IS NULL AND coalesce(t.status, 'done') IN ('done', 'closed', 'cancelled', 'merged')
          AND f.found_at <= $now AND {sight.sql} ORDER BY f.id
        """,
        now=now,
        **sight.values,
    )
    standing = _standing(db, findings.by_ids(db, [row["id"] for row in rows]))
    found = [one for one in standing if one and not settling.own_work(one.ticket, actor.account_id)]
    return sorted(found, key=lambda one: (one.over_at, one.finding.id))


def _standing(db: Database, known: Sequence[Finding]) -> Iterator[Due | None]:
    """`stands` for many, their tickets and rounds read at once."""
    tickets = {
        one.id: one for one in by_ids(db, [one.ticket_id for one in known if one.ticket_id is not None])
    }
    rounds = {one.id: one for one in records.by_ids(db, [one.round_id for one in known])}
    for one in known:
        ticket = tickets.get(one.ticket_id or 0)
        if ticket is not None and ticket.merged_into is not None:
            ticket = settling.ticket_of(db, one)
        yield _due(db, one, ticket, rounds.get(one.round_id))


def stands(db: Database, finding: Finding) -> Due | None:
    """The finding as something to look at again, whoever does; None while it is not."""
    return _due(db, finding, settling.ticket_of(db, finding), records.by_id(db, finding.round_id))


def _due(db: Database, finding: Finding, ticket: Ticket | None, round: Round | None) -> Due | None:
    if round is None or not settling.is_due(finding, ticket):
        return None
    over = (ticket.done_at or ticket.closed_at or ticket.changed_at) if ticket else finding.found_at
    return Due(finding=finding, item=asked(db, finding), round=round, ticket=ticket, over_at=over)


def may_recheck(db: Database, due: Due, actor: Actor) -> bool:
    """Whether this person may look: whoever may do the round, unless the work was theirs."""
    reached = may(actor, Permission.DO_ROUNDS, matter(db, due.round, actor))
    return reached and not settling.own_work(due.ticket, actor.account_id)


def may_see(db: Database, finding: Finding, actor: Actor) -> bool:
    """Whether this person may read what came of it: whoever may see the round that found it."""
    round = records.by_id(db, finding.round_id)
    return round is not None and may(actor, Permission.SEE_ROUNDS, matter(db, round, actor))


def asked(db: Database, finding: Finding) -> Item:
    """The item as it is asked now; as it was where the checklist does not ask it any more. Limits that were wrong and
    have been corrected must not fail a machine for ever."""
    found = _item(db, finding, _version(db, finding))
    assert found is not None
    return found


def _version(db: Database, finding: Finding) -> int:
    newest = checklists.checklist(db, finding.checklist_id).version
    return newest if _item(db, finding, newest) else finding.checklist_version


def _item(db: Database, finding: Finding, version: int) -> Item | None:
    items = checklists.items(db, finding.checklist_id, version)
    return next((item for item in items if item.item_id == finding.item_id), None)


def recheck(db: Database, *, finding_id: int, given: Given, by: By) -> Rechecked:
    """Somebody looked again. Good: the finding is settled and a ticket that waits for a word is closed; not good: its
    ticket is sent back, or a new one opened where that is not possible any more.

    NotAllowed for who may not do the round and for one's own work, WrongInput for an answer that is none, TooLate when
    somebody was faster, Refusal while the work is not over. The same sent twice within ten minutes is one.
    """
    with db.transaction() as tx:
        finding = findings.by_id(tx, finding_id)
        round = records.by_id(tx, finding.round_id)
        assert round is not None
        require(as_of_now(db, by.actor), Permission.DO_ROUNDS, matter(db, round, by.actor))
        if again := _sent_before(tx, finding, given, by):
            return again
        ticket = settling.ticket_of(tx, finding)
        _ready(db, tx, finding, ticket, by)
        verdict = _judged(tx, asked(db, finding), finding, round, given, by)
        return _settled(db, tx, finding, round, given, verdict, by)


def _settled(
    db: Database, tx: Transaction, finding: Finding, round: Round, given: Given, verdict: Verdict, by: By
) -> Rechecked:
    seen = Seen(item_id=finding.item_id, number=given.number, words=given.words.strip(), photos=given.photos)
    stop = _stop(finding)
    # Its answer is said in the words of the checklist it was judged by.
    judged_by = replace(round, checklist_version=_version(db, finding))
    facts = {
        **tickets.origin(db, judged_by, stop, asked(db, finding), seen, finding.id),
        "recheck": True,
    }
    if verdict is Verdict.FAILED:
        after = settling.failed(db, tx, finding, seen, judged_by, stop, facts=facts, by=by)
        return Rechecked(False, verdict, after)
    return Rechecked(True, verdict, settling.passed(db, tx, finding, seen, facts=facts, by=by))


def _judged(tx: Reading, item: Item, finding: Finding, round: Round, given: Given, by: By) -> Verdict:
    if given.unchecked.strip():
        raise WrongInput(mark("A re-check needs an answer."), field=str(item.item_id))
    meters = [item.item_id] if item.kind is ItemKind.METER else []
    last = last_readings(tx, round, _stop(finding), meters, by.now).get(item.item_id)
    return judge(item, given, last_reading=last.number if last else None)


def _stop(finding: Finding) -> Stop:
    return Stop(finding.position, finding.asset_id, finding.location_id)


def _ready(db: Database, tx: Reading, finding: Finding, ticket: Ticket | None, by: By) -> None:
    if finding.resolved_at is not None or not settling.is_due(finding, ticket):
        last = findings.last_recheck(tx, finding.id)
        if last is not None:
            raise TooLate(
                mark("{who} re-checked this at {time} already."),
                who=accounts.names(db).get(last.checked_by or 0, ""),
                time=f"{local(last.checked_at):%H:%M}",
            )
        raise Refusal(mark("The work on this is not over yet; it is re-checked after that."))
    if settling.own_work(ticket, by.actor.account_id):
        raise NotAllowed(mark("Nobody re-checks their own work."))


def _sent_before(tx: Reading, finding: Finding, given: Given, by: By) -> Rechecked | None:
    """The same answer of the same person a moment ago: gloves press twice, and so do poor networks."""
    last = findings.last_recheck(tx, finding.id)
    if last is None or not _same(last, given, by):
        return None
    verdict = Verdict.PASSED if last.passed else Verdict.FAILED
    return Rechecked(last.passed, verdict, settling.ticket_of(tx, finding))


def _same(last: Recheck, given: Given, by: By) -> bool:
    return (
        last.checked_by == by.actor.account_id
        and by.now - last.checked_at < PRESSED_TWICE
        and (last.number, last.words) == (given.number, given.words.strip())
    )
