"""The rule in Python and the rule in SQL say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from lib.tickets import records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.lateness import late, late_now
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket
from lib.tickets.words import HoldReason
from tests.conftest import MONDAY, Cast


def test_both_agree_at_every_minute(cast: Cast, report: Callable[..., Ticket]) -> None:
    by, li = cast.by, Whom(assignee_id=cast.people["li"])
    tickets = [
        report(severity=severity) for severity in ("emergency", "urgent", "normal", "low") for _ in range(3)
    ]
    for n, ticket in enumerate(tickets):
        if n % 3:
            dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=li, by=by("zhao"))
            working.accept(cast.db, ticket_id=ticket.id, version=None, by=by("li"))
        if n % 3 == 2:
            reason = HoldReason.ACCESS if n % 2 else HoldReason.PARTS_STOCK
            held = {"reason": reason, "until": MONDAY + timedelta(days=9), "spoke_to": "护士长"}
            working.hold(cast.db, ticket_id=ticket.id, version=None, by=by("li"), **held)  # type: ignore[arg-type]
    with cast.db.transaction() as tx:
        for n, stages in enumerate((("respond",), ("respond", "arrive"), ("arrive",))):
            promised = {f"{stage}_due": None for stage in stages}
            tx.update("ticket", {"id": tickets[3 * n].id, **promised})
    counts = set()
    for minutes in (0, 4, 6, 16, 121, 241, 2000, 9000):
        now = MONDAY + timedelta(minutes=minutes)
        sight = late_now(rules(cast.db), now)
        listed = {
            row["id"] for row in cast.db.rows(f"SELECT t.id FROM ticket t WHERE {sight.sql}", **sight.values)
        }
        every = records.by_ids(cast.db, [ticket.id for ticket in tickets])
        assert listed == {ticket.id for ticket in every if late(ticket, rules(cast.db), now)}
        counts.add(len(listed))
    assert len(counts) > 3
