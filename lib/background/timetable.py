"""What runs by the clock while the application serves."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from lib.background import messages, rounds, tickets
from lib.catalog import holiday_files
from lib.core import clock, logs
from lib.core.settings import settings
from lib.cost_sharing import reminding
from lib.inspections import certificate_alarms
from lib.inspections.actions import ending
from lib.notifications import outcomes, sending
from lib.people import sessions
from lib.store import backup
from lib.store.database import Database
from lib.store.opening import opened
from lib.tickets import learning, spot_checks

TICK_SECONDS = 20

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again."""

    name: str
    every: timedelta
    do: Callable[[Database, datetime], object]


JOBS: Sequence[Job] = (
    Job("wake held tickets", timedelta(), tickets.wake),
    Job("dispatch what dispatches itself", timedelta(), tickets.dispatch),
    Job("send messages", timedelta(), sending.start_due),
    # After the waking, which may move a due time.
    Job("escalate", timedelta(), tickets.escalate),
    Job("close what nobody answered", timedelta(minutes=5), tickets.close_unanswered),
    Job("make rounds ahead", timedelta(hours=1), rounds.make),
    Job("end rounds left under way", timedelta(minutes=10), ending.lapse),
    Job("forget old sign-ins", timedelta(minutes=30), sessions.forget_old),
    Job("forget old form keys", timedelta(hours=6), tickets.forget_form_keys),
    Job("forget old messages", timedelta(hours=6), outcomes.forget),
    Job("draw spot checks", timedelta(hours=1), spot_checks.draw),
    Job("learn from closed tickets", timedelta(hours=1), learning.learn),
    Job("take over holiday files", timedelta(hours=6), holiday_files.adopt),
    Job("alarm before certificates end", timedelta(hours=1), certificate_alarms.give),
    Job("remind of statements", timedelta(minutes=30), reminding.give),
    Job("nightly backup", timedelta(minutes=5), backup.make_nightly),
)


class Timetable:
    """Knows when each job ran last."""

    def __init__(self, db: Database, jobs: Sequence[Job] = JOBS) -> None:
        self._db, self._jobs = db, jobs
        self._ran: dict[str, datetime] = {}

    def run_due(self, now: datetime) -> None:
        """Every job whose time has come, once; one that fails is logged and the others go on."""
        for job in self._jobs:
            last = self._ran.get(job.name)
            if last is not None and now - last < job.every:
                continue
            self._ran[job.name] = now
            try:
                job.do(self._db, now)
            except Exception:
                log.exception("background job failed", job=job.name)

    async def keep(self) -> None:
        """Runs what is due until it is cancelled, beside the server's own loop."""
        while True:
            await asyncio.to_thread(self.run_due, clock.now())
            await asyncio.sleep(TICK_SECONDS)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Opens the database, then keeps the timetable while the application serves."""
    logs.set_up()
    db = await asyncio.to_thread(opened, settings().database)
    # Streamlit collects garbage after every run; what is loaded by now need not be looked through each time.
    gc.collect()
    gc.freeze()
    keeping = [asyncio.create_task(Timetable(db).keep()), asyncio.create_task(messages.send_when_written(db))]
    try:
        yield
    finally:
        for task in keeping:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
