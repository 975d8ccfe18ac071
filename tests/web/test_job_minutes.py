"""The minutes of labour a technician finds filled in: time on site, not time the job was held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lib.tickets import records
from lib.tickets.actions import working
from lib.web.job_typed import minutes_of_work
from tests.tickets.conftest import Loop, loop  # noqa: F401


def prefilled(loop: Loop, ticket: Any) -> int | None:  # noqa: F811
    return minutes_of_work(records.events(loop.db, ticket.id), loop.now)


def test_only_the_time_on_site_counts(loop: Loop) -> None:  # noqa: F811
    ticket = loop.in_progress()
    loop.later(minutes=45)
    held = loop.hold(ticket, hours=5)
    loop.later(hours=5)
    working.resume(loop.db, ticket_id=held.id, version=None, by=loop.by("li"))
    loop.later(minutes=9)
    assert prefilled(loop, ticket) == 55


def test_nobody_arrived_nothing_is_filled_in(loop: Loop) -> None:  # noqa: F811
    ticket = loop.accepted()
    loop.now += timedelta(hours=1)
    assert prefilled(loop, ticket) is None
