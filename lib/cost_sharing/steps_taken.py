"""Whether a statement stands where its history leads, and says what its history told when it was sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.core.i18n import mark
from lib.cost_sharing import chain, records
from lib.cost_sharing.plain import plain
from lib.cost_sharing.records import Dispute, Event
from lib.cost_sharing.statement import STEPS, Statement
from lib.cost_sharing.words import Action, Status
from lib.store.database import Reading
from lib.tickets.checking import Problem


def problems(db: Reading, statement: Statement) -> Iterator[Problem]:
    """A history that does not lead to its row, and a hash that history or audit log do not know."""
    events = records.events(db, statement.id)
    facts = {"number": statement.number}
    if [event.seq for event in events] != list(range(1, statement.version + 1)) or not _leads(
        statement, events
    ):
        yield Problem(mark("{number}: its history does not lead to where it stands."), facts)
    if statement.status is Status.DRAFT:
        return
    if _sealed(events) != statement.hash:
        yield Problem(mark("{number}: its hash is not the one its history tells."), facts)
    if chain.logged_hash(db, statement.number) != statement.hash:
        yield Problem(mark("{number}: its hash is not the one the audit log tells."), facts)


def _leads(statement: Statement, events: Sequence[Event]) -> bool:
    """Every step begins where the one before ended; the last ends where the statement stands, and the row names those
    who took them, and when."""
    if not events or events[0].action is not Action.MAKE:
        return False
    status, named = Status.DRAFT, _named(None)
    for event in events:
        if event.action is not Action.MAKE:
            step = STEPS[event.action]
            if status not in step.starts:
                return False
            status = step.to or status
        if event.action in _NAMED:
            named |= dict(zip(_NAMED[event.action], (event.actor_id, event.happened_at), strict=False))
        if event.action in BACK:
            named |= {name: None for one in FORGOTTEN for name in _NAMED[one]}
    return status is statement.status and named == _named(statement)


BACK = frozenset({Action.TAKE_BACK, Action.SEND_BACK})
FORGOTTEN = (Action.SEND, Action.CHECK)
"""What nobody has done any more once the statement is a draft again."""
_NAMED: Mapping[Action, tuple[str, str]] = {
    Action.MAKE: ("made_by", "made_at"),
    Action.SEND: ("sent_by", "sent_at"),
    Action.CHECK: ("checked_by", "checked_at"),
    Action.APPROVE: ("approved_by", "issued_at"),
}


def _named(statement: Statement | None) -> dict[str, Any]:
    """Who took the steps, and when, as the row says; of no statement yet: nobody."""
    return {name: getattr(statement, name, None) for pair in _NAMED.values() for name in pair}


def _sealed(events: Sequence[Event]) -> str:
    """The hash told by the last step that sealed the statement."""
    told = [event.facts["hash"] for event in events if "hash" in event.facts]
    return told[-1] if told else ""


def undecided(db: Reading, statement: Statement) -> Iterator[int]:
    """Tickets whose disputes say something else than the decisions in the statement's history."""
    told = {
        event.facts["ticket_id"]: _decision(event)
        for event in records.events(db, statement.id)
        if event.action is Action.DECIDE
    }
    rows = records.disputes(db, statement.id)
    said = {(one.ticket_id, _as_decided(one)) for one in rows if one.decision}
    wrong = {ticket_id for ticket_id, decision in told.items() if (ticket_id, decision) not in said}
    wrong |= {one.ticket_id for one in rows if one.decision and one.ticket_id not in told}
    yield from sorted(wrong)


def _decision(event: Event) -> tuple[Any, ...]:
    facts = event.facts
    return facts["decision"], facts.get("moved_to"), facts["reason"], event.actor_id, event.happened_at


def _as_decided(one: Dispute) -> tuple[Any, ...]:
    return one.decision.value, one.moved_to, one.reason, one.decided_by, one.decided_at


def unrecorded(db: Reading, statement: Statement) -> Iterator[int]:
    """Vendors (ids) whose settlement nobody entered as it stands there."""
    told = {
        (*(event.facts.get(name) for name in SETTLED), event.actor_id)
        for event in records.events(db, statement.id)
        if event.action is Action.RECORD
    }
    nothing = ("", "", None, None, None)
    for share in records.shares(db, statement.id).values():
        row = (*plain([getattr(share, name) for name in SETTLED]), share.settled_by)
        if row != nothing and row not in told:
            yield share.vendor_id


SETTLED = ("settled_how", "invoice_number", "invoiced_on", "paid_on")
