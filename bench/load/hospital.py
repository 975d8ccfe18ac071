"""A demonstration hospital made ready for a crowd: enough open tickets, and a sign-in for everybody."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.core import clock
from lib.core.settings import settings
from lib.people import accounts, cookies, sessions
from lib.places.locations import all_locations
from lib.store.database import Database
from lib.store.opening import close_all, opened
from lib.tickets.actions.opening import Wish, open_ticket
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel

DISPATCHER = "diaodu1"
OPEN = "('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"


@dataclass(frozen=True)
class Crowd:
    """Cookies of as many browsers, each its own sign-in, and tickets that can be urged."""

    cookies: Sequence[str]
    tickets: Sequence[int]


def prepared(data: Path, *, people: int, tickets: int) -> Crowd:
    """The hospital in that folder with at least so many open tickets, and that many signed-in browsers."""
    os.environ["ONESTOP_DATA"] = str(data)
    settings.cache_clear()
    db = opened(settings().database)
    missing = tickets - int(db.value(f"SELECT count(*) FROM ticket WHERE status IN {OPEN}"))
    for n in range(missing):
        _report(db, n)
    waiting = db.rows(f"SELECT id FROM ticket WHERE status IN {OPEN} ORDER BY id")
    crowd = Crowd([_cookie(db) for _ in range(people)], [row["id"] for row in waiting])
    close_all()
    return crowd


def _report(db: Database, n: int) -> None:
    rooms = [place.id for place in all_locations(db).values() if place.kind == "room"]
    wish = Wish(
        channel=Channel.HOTLINE,
        caller=Caller(name="护士站", phone="8001"),
        location_id=rooms[n * 37 % len(rooms)],
        service_code="GD-01",
        description="灯不亮了，请来看一下",
    )
    open_ticket(db, wish, by=By(actor=accounts.actor(db, _dispatcher(db)), now=clock.now()))


def _dispatcher(db: Database) -> int:
    found: int = db.value("SELECT id FROM account WHERE username = $name", name=DISPATCHER)
    return found


def _cookie(db: Database) -> str:
    with db.transaction() as tx:
        signed_in = sessions.start(
            tx, db, _dispatcher(db), sessions.BROWSER, address="", device="bench", now=clock.now()
        )
    token = cookies.baked(
        settings().secret,
        username=signed_in.account.username,
        secret=signed_in.secret,
        expires_at=signed_in.expires_at,
    )
    return f"{cookies.NAME}={token}"
