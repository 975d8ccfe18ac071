"""How long it takes to measure a month of 5,000 tickets, and to share it again with other inputs, among 20 vendors."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from bench.serving import median
from lib.catalog.loading import load_catalogue
from lib.catalog.services import all_services
from lib.cost_sharing.measuring import measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.sharing import share
from lib.cost_sharing.what_if import with_override
from lib.people import organisation
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.migrate import migrate
from lib.tickets import lifecycle, records
from lib.tickets.ticket import Act, Event, Ticket
from lib.tickets.words import Action

TIMES, TICKETS, VENDORS, POOL = 21, 5_000, 20, 5_000_000
STARTS, ENDS = date(2026, 10, 26), date(2026, 11, 25)
FIRST = datetime(2026, 10, 26, 1, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = filled(Path(folder))
        print(f"{TICKETS:,} tickets of {VENDORS} vendors, one in twenty sent back; medians of {TIMES}, ms")
        show("measured, after a change", lambda n: changed_and_measured(db))
        show("measured, nothing changed", lambda n: measured(db, STARTS, ENDS))
        period = measured(db, STARTS, ENDS)
        show("share, other inputs", lambda n: share(period, inputs(n), POOL + n))
        quality = {"promises": Decimal(1), "reopened": Decimal(1), "satisfaction": Decimal(1)}
        show("share, with quality", lambda n: share(period, replace(inputs(n), quality=quality), POOL + n))
        held = frozenset(period.tickets["ticket_id"][:200].to_list())
        show("share, 200 held out", lambda n: share(period, inputs(n), POOL, held=held))
        show("what if, and share", lambda n: what_if(period, n))
        db.close()


def show(what: str, run: Callable[[int], object]) -> None:
    spent = sorted(once(run, n) for n in range(TIMES))
    print(f"{what:<28}{median(spent):>10.1f}   longest {spent[-1]:.1f}")


def once(run: Callable[[int], object], n: int) -> float:
    began = time.perf_counter()
    run(n)
    return (time.perf_counter() - began) * 1000


def inputs(n: int) -> Scheme:
    """Half contract value and half points, moved a little each time."""
    caps = {"V001": POOL // 4}
    return Scheme(floors={"V002": 10_000 + n}, caps=caps, rounds=True, labour_hour_cents=6_000 + n)


def what_if(period: object, n: int) -> object:
    scheme = inputs(n)
    return share(with_override(period, "V003", scheme=scheme, more_tickets=n + 1), scheme, POOL)  # type: ignore[arg-type]


def changed_and_measured(db: Database) -> object:
    """As after any step of any ticket."""
    with db.transaction() as tx:
        tx.execute("UPDATE ticket SET urges = urges WHERE id = 1")
    return measured(db, STARTS, ENDS)


def filled(folder: Path) -> Database:
    """The month, by the same rules as any ticket's life."""
    db = Database(folder / "onestop.duckdb")
    migrate(db)
    vendors = [vendor(db, f"V{n:03}", 10_000_000 + n * 1_000_003) for n in range(VENDORS)]
    with db.transaction() as tx:
        load_catalogue(tx, {}, {})
    chance, services = Random(6), list(all_services(db))
    told = [life(n + 1, chance.choice(vendors), chance.choice(services), chance) for n in range(TICKETS)]
    with db.transaction() as tx:
        records.append_history(
            tx, [ticket for ticket, _ in told], [one for _, events in told for one in events]
        )
        tx.execute(
            """
            INSERT INTO ticket_labour SELECT ticket_id, seq, 1, 10 + ticket_id % 90 FROM ticket_event
            WHERE action = 'complete'
            """
        )
        tx.execute(
            """
            INSERT INTO ticket_material SELECT ticket_id, seq, '', '-', '-', 1.5, 333 FROM ticket_event
            WHERE action = 'complete' AND ticket_id % 2 = 0
            """
        )
        tx.execute(
            """
            INSERT INTO rating SELECT ticket_id, 1, seq, 5, 1 + ticket_id % 5, 5, '', 'link', happened_at
            FROM ticket_event WHERE action = 'confirm' AND ticket_id % 3 = 0 AND seq = 6
            """
        )
    return db


def vendor(db: Database, code: str, yearly_cents: int) -> int:
    values = {"code": code, "name": code, "vendor_type": ""}
    found = organisation.save(db, "vendor", values, actor=SYSTEM, now=FIRST)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    about = {"number": code, "vendor_id": found, "status": "active", "yearly_cents": yearly_cents}
    organisation.save(db, "contract", about | days, actor=SYSTEM, now=FIRST)
    return found


def life(ticket_id: int, vendor_id: int, service: str, chance: Random) -> tuple[Ticket, list[Event]]:
    """Opened, done and confirmed within three hours; one in twenty sent back and done again."""
    at = FIRST + timedelta(minutes=chance.randrange(60 * 24 * 29))
    opening = {"id": ticket_id, "number": f"T{ticket_id}", "kind": "repair", "channel": "hotline"}
    whom = {"assignee_id": None, "team_id": None, "vendor_id": vendor_id}
    due = {"complete_due": (at + timedelta(minutes=150)).isoformat()}
    work = [("accept", {}), ("arrive", {}), ("complete", {"outcome": "fixed"}), ("confirm", {"how": "link"})]
    steps = [
        ("open", {**opening, "severity": "normal", "service_code": service, **due}),
        ("assign", whom),
        *work,
    ]
    if ticket_id % 20 == 0:
        steps += [("reopen", {"reason": "-", **whom}), *work]
    ticket: Ticket | None = None
    events = []
    for action, facts in steps:
        at += timedelta(minutes=chance.randrange(5, 40))
        about = {"actor_id": None, "actor_name": "", "happened_at": at, "recorded_at": at}
        ticket, event = lifecycle.apply(ticket, Act(action=Action(action), facts=facts, **about))  # type: ignore[arg-type]
        events.append(event)
    assert ticket is not None
    return ticket, events


if __name__ == "__main__":
    main()
