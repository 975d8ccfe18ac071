"""Holds that stop a promise only once somebody confirms them: which they are, and who has them before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from lib.core.facts import instant
from lib.people.roles import Actor, Permission
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.life import Life, Stretch, lived
from lib.tickets.policy import Policy, stopped_by
from lib.tickets.rules import rules
from lib.tickets.seeing import visible
from lib.tickets.ticket import Event, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """A hold nobody has decided on. `seq`: the event that began it; `ends` is None while it goes on, `until` is when
    it was expected to end."""

    ticket: Ticket
    seq: int
    reason: str
    begins: datetime
    ends: datetime | None
    until: datetime | None
    held_by: int | None
    note: str


def awaiting_confirmation(db: Database, actor: Actor, now: datetime) -> list[Awaiting]:
    """What this person has to decide on, the longest waiting first: holds of open or just finished tickets that stop a
    promise and last, or are expected to last, longer than holds may without a leader's word. Not one's own holds."""
    sight, policy = visible(actor, Permission.CONFIRM_HOLD), rules(db).policy
    rows = db.rows(
        f"""
        SELECT e.* FROM ticket_event e WHERE e.ticket_id IN (
            SELECT t.id FROM ticket t WHERE ({sight.sql})
            AND t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold', 'done')
            AND t.id IN (SELECT ticket_id FROM ticket_event WHERE action = 'hold'))
        ORDER BY e.ticket_id, e.seq
        """,
        **sight.values,
    )
    found = [
        (ticket_id, hold)
        for ticket_id, history in groupby(
            map(records.event_from_row, rows), key=lambda event: event.ticket_id
        )
        for hold in undecided(lived(list(history), now), policy)
        if held_by(hold.by) != actor.account_id
    ]
    tickets = {one.id: one for one in records.by_ids(db, [ticket_id for ticket_id, _ in found])}
    listed = [_awaiting(tickets[ticket_id], hold) for ticket_id, hold in found]
    return sorted(listed, key=lambda one: one.begins)


def undecided(life: Life, policy: Policy) -> list[Stretch]:
    """The holds of a life that stop a promise once they are confirmed, and of which nobody has said anything."""
    return [hold for hold in life.holds() if hold.decided is None and needs_a_word(hold, policy)]


def needs_a_word(hold: Stretch, policy: Policy) -> bool:
    """Whether it stops any promise, and is longer than it may be without a word, or expected to be."""
    stages, limit = stopped_by(hold.by, policy, what_if=False)
    until = instant(hold.by.facts["until"]) if hold.ongoing else None
    return bool(stages) and max(hold.ends, until or hold.ends) - hold.begins > limit


def held_by(hold: Event) -> int | None:
    """Whose hold it is: the technician's, also where the desk wrote it down for them."""
    return hold.subject_id or hold.actor_id


def hold_of(history: Sequence[Event], seq: int, now: datetime) -> Stretch | None:
    """The hold that began with that event."""
    return next((hold for hold in lived(history, now).holds() if hold.by.seq == seq), None)


def _awaiting(ticket: Ticket, hold: Stretch) -> Awaiting:
    facts = hold.by.facts
    return Awaiting(
        ticket=ticket,
        seq=hold.by.seq,
        reason=facts["reason"],
        begins=hold.begins,
        ends=None if hold.ongoing else hold.ends,
        until=instant(facts["until"]),
        held_by=held_by(hold.by),
        note=str(facts.get("note") or ""),
    )
