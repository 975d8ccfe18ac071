"""Alarms before certificates end: each stage of each certificate is told once, to who keeps plans and who leads the
team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl

from lib.core.clock import local_date
from lib.inspections.certificates import Certificate, current
from lib.notifications import outbox
from lib.people import accounts
from lib.people.roles import Actor, Permission, Role, may
from lib.places import asset_rights, assets
from lib.places.assets import Asset
from lib.store.database import Database, Transaction

ENDED = -1
STAGES = (ENDED, 7, 30, 60)
"""Days before the end at which an alarm is given, and one when it has ended. Source: the product's rule."""
APART = 3
"""So many alarms reach a person one by one; of more they are told in one notice, with the first of them."""


class Alarm(NamedTuple):
    """A certificate, and the nearest stage it has come to."""

    certificate: Certificate
    stage: int


def stage(days_left: int) -> int | None:
    """The nearest stage that many days before the end, None while it is far: after a pause only the nearest one is
    told, not those that were slept through."""
    return next((days for days in STAGES if days_left <= days), None)


def give(db: Database, now: datetime) -> int:
    """Gives every alarm whose time has come and that was not given yet; how many certificates were told of."""
    if not (due := _due(db, now)):
        return 0
    with db.transaction() as tx:
        # Looked up again where nobody else can write: two timetables would tell it twice.
        due = _due(db, now)
        _note(tx, due, now)
        for account_id, mine in _by_person(db, due).items():
            _tell(db, tx, account_id, mine, now)
    return len(due)


def _due(db: Database, now: datetime) -> list[Alarm]:
    day = local_date(now)
    near = [Alarm(one, at) for one in current(db) if (at := stage(one.days_left(day))) is not None]
    told = _told(db) if near else frozenset()
    return [one for one in near if (one.certificate.id, one.stage) not in told]


def _told(db: Database) -> frozenset[tuple[int, int]]:
    def read() -> frozenset[tuple[int, int]]:
        rows = db.rows("SELECT certificate_id, days FROM certificate_alarm")
        return frozenset((row["certificate_id"], row["days"]) for row in rows)

    return db.derived("certificate alarms", ("certificate_alarm",), read)


def _note(tx: Transaction, due: Sequence[Alarm], now: datetime) -> None:
    rows = [{"certificate_id": one.certificate.id, "days": one.stage, "told_at": now} for one in due]
    if rows:
        tx.append("certificate_alarm", pl.DataFrame(rows))


def _by_person(db: Database, due: Sequence[Alarm]) -> Mapping[int, list[Alarm]]:
    found: dict[int, list[Alarm]] = defaultdict(list)
    for one in sorted(due, key=lambda one: (one.certificate.valid_until, one.certificate.id)):
        for account_id in receivers(db, assets.known(db, one.certificate.asset_id)):
            found[account_id].append(one)
    return found


def receivers(db: Database, asset: Asset) -> Iterator[int]:
    """Accounts in use that keep plans there, and those that lead the asset's team."""
    matters = asset_rights.matters(db, asset)
    for person in accounts.all_accounts(db).values():
        leading = frozenset(grant for grant in person.grants if grant.role is Role.LEADER)
        wanted = ((frozenset(person.grants), Permission.KEEP_PLANS), (leading, Permission.KEEP_ROUNDS))
        if person.active and any(
            may(Actor(account_id=person.id, name=person.name, grants=grants), needs, matter)
            for grants, needs in wanted
            for matter in matters
        ):
            yield person.id


def _tell(db: Database, tx: Transaction, account_id: int, mine: Sequence[Alarm], now: datetime) -> None:
    day = local_date(now)
    if len(mine) > APART:
        facts = {**_facts(db, mine[0], day), "count": len(mine)}
        outbox.tell(tx, [account_id], "certificates_many", ticket_id=None, now=now, facts=facts)
        return
    for one in mine:
        topic = "certificate_ended" if one.stage == ENDED else "certificate_ending"
        outbox.tell(tx, [account_id], topic, ticket_id=None, now=now, facts=_facts(db, one, day))


def _facts(db: Database, one: Alarm, day: date) -> Mapping[str, Any]:
    asset, left = assets.known(db, one.certificate.asset_id), one.certificate.days_left(day)
    return {
        "asset": f"{asset.name} {asset.number}",
        "certificate": one.certificate.name,
        "days": abs(left),
        "day": f"{one.certificate.valid_until:%Y-%m-%d}",
    }
