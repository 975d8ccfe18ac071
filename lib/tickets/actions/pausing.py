"""What an act does to the times promised: reckoned from the whole history, and kept as facts of its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from lib.catalog import promises
from lib.store.database import Database
from lib.tickets import lifecycle, promised, records
from lib.tickets.actions.step import By, act
from lib.tickets.rules import rules
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import Action, Status


def due_after_pause(db: Database, ticket: Ticket, action: Action, by: By, **facts: Any) -> Mapping[str, Any]:
    """The due times that move because the act ends a hold, or the time between done and reopened; {} without one."""
    if ticket.status not in (Status.ON_HOLD, Status.DONE, Status.CLOSED):
        return {}
    return moved(ticket, dues_after(db, ticket, records.events(db, ticket.id), act(action, by, facts)))


def moved(ticket: Ticket, dues: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the due times that are others than in the row."""
    return {name: due for name, due in dues.items() if due != getattr(ticket, name)}


def dues_after(db: Database, ticket: Ticket, history: Sequence[Event], deed: Act) -> dict[str, Any]:
    """The due times after that act, as facts of its event (`complete_due` …); {} where nothing is promised."""
    event = Event(
        ticket_id=ticket.id,
        seq=ticket.version + 1,
        action=deed.action,
        actor_id=deed.actor_id,
        actor_name=deed.actor_name,
        subject_id=deed.subject_id,
        happened_at=deed.happened_at,
        recorded_at=deed.recorded_at,
        from_status=ticket.status,
        to_status=lifecycle.target(ticket, deed),
        facts=deed.facts,
    )
    at = lifecycle.clamped(ticket, deed.happened_at, deed.recorded_at)
    found = promised.dues([*history, event], at, partial(promises.terms, db), rules(db).policy)
    return {f"{stage}_due": due for stage, due in found.items()}
