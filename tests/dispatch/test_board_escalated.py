"""A card says that its ticket was escalated, and that somebody should be phoned now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from lib.dispatch.board import snapshot
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.escalating import job
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast


def test_the_card_asks_to_phone_until_somebody_accepts(cast: Cast, report: Callable[..., Ticket]) -> None:
    def card(minutes: int) -> tuple[int, bool]:
        now = MONDAY + timedelta(minutes=minutes)
        job.run(cast.db, now)
        found = snapshot(cast.db, actor=cast.actor("zhao"), now=now).cards[ticket.id]
        return found.get("escalated", 0), found.get("phone", False)

    ticket = report(severity="emergency", service_code="GS-01")
    with cast.db.transaction() as tx:
        tx.execute("INSERT INTO setting VALUES ('escalations_loaded', 'true')")
    li, chen = (Whom(assignee_id=cast.people[name]) for name in ("li", "chen"))
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=li, by=cast.by("zhao"))
    assert [card(minutes) for minutes in (2, 3, 5)] == [(0, False), (1, False), (2, True)]
    by = cast.by("zhao", MONDAY + timedelta(minutes=6))
    dispatching.reassign(cast.db, ticket_id=ticket.id, version=None, whom=chen, by=by)
    assert [card(minutes) for minutes in (7, 9, 11)] == [(2, False), (3, False), (4, True)]
    by = cast.by("chen", MONDAY + timedelta(minutes=12))
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=by)
    assert card(13) == (4, False)
