"""Whether an open ticket is late now: computed from its due times and one `now`, never stored."""

from __future__ import annotations

from datetime import datetime

from lib.tickets.jobs import next_promise
from lib.tickets.rules import Rules
from lib.tickets.seeing import Sight
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status


def paused(ticket: Ticket, rules: Rules) -> bool:
    """Whether it is held for a reason that stops the promise."""
    return ticket.status is Status.ON_HOLD and ticket.hold_reason in rules.pausing


def late(ticket: Ticket, rules: Rules, now: datetime) -> bool:
    """Whether the promise that runs now has passed: respond until accepted, arrive until on site, then complete."""
    running = next_promise(ticket)
    return running is not None and running.due is not None and running.due < now and not paused(ticket, rules)


RUNNING_DUE = """coalesce(CASE WHEN t.accepted_at IS NULL THEN t.respond_due END,
    CASE WHEN t.arrived_at IS NULL THEN t.arrive_due END, t.complete_due)"""


def late_now(rules: Rules, now: datetime) -> Sight:
    """The same as `late`, as a condition on `ticket t`."""
    sql = f"""(t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold') AND {RUNNING_DUE} < $late_now
        AND NOT (t.status = 'on_hold' AND t.hold_reason IN (SELECT unnest($late_pausing))))"""
    return Sight(sql, {"late_now": now, "late_pausing": [str(reason) for reason in rules.pausing]})
