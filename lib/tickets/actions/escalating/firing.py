"""Telling people that a ticket has reached a level: its event, the level's row and the messages, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lib.core.clock import local
from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.people.roles import SYSTEM
from lib.store.database import Database, Transaction
from lib.tickets import records as tickets
from lib.tickets.actions.step import By, step
from lib.tickets.escalation import records
from lib.tickets.escalation.reached import Mark
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Severity

STEPS: Sequence[Severity] = (Severity.LOW, Severity.NORMAL, Severity.URGENT, Severity.EMERGENCY)
SUMMED = "late_many"
WORDS = 60
"""Characters of the description a message repeats."""


class SaidBefore(Refusal):
    """Somebody else, or this very job in another thread, was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is to be told about one ticket.

    `marks`: what it has reached, the first names the event; `passed`: what nobody hears of. `told`: names by account;
    `silent`: those of them who get no message, `summed`: who gets one for so many tickets instead. `facts` go into the
    event, `said` into the messages.
    """

    ticket_id: int
    marks: Sequence[Mark]
    passed: Sequence[Mark] = ()
    topic: str = ""
    told: Mapping[int, str] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    summed: Mapping[int, int] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)
    raises: bool = False


def fire(db: Database, notice: Notice, now: datetime) -> Ticket | None:
    """The ticket with its new event, or None when it was told before or is over; nothing is written then."""
    try:
        return _fired(db, notice, now)
    except Refusal:  # told before, or the ticket was finished a moment ago
        return None


def _fired(db: Database, notice: Notice, now: datetime) -> Ticket:
    def said(ticket: Ticket) -> Mapping[str, Any]:
        _not_yet(db, notice)
        return _facts(notice, ticket)

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        records.add(tx, notice.marks, at=now, event_seq=event.seq)
        records.add(tx, notice.passed, at=now, event_seq=None)
        to = notice.told.keys() - notice.silent
        said = _message(notice, ticket, now)
        outbox.tell(tx, to, notice.topic, ticket_id=ticket.id, now=now, facts=said)
        for account, count in notice.summed.items():
            outbox.tell(tx, [account], SUMMED, ticket_id=ticket.id, now=now, facts={**said, "count": count})

    by = By(actor=SYSTEM, now=now)
    return step(db, Action.ESCALATE, ticket_id=notice.ticket_id, version=None, by=by, facts=said, also=also)


def _not_yet(db: Database, notice: Notice) -> None:
    """Asked again inside the transaction: the plan was made outside of it."""
    with db.transaction() as tx:
        there = {one.key for one in records.marks_of(tx, notice.ticket_id)}
    if any(one.key in there for one in (*notice.marks, *notice.passed)):
        raise SaidBefore(mark("This was told before."))


def _facts(notice: Notice, ticket: Ticket) -> Mapping[str, Any]:
    first = notice.marks[0]
    raised = {"severity": raised_from(ticket.severity)} if notice.raises else {}
    return {
        "level": first.level,
        "stage": first.stage,
        "due": first.due_at,
        "told": list(notice.told.values()),
        **({"passed": len(notice.passed)} if notice.passed else {}),
        **notice.facts,
        **{name: value for name, value in raised.items() if value},
    }


def _message(notice: Notice, ticket: Ticket, now: datetime) -> Mapping[str, Any]:
    due = notice.marks[0].due_at
    return {
        "number": ticket.number,
        "description": ticket.description[:WORDS],
        "due": clock_time(due, now) if due else "",
        "urges": ticket.urges,
        **notice.said,
    }


def clock_time(instant: datetime, now: datetime) -> str:
    """ "14:05" of today, else "11-23 14:05"; the same in every language."""
    return (
        f"{local(instant):%H:%M}"
        if local(instant).date() == local(now).date()
        else f"{local(instant):%m-%d %H:%M}"
    )


def raised_from(severity: Severity) -> str:
    """One step more urgent; "" where there is none."""
    above = STEPS.index(severity) + 1
    return STEPS[above].value if above < len(STEPS) else ""


def pass_over(db: Database, marks: Sequence[Mark], now: datetime) -> None:
    """Levels that nobody is told of any more are written down, so that they are not asked about again."""
    with db.transaction() as tx:
        for one in marks:
            if tickets.by_id(tx, one.ticket_id) and one.key not in {
                m.key for m in records.marks_of(tx, one.ticket_id)
            }:
                records.add(tx, [one], at=now, event_seq=None)
