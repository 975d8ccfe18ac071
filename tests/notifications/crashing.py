"""Run as a process of its own, to be killed: `python crashing.py before|between|serving …` in a hospital's folder."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from lib.background import messages
from lib.background.timetable import Timetable
from lib.core import clock
from lib.core.settings import settings
from lib.notifications import deliveries, sending
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.opening import opened
from lib.tickets.actions import dispatching, opening
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel


def assigned(db: Database, worker: int, place: int) -> str:
    """A ticket given to that person, through the use cases; its number."""
    by = By(actor=SYSTEM, now=clock.now())
    wish = Wish(
        channel=Channel.HOTLINE,
        caller=Caller(name="张护士", phone="8101"),
        location_id=place,
        service_code="GD-01",
        description="治疗室灯不亮",
    )
    ticket = opening.open_ticket(db, wish, by=by).ticket
    dispatching.assign(db, ticket_id=ticket.id, version=None, whom=Whom(assignee_id=worker), by=by)
    return ticket.number


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(db: Database, worker: int, place: int) -> None:
    """Killed after the commit, before anything was sent."""
    print(assigned(db, worker, place), flush=True)
    die()


def dealt_out(db: Database, worker: int, place: int) -> None:
    """Killed when the deliveries are written and none is sent."""
    print(assigned(db, worker, place), flush=True)
    deliveries.deal_out(db, clock.now())
    die()


def between(db: Database, worker: int, place: int) -> None:
    """Killed when the other side has it and we have not marked it."""
    print(assigned(db, worker, place), flush=True)
    deliveries.mark_sent = die  # type: ignore[assignment]
    for thread in sending.start_due(db, clock.now()):
        thread.join()


async def serving(db: Database, worker: int, place: int) -> None:
    """Writes tickets and sends as the service does, until somebody kills it."""
    tasks = [asyncio.create_task(Timetable(db).keep()), asyncio.create_task(messages.send_when_written(db))]
    while not any(task.done() for task in tasks):
        print(await asyncio.to_thread(assigned, db, worker, place), flush=True)
        await asyncio.sleep(0.01)


if __name__ == "__main__":
    how, *ids = sys.argv[1:]
    hospital = opened(settings().database)
    if how == "serving":
        asyncio.run(serving(hospital, *map(int, ids)))
    else:
        {"before": before, "dealt_out": dealt_out, "between": between}[how](hospital, *map(int, ids))
