"""What the clock does about open tickets: levels, emergencies nobody accepts, watches that are over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lib.catalog import promises
from lib.store.database import Database
from lib.tickets.actions.escalating import whom
from lib.tickets.actions.escalating.firing import Notice, fire, pass_over
from lib.tickets.escalation import levels, reached, records
from lib.tickets.escalation.levels import Level
from lib.tickets.escalation.reached import PHONE, Mark
from lib.tickets.lateness import stage_paused
from lib.tickets.rules import Rules, rules
from lib.tickets.ticket import Ticket

TOPICS = {"respond": "late_respond", "arrive": "late_arrive", "complete": "late_complete"}
MANY = 5
"""Somebody told of more tickets than that in one go gets one message that names the first and counts the others: so
it is after the system stood still."""


def run(db: Database, now: datetime, *, afterwards: bool = False) -> int:
    """Tells what there is to tell, each level of a ticket once; how many tickets were escalated. Called every twenty
    seconds: nothing is told later than that after its time while the system runs.

    `afterwards`: `now` lies in the past; tickets to which something has happened since are left alone.
    """
    levels.load_once(db)
    notices = [
        notice
        for ticket, marks in _in_question(db, now)
        if not (afterwards and ticket.changed_at > now)
        for notice in _notices(db, ticket, marks, now)
    ]
    # Calls for emergencies do not wait for the rest of what a standstill has left.
    notices.sort(key=lambda notice: notice.topic in TOPICS.values())
    crowded = _crowded(notices)
    return sum(_fired(db, notice, crowded, now) for notice in notices)


def _in_question(db: Database, now: datetime) -> Iterator[tuple[Ticket, Sequence[Mark]]]:
    earliest = min((level.minutes for level in levels.in_use(db)), default=0)
    due_before = now - timedelta(minutes=min(earliest, 0))
    tickets = records.in_question(db, due_before=due_before, now=now)
    known = records.marks_by_ticket(db, [ticket.id for ticket in tickets])
    for ticket in tickets:
        yield ticket, known.get(ticket.id, ())


def _notices(db: Database, ticket: Ticket, done: Sequence[Mark], now: datetime) -> Iterator[Notice]:
    said, keys = rules(db), {mark.key for mark in done}
    if (call := _call(db, ticket, said, now)) and call.marks[0].key not in keys:
        yield replace(call, passed=[mark for mark in call.passed if mark.key not in keys])
    over = reached.watch_over(ticket, now)
    if over is not None and over.key not in keys:
        watcher = records.last_watcher(db, ticket.id)
        told = whom.named(db, [watcher] if watcher is not None else whom.managers(db, ticket))
        yield Notice(ticket_id=ticket.id, marks=[over], topic="watch_over", told=told)
    yield from _levels(db, ticket, said, done, now)


def _call(db: Database, ticket: Ticket, said: Rules, now: datetime) -> Notice | None:
    found = reached.unaccepted(
        ticket, call_after=said.unaccepted_minutes, phone_after=said.phone_minutes, now=now
    )
    if found is None:
        return None
    mark, passed = found
    minutes = int((now - reached.unaccepted_since(ticket)).total_seconds() // 60)
    called = whom.named(db, whom.for_the_call(db, ticket, now))
    if mark.level != PHONE:
        facts = {"minutes": minutes}
        return Notice(
            ticket_id=ticket.id,
            marks=[mark],
            topic="emergency_unaccepted",
            told=called,
            facts=facts,
            said=facts,
        )
    desk = whom.named(db, whom.the_desk(db, ticket, now))
    return Notice(
        ticket_id=ticket.id,
        marks=[mark],
        passed=[passed] if passed else [],
        topic="phone_them",
        told=desk,
        facts={"minutes": minutes, "whom": list(called.values())},
        said={"whom": " ".join(called.values()), "minutes": minutes},
    )


def _levels(
    db: Database, ticket: Ticket, said: Rules, done: Sequence[Mark], now: datetime
) -> Iterator[Notice]:
    def moment(level: Level, due: datetime) -> datetime:
        return promises.after_due(db, ticket.promise_id, level.stage, due, level.minutes)

    running = [one for one in reached.pending(ticket) if not stage_paused(ticket, said, one[0], now)]
    tier = tier_of(db, ticket)
    found = reached.reached(
        ticket, levels.by_tier(db), tier, stages=running, done=done, now=now, moment=moment
    )
    if found is None:
        return
    if not found.marks:
        pass_over(db, found.passed, now)
        return
    first = found.levels[0]
    yield Notice(
        ticket_id=ticket.id,
        marks=found.marks,
        passed=found.passed,
        topic=TOPICS[first.stage],
        told=whom.of_levels(db, ticket, found.levels, now),
        facts={"minutes": first.minutes},
        raises=any(level.raises for level in found.levels),
    )


def tier_of(db: Database, ticket: Ticket) -> str:
    """The severity it is judged by: that of the promise it has. One that was raised keeps its promise, and would
    else reach all levels of the other tier at once."""
    promise = promises.all_promises(db).get(ticket.promise_id) if ticket.promise_id is not None else None
    return promise.severity if promise else ticket.severity


def _crowded(notices: Sequence[Notice]) -> Counter[int]:
    """Accounts that would be told of too many tickets at once, and of how many; calls for emergencies do not count."""
    counted = Counter(
        account for notice in notices if notice.topic in TOPICS.values() for account in notice.told
    )
    return Counter({account: count for account, count in counted.items() if count > MANY})


def _fired(db: Database, notice: Notice, crowded: Counter[int], now: datetime) -> bool:
    """Whether it was told. Somebody crowded gets the one message with their first ticket, and none with the others."""
    if notice.topic not in TOPICS.values():
        return fire(db, notice, now) is not None
    counted = {account: crowded[account] for account in notice.told if account in crowded}
    first = {account: count for account, count in counted.items() if count > 0}
    if fire(db, replace(notice, silent=frozenset(counted), summed=first), now) is None:
        return False
    for account in first:
        crowded[account] = 0
    return True
