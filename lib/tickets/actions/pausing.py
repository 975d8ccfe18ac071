"""What a pause does to the time promised to complete: it moves by the working minutes the pause took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lib.catalog import promises
from lib.store.database import Database, Reading
from lib.tickets import records
from lib.tickets.actions.step import By
from lib.tickets.lifecycle import clamped, evolve
from lib.tickets.rules import rules
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action

Pause = tuple[datetime, datetime]
ENDS = frozenset({Action.RESUME, Action.REASSIGN, Action.REOPEN})
"""Actions that end a hold, or the time between done and reopened."""


def due_after_pause(db: Database, ticket: Ticket, by: By) -> Mapping[str, Any]:
    """The time to complete once the pause the ticket is in has ended now, as facts of that event; {} without one."""
    at = clamped(ticket, by.happened_at or by.now, by.now)
    pause = _ended(ticket, at, rules(db).pausing)
    if pause is None:
        return {}
    return {"complete_due": promises.moved(db, ticket.promise_id, ticket.complete_due, *pause)}


def after_all_pauses(
    db: Database, history: Reading, ticket: Ticket, promise_id: int | None, due: datetime | None
) -> datetime | None:
    """A time to complete that is promised anew, moved by every pause the ticket has had."""
    for start, end in _pauses(records.events(history, ticket.id), rules(db).pausing):
        due = promises.moved(db, promise_id, due, start, end)
    return due


def _pauses(events: Iterable[Event], pausing: Iterable[str]) -> list[Pause]:
    found: list[Pause] = []
    before: Ticket | None = None
    for event in events:
        after = evolve(before, event)
        if (
            before is not None
            and event.action in ENDS
            and (pause := _ended(before, after.changed_at, pausing))
        ):
            found.append(pause)
        before = after
    return found


def _ended(before: Ticket, at: datetime, pausing: Iterable[str]) -> Pause | None:
    held = before.hold_since if before.hold_reason in pausing else None
    start = before.done_at or held
    return (start, max(at, start)) if start is not None else None
