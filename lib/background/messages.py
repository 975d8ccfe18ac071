"""Messages leave as soon as they are written, not at the next round of the timetable."""

from __future__ import annotations

import asyncio

import structlog

from lib.core import clock
from lib.notifications import sending
from lib.store.database import Database

WOKEN_BY = frozenset({"outbox", "delivery", "channel"})
PAUSE_SECONDS = 0.05
"""Commits that follow one another are dealt with together; somebody who seeds a hundred tickets wakes nobody often."""

log = structlog.get_logger()


async def send_when_written(db: Database) -> None:
    """Starts sending after every commit that wrote messages, until it is cancelled."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake(tables: frozenset[str]) -> None:
        if tables & WOKEN_BY:
            loop.call_soon_threadsafe(woken.set)

    forgotten = db.on_commit(wake)
    try:
        while True:
            await woken.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            woken.clear()
            try:
                await asyncio.to_thread(sending.start_due, db, clock.now())
            except Exception:
                log.exception("sending messages failed")
    finally:
        forgotten()
