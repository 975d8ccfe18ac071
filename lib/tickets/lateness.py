"""Whether an open ticket is late now: computed from its due times and one `now`, never stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.tickets.jobs import next_promise
from lib.tickets.rules import Rules
from lib.tickets.seeing import Sight
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status

FOREVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def stands_until(ticket: Ticket, rules: Rules) -> datetime | None:
    """Until when the promise that runs stands still in the hold the ticket is in, as far as is known now: a long hold
    that nobody has confirmed stops it for the first minutes only, a confirmed one FOREVER. None where it runs or had
    run out before."""
    running, policy = next_promise(ticket), rules.policy
    if ticket.status is not Status.ON_HOLD or running is None or ticket.hold_since is None:
        return None
    spent = running.due is not None and running.due < ticket.hold_since
    if spent or ticket.hold_reason not in policy.pauses.get(running.stage, ()):
        return None
    return FOREVER if ticket.hold_confirmed else ticket.hold_since + policy.confirm_over


def stage_paused(ticket: Ticket, rules: Rules, stage: str, now: datetime) -> bool:
    """Whether that stage's promise stands still now, be it the one that runs or a later one."""
    policy = rules.policy
    if ticket.status is not Status.ON_HOLD or ticket.hold_since is None:
        return False
    confirmed = ticket.hold_confirmed or now <= ticket.hold_since + policy.confirm_over
    return confirmed and ticket.hold_reason in policy.pauses.get(stage, ())


def paused(ticket: Ticket, rules: Rules, now: datetime) -> bool:
    """Whether it is held for a reason that stops the promise, and may be held that long."""
    until = stands_until(ticket, rules)
    return until is not None and now <= until


def clock_time(ticket: Ticket, rules: Rules, now: datetime) -> datetime:
    """What the promise's clock shows now: the beginning of the hold in which it stands still, or `now`."""
    return ticket.hold_since if ticket.hold_since and paused(ticket, rules, now) else now


def late(ticket: Ticket, rules: Rules, now: datetime) -> bool:
    """Whether the promise that runs now has passed: respond until accepted, arrive until on site, then complete. One
    that had passed before a hold began is late during it too."""
    running = next_promise(ticket)
    return running is not None and running.due is not None and running.due < clock_time(ticket, rules, now)


RUNNING_DUE = """coalesce(CASE WHEN t.accepted_at IS NULL AND t.reopens = 0 THEN t.respond_due END,
    CASE WHEN t.arrived_at IS NULL AND t.reopens = 0 THEN t.arrive_due END, t.complete_due)"""
RUNNING_STAGE = """CASE WHEN t.accepted_at IS NULL AND t.reopens = 0 AND t.respond_due IS NOT NULL THEN 'respond'
    WHEN t.arrived_at IS NULL AND t.reopens = 0 AND t.arrive_due IS NOT NULL THEN 'arrive' ELSE 'complete' END"""


def late_now(rules: Rules, now: datetime) -> Sight:
    """The same as `late`, as a condition on `ticket t`."""
    policy = rules.policy
    pausing = [
        f"{stage}:{reason}" for stage, reasons in sorted(policy.pauses.items()) for reason in sorted(reasons)
    ]
    sql = f"""(t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold') AND {RUNNING_DUE} <
        CASE WHEN t.status = 'on_hold' AND (t.hold_confirmed OR t.hold_since >= $late_held)
            AND ({RUNNING_STAGE}) || ':' || t.hold_reason IN (SELECT unnest($late_pausing))
        THEN t.hold_since ELSE $late_now END)"""
    return Sight(sql, {"late_now": now, "late_held": now - policy.confirm_over, "late_pausing": pausing})
