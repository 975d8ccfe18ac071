"""One ticket led through its life by the cast, and the promise that history and rows never part."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.notifications import outbox
from lib.people import accounts
from lib.people.roles import SYSTEM, Actor, Grant, Role, Scope, by_link
from lib.places import locations
from lib.store import files
from lib.store.database import Row
from lib.tickets import lifecycle, records, reporters
from lib.tickets.actions import closing, dispatching, opening, working
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Opened, Wish
from lib.tickets.actions.step import By
from lib.tickets.actions.working import Work
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action, Channel, ClosedHow

MONDAY = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


@dataclass
class Loop:
    """Leads tickets to where a test begins; one minute passes with every step."""

    cast: Any
    now: datetime

    @property
    def db(self) -> Any:
        return self.cast.db

    def later(self, **span: float) -> datetime:
        """Lets time pass."""
        self.now += timedelta(**span)
        return self.now

    def by(self, name: str, **more: Any) -> By:
        return By(actor=self.cast.actor(name), **{"now": self.later(minutes=1), **more})

    def for_(self, subject: str, actor: str = "wang", **more: Any) -> By:
        """The desk for a technician who phoned."""
        return self.by(actor, subject_id=self.cast.people[subject], **more)

    def link(self, ticket: Ticket, **more: Any) -> By:
        """Whoever holds the tracking link of that ticket."""
        return By(actor=by_link(ticket.id, "张护士"), **{"now": self.later(minutes=1), **more})

    def as_(self, actor: Actor, **more: Any) -> By:
        return By(actor=actor, **{"now": self.later(minutes=1), **more})

    def opened(self, by: By | None = None, **wish: Any) -> Opened:
        asked: dict[str, Any] = {
            "channel": Channel.HOTLINE,
            "caller": Caller(name="张护士", phone="8101"),
            "location_id": self.cast.room,
            "service_code": "GD-01",
            "description": "治疗室灯不亮",
        }
        return opening.open_ticket(self.db, Wish(**asked | wish), by=by or self.by("wang"))

    def new(self, **wish: Any) -> Ticket:
        return self.opened(**wish).ticket

    def whom(self, name: str) -> Whom:
        """A person of the cast, or "team", "other_team", "vendor"."""
        if name in ("team", "other_team"):
            return Whom(team_id=getattr(self.cast, name))
        return (
            Whom(vendor_id=self.cast.vendor) if name == "vendor" else Whom(assignee_id=self.cast.people[name])
        )

    def assigned(self, to: str = "li", **wish: Any) -> Ticket:
        ticket = self.new(**wish)
        return self.assign(ticket, to)

    def assign(self, ticket: Ticket, to: str = "li") -> Ticket:
        by = self.by("zhao")
        return dispatching.assign(
            self.db, ticket_id=ticket.id, version=ticket.version, whom=self.whom(to), by=by
        )

    def accepted(self, who: str = "li", **wish: Any) -> Ticket:
        return self.accept(self.assigned(who, **wish), who)

    def accept(self, ticket: Ticket, who: str = "li") -> Ticket:
        return working.accept(self.db, ticket_id=ticket.id, version=ticket.version, by=self.by(who))

    def in_progress(self, who: str = "li", **wish: Any) -> Ticket:
        ticket = self.accepted(who, **wish)
        return working.arrive(self.db, ticket_id=ticket.id, version=ticket.version, by=self.by(who))

    def on_hold(self, who: str = "li", reason: str = "parts_stock", hours: float = 2, **wish: Any) -> Ticket:
        return self.hold(self.in_progress(who, **wish), who, reason, hours)

    def hold(self, ticket: Ticket, who: str = "li", reason: str = "parts_stock", hours: float = 2) -> Ticket:
        by = self.by(who)
        until, spoke_to = by.now + timedelta(hours=hours), "张护士" if reason == "access" else ""
        return working.hold(
            self.db,
            ticket_id=ticket.id,
            version=ticket.version,
            reason=reason,
            until=until,
            by=by,
            spoke_to=spoke_to,
        )

    def word(self, held: Ticket, who: str = "sun", *, confirmed: bool = True, **more: Any) -> Ticket:
        """A leader's or dispatcher's word on the hold that began last."""
        seq = max(event.seq for event in self.events(held) if event.action is Action.HOLD)
        return confirm_hold(
            self.db,
            ticket_id=held.id,
            version=held.version,
            hold_seq=seq,
            confirmed=confirmed,
            note="",
            by=self.by(who, **more),
        )

    def resume(self, held: Ticket, who: str = "li") -> Ticket:
        return working.resume(self.db, ticket_id=held.id, version=held.version, by=self.by(who))

    def reopen(self, finished: Ticket) -> Ticket:
        by = self.link(finished)
        return closing.reopen(
            self.db, ticket_id=finished.id, version=finished.version, reason="还是不亮", by=by
        )

    def done(self, who: str = "li", **wish: Any) -> Ticket:
        return self.finish(self.in_progress(who, **wish), who)

    def finish(self, ticket: Ticket, who: str = "li", **work: Any) -> Ticket:
        wanted = Work(**{"outcome": "fixed", **work})
        return working.complete(
            self.db, ticket_id=ticket.id, version=ticket.version, work=wanted, by=self.by(who)
        )

    def closed(self, who: str = "li", **wish: Any) -> Ticket:
        ticket = self.done(who, **wish)
        return closing.confirm(
            self.db, ticket_id=ticket.id, version=ticket.version, how=ClosedHow.LINK, by=self.link(ticket)
        )

    def answered(self) -> Ticket:
        ticket = self.new(kind="consultation", service_code="", description="食堂几点开门")
        return closing.answer(
            self.db, ticket_id=ticket.id, version=ticket.version, note="六点半", by=self.by("wang")
        )

    def ticket(self, ticket: Ticket) -> Ticket:
        """As it stands now."""
        found = records.by_id(self.db, ticket.id)
        assert found is not None
        return found

    def events(self, ticket: Ticket) -> list[Event]:
        return records.events(self.db, ticket.id)

    def told(self, name: str) -> list[str]:
        """Topics of the notices that person has not seen, oldest first."""
        return [row["topic"] for row in reversed(outbox.unseen(self.db, self.cast.people[name]))]

    def reporters(self, ticket: Ticket) -> list[str]:
        return [reporter.name for reporter in reporters.of_ticket(self.db, ticket.id)]

    def rows(self, table: str) -> list[Row]:
        return self.db.rows(f"SELECT * FROM {table}")


@pytest.fixture
def campus_actor(cast: Any) -> Callable[[str, str], Actor]:
    """Somebody of the desk whose role reaches one campus: "BY", where the story plays, or "XY", the new one."""
    with cast.db.transaction() as tx:
        locations.add(tx, number="XY", name="新院区", kind="campus", parent=None)

    def somebody(role: str, campus: str) -> Actor:
        reach = Grant(Role(role), Scope.CAMPUS, locations.by_number(cast.db, campus).id)
        zhao = cast.people["zhao"]
        accounts.set_grants(cast.db, actor=SYSTEM, account_id=zhao, grants=[reach], now=MONDAY)
        return cast.actor("zhao")

    return somebody


@pytest.fixture
def kept_picture(cast: Any) -> str:
    """The hash of a picture the file store keeps."""
    name = hashlib.sha256(b"a picture").hexdigest()
    files.path(name).parent.mkdir(parents=True, exist_ok=True)
    files.path(name).write_bytes(b"a picture")
    with cast.db.transaction() as tx:
        tx.insert("file", {"hash": name, "media_type": "image/png", "bytes": 3, "kept_at": MONDAY})
    return name


@pytest.fixture
def loop(cast: Any) -> Loop:
    """The loop, begun on a Monday at 10:00."""
    return Loop(cast, MONDAY)


@pytest.fixture(autouse=True)
def history_and_rows_agree(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test each row is what its events fold to (test_machine.py asks for the whole check)."""
    known = request.getfixturevalue("loop").db if "loop" in request.fixturenames else None
    yield
    if known is not None:
        for row in known.rows("SELECT id FROM ticket ORDER BY id"):
            events = records.events(known, row["id"])
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            assert lifecycle.fold(events) == records.by_id(known, row["id"])
