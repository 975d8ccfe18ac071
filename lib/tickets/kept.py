"""Which of a ticket's promises were kept: by when, when it happened, and how much too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lib.core.clock import minutes_between
from lib.tickets.lateness import paused
from lib.tickets.rules import Rules
from lib.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Kept:
    """One stage: respond, arrive or complete. `late`: minutes beyond the due time, until it happened or until now;
    None when it is not late or nothing was promised."""

    stage: str
    due: datetime | None
    happened: datetime | None
    late: float | None


def kept(ticket: Ticket, rules: Rules, now: datetime) -> list[Kept]:
    """The three stages of the promise; one a finished ticket never had (nothing had to be visited) is left out."""
    stages = (
        ("respond", ticket.respond_due, ticket.accepted_at),
        ("arrive", ticket.arrive_due, ticket.arrived_at),
        ("complete", ticket.complete_due, ticket.done_at),
    )
    return [
        Kept(stage, due, happened, _late(ticket, due, happened, rules, now))
        for stage, due, happened in stages
        if happened is not None or (ticket.is_open and due is not None)
    ]


def _late(
    ticket: Ticket, due: datetime | None, happened: datetime | None, rules: Rules, now: datetime
) -> float | None:
    if due is None or (happened is None and paused(ticket, rules)):
        return None
    over = minutes_between(due, happened or now)
    return over if over > 0 else None
