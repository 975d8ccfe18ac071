"""Messages leave at once, not at the next round of the timetable, and hold up nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from lib.background import messages
from lib.core import clock
from lib.notifications import channels
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from tests.conftest import Cast
from tests.notifications.receiving import receiving, senders_rest, wait_until


def sent(cast: Cast) -> bool:
    return cast.db.value("SELECT count(*) FROM delivery WHERE state = 'sent'") == 1


def test_a_commit_wakes_the_sender(cast: Cast, report: Callable[..., Ticket]) -> None:
    with receiving(slow=0.3) as gate:
        channels.save(
            cast.db,
            actor=cast.actor("admin"),
            channel_id=None,
            name="gate",
            kind="webhook",
            url=gate.url,
            topics=["assigned"],
            team_id=None,
            active=True,
            now=clock.now(),
        )

        async def service() -> float:
            sending = asyncio.create_task(messages.send_when_written(cast.db))
            await asyncio.sleep(0.05)
            whom = Whom(assignee_id=cast.people["li"])
            ticket, by = report(), cast.by("zhao", clock.now())
            await asyncio.to_thread(
                dispatching.assign, cast.db, ticket_id=ticket.id, version=None, whom=whom, by=by
            )
            longest, end = 0.0, time.monotonic() + 10
            while not gate.came and time.monotonic() < end:
                began = time.monotonic()
                await asyncio.sleep(0.01)
                longest = max(longest, time.monotonic() - began)
            await asyncio.to_thread(wait_until, lambda: sent(cast))
            sending.cancel()
            return longest

        # While a slow receiver is being told, the event loop goes on.
        assert asyncio.run(service()) < 0.3
        senders_rest()
        assert len(gate.came) == 1
