"""How long the check of sealed statements takes, and what reading and freezing one costs: 60 statements of 5,000
tickets and 20 vendors."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from bench.serving import median
from lib.cost_sharing import checking, freezing, frozen, records
from lib.cost_sharing.measuring import Measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.sharing import share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Status
from lib.people import accounts, audit, organisation
from lib.people.organisation import Vendor
from lib.people.roles import SYSTEM, Actor, Grant, Role, Scope
from lib.store.database import Database
from lib.store.migrate import migrate

STATEMENTS, TICKETS, VENDORS = 60, 5_000, 20
STEPS = (Action.MAKE, Action.SEND, Action.CHECK, Action.APPROVE, Action.SETTLE)
POOL = 10_000_000
NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "onestop.duckdb")
        migrate(db)
        officer, vendors = _people(db), _vendors(db)
        spent = [_issue(db, officer, _measured(vendors, number), number) for number in range(STATEMENTS)]
        text = records.by_id(db, 1)
        assert text is not None
        print(
            f"{STATEMENTS} statements of {TICKETS:,} tickets and {VENDORS} vendors: {len(text.content):,} letters each"
        )
        print(f"{'freezing one':<28}{median(spent):>10.1f} ms")
        print(f"{'reading one':<28}{_took(lambda: frozen.read.__wrapped__(text.content)):>10.1f} ms")
        began = time.perf_counter()
        found = checking.problems(db)
        print(f"{'checking all':<28}{time.perf_counter() - began:>10.2f} s, {len(found)} problems")
        db.close()


def _took(act: Callable[[], object]) -> float:
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return median(spent)


def _people(db: Database) -> Actor:
    grants = [Grant(Role.CONTRACT_OFFICER, Scope.EVERYWHERE)]
    one = accounts.create(db, actor=SYSTEM, username="qian", name="Q", password="", grants=grants, now=NOON)
    return accounts.actor(db, one)


def _vendors(db: Database) -> Mapping[str, Vendor]:
    for n in range(VENDORS):
        row = {"code": f"V{n:02}", "name": f"Company {n}", "vendor_type": ""}
        organisation.save(db, "vendor", row, actor=SYSTEM, now=NOON)
    return {one.code: one for one in organisation.vendors(db).values()}


def _measured(vendors: Mapping[str, Vendor], number: int) -> Measured:
    chance, codes = Random(number), list(vendors)
    starts = date(2021, 1, 26) + timedelta(days=30 * number)
    closed = [
        NOON + timedelta(days=30 * number, seconds=chance.randrange(30 * 86_400)) for _ in range(TICKETS)
    ]
    ids = range(number * TICKETS, (number + 1) * TICKETS)
    tickets = pl.DataFrame(
        {
            "ticket_id": ids,
            "number": [f"20260101-{one:06}" for one in ids],
            "closed_at": sorted(closed),
            "closed_on": [one.date() for one in sorted(closed)],
            "how": chance.choices(["confirmed", "rated", "timed_out"], k=TICKETS),
            "kind": "repair",
            "service_code": chance.choices([f"GD-{n:02}" for n in range(40)], k=TICKETS),
            "vendor": chance.choices(codes, k=TICKETS),
            "minutes": chance.choices(range(10, 200), k=TICKETS),
            "materials": chance.choices(range(0, 100_000_000, 1000), k=TICKETS),
        },
        schema_overrides={"ticket_id": pl.Int64, "minutes": pl.Int64, "materials": pl.Int128},
    ).with_columns(
        pl.lit(value=False).alias(name)
        for name in ("misdispatched", "merged", "desk_made", "kept", "reopened")
    )
    rounds = pl.DataFrame(
        schema={
            "round_id": pl.Int64,
            "vendor": pl.String,
            "ended_at": pl.Datetime("us", "UTC"),
            "minutes": pl.Int64,
        }
    )
    return Measured(
        starts_on=starts,
        ends_on=starts + timedelta(days=29),
        vendors=vendors,
        tickets=tickets.with_columns(closed_at=pl.col("closed_at").dt.cast_time_unit("us")),
        rounds=rounds,
        contract_values={code: Fraction(chance.randrange(10**6, 10**8), 365) for code in codes},
        first_starts=dict.fromkeys(codes, date(2020, 1, 1)),
        weights={f"GD-{n:02}": chance.randrange(100, 3000) for n in range(40)},
    )


def _issue(db: Database, officer: Actor, measured: Measured, number: int) -> float:
    """Milliseconds of freezing; the history is written as the steps would."""
    sharing = share(measured, Scheme(), POOL)
    now = NOON + timedelta(days=30 * number + 40)
    statement = Statement(
        id=number + 1,
        number=f"FT-{number:03}",
        version=5,
        status=Status.APPROVAL,
        starts_on=measured.starts_on,
        ends_on=measured.ends_on,
        scheme=sharing.scheme,
        pool_cents=POOL,
        **dict.fromkeys(("made_by", "sent_by", "checked_by", "approved_by"), officer.account_id),
        **dict.fromkeys(("made_at", "sent_at", "checked_at", "issued_at"), now),
    )
    with db.transaction() as tx:
        began = time.perf_counter()
        columns = freezing.freeze(tx, db, statement, sharing, now)
        spent = (time.perf_counter() - began) * 1000
        columns = freezing.settle(tx, replace(statement, **columns), now)
        records.add(tx, replace(statement, **columns, status=Status.SETTLED, settled_at=now))
        for seq, action in enumerate(STEPS, start=1):
            facts: dict[str, Any] = {"hash": columns["hash"]} if action is Action.SETTLE else {}
            event = records.Event(
                statement_id=statement.id,
                seq=seq,
                action=action,
                actor_id=officer.account_id,
                actor_name=officer.name,
                happened_at=now,
                facts=facts,
            )
            records.add_event(tx, event)
            audit.write(tx, officer, f"statement_{action}", statement.number, now=now, facts=facts)
    return spent


if __name__ == "__main__":
    main()
