"""Spot checks 回访抽查: which closed tickets the desk phones about without being asked, drawn by lot once a week."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from math import ceil
from operator import attrgetter
from random import Random

from lib.core.clock import local_date, midnight
from lib.store.database import Database, Reading
from lib.tickets import call_backs
from lib.tickets.rules import rules, set_rule
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel, ClosedHow

WEEK = timedelta(days=7)
DOUBTFUL = 1 / 3
"""From this share of proxied and timed-out tickets on, twice as many are drawn: there nobody else has said a word."""
DRAWN = "spot_checks_drawn"
"""The setting that holds the Monday of the last week drawn from."""
NOBODY_TO_ASK = (ClosedHow.IMPORTED, ClosedHow.ANSWERED, ClosedHow.RECHECK)


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed ticket as far as the lot cares; `doubtful`: the desk wrote it down for others, or silence closed it."""

    vendor_id: int
    ticket_id: int
    doubtful: bool


def draw(db: Database, now: datetime) -> int:
    """Puts the lot of the last whole week (Monday to Sunday, the hospital's) on the call-back list, once; how many."""
    monday = monday_of(local_date(now)) - WEEK
    share = rules(db).spot_check_percent / 100
    if not share or _drawn(db) >= monday:
        return 0
    chosen = [
        ticket_id
        for vendor_id, closed in groupby(_closed(db, monday), key=attrgetter("vendor_id"))
        for ticket_id in lot(list(closed), share, seed=f"{monday} {vendor_id}")
    ]
    with db.transaction() as tx:
        for ticket_id in chosen:
            call_backs.ask_for(tx, ticket_id, call_backs.SAMPLED, now=now, within=call_backs.SAMPLED_WITHIN)
        set_rule(tx, DRAWN, str(monday))
    return len(chosen)


def drawn_from(ticket: Ticket) -> bool:
    """Whether there is somebody to ask about it: not about what another system closed, was answered at once, or found
    and re-checked by inspectors."""
    return ticket.closed_how not in NOBODY_TO_ASK and ticket.channel != Channel.INSPECTION


def lot(closed: Sequence[Closed], share: float, *, seed: str) -> list[int]:
    """The ids drawn from one vendor's week, ascending: that share of it rounded up, twice where many are doubtful.

    The same tickets and the same seed give the same lot, whoever draws it: nobody can draw until it suits.
    """
    if not closed:
        return []
    doubtful = sum(one.doubtful for one in closed) >= DOUBTFUL * len(closed)
    # Rounded first: 5 % of 60 is 3, whatever the last bit of a float says.
    wanted = ceil(round(share * (1 + doubtful) * len(closed), 9))
    ids = sorted(one.ticket_id for one in closed)
    return sorted(Random(seed).sample(ids, min(wanted, len(ids))))


def monday_of(day: date) -> date:
    """The day its week begins."""
    return day - timedelta(days=day.weekday())


def _drawn(db: Reading) -> date:
    """The Monday of the last week drawn from."""
    said = db.value("SELECT value FROM setting WHERE name = $name", name=DRAWN)
    return date.fromisoformat(json.loads(said)) if said else date.min


def _closed(db: Reading, monday: date) -> Iterable[Closed]:
    """By vendor: what was closed in the week and still is, with somebody to ask, and whom nobody has asked yet."""
    rows = db.rows(
        f"""
        SELECT t.vendor_id, t.id AS ticket_id, t.proxied > 0 OR t.closed_how = '{ClosedHow.TIMED_OUT}' AS doubtful
        FROM ticket t
        WHERE t.status = 'closed' AND t.closed_at >= $since AND t.closed_at < $until AND t.vendor_id IS NOT NULL
          AND t.closed_how NOT IN ({", ".join(f"'{how}'" for how in NOBODY_TO_ASK)})
          AND t.channel <> '{Channel.INSPECTION}'
          AND NOT EXISTS (SELECT 1 FROM call_back c WHERE c.ticket_id = t.id AND c.opened_at >= t.done_at)
        ORDER BY t.vendor_id, t.id
        """,
        since=midnight(monday),
        until=midnight(monday + WEEK),
    )
    return (Closed(**row) for row in rows)
