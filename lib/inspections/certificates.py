"""Certificates of statutory inspection: what each asset holds, until when, and which ones are wanted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.core.clock import local_date
from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.inspections import plans
from lib.inspections.round import Round
from lib.inspections.words import PlanKind
from lib.people.roles import Actor
from lib.places import asset_rights, assets
from lib.places.assets import Asset, AssetStatus
from lib.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of one asset. `valid_until` is its last good day; `round_id`: the round that brought it;
    `file_hash`: its scan, "" for none."""

    id: int
    asset_id: int
    name: str
    number: str
    issuer: str
    issued_on: date | None
    valid_until: date
    round_id: int | None
    file_hash: str
    kept_at: datetime

    @property
    def begins(self) -> date:
        """The day of issue, or else the day it was entered."""
        return self.issued_on or local_date(self.kept_at)

    def days_left(self, day: date) -> int:
        """Days until it ends: 0 on its last good day, below zero afterwards."""
        return (self.valid_until - day).days


_SELECT = """
    SELECT id, asset_id, name, number, issuer, issued_on, valid_until, round_id, file_hash, kept_at
    FROM certificate WHERE removed_at IS NULL ORDER BY asset_id, name, valid_until, id
"""


def all_certificates(db: Database) -> Sequence[Certificate]:
    """Every certificate on record, each asset's together, those of one name by their end."""
    return db.derived(
        "certificates", ("certificate",), lambda: tuple(Certificate(**row) for row in db.rows(_SELECT))
    )


def certificate(db: Database, certificate_id: int) -> Certificate:
    """One on record; NotFound when it is not, or no more."""
    found = next((one for one in all_certificates(db) if one.id == certificate_id), None)
    if found is None:
        raise NotFound(mark("This certificate has been taken out meanwhile."))
    return found


def in_force(every: Iterable[Certificate]) -> Sequence[Certificate]:
    """Of each asset's certificates of one name the one that lasts longest: the older were renewed by it."""
    longest: dict[tuple[int, str], Certificate] = {}
    for one in every:
        before = longest.setdefault(key := (one.asset_id, one.name.casefold()), one)
        if (one.valid_until, one.id) > (before.valid_until, before.id):
            longest[key] = one
    return list(longest.values())


def current(db: Database) -> Sequence[Certificate]:
    """The one that counts for each asset and name, of assets that are not retired."""

    def build() -> Sequence[Certificate]:
        kept = {key for key, one in assets.all_assets(db).items() if one.status != AssetStatus.RETIRED}
        return [one for one in in_force(all_certificates(db)) if one.asset_id in kept]

    return db.derived("certificates in force", ("certificate", "asset"), build)


def seen(db: Database, actor: Actor, found: Iterable[Certificate]) -> list[Certificate]:
    """Those of assets this person may see."""
    visible = {one.id for one in asset_rights.seen(db, actor, assets.all_assets(db).values())}
    return [one for one in found if one.asset_id in visible]


def ending(db: Database, *, actor: Actor, now: datetime, within: timedelta) -> list[Certificate]:
    """Certificates this person may see that end within that time, or have ended and were not renewed; the first
    first."""
    last = local_date(now) + within
    found = [one for one in current(db) if one.valid_until <= last]
    return sorted(seen(db, actor, found), key=lambda one: (one.valid_until, one.id))


def wanted(db: Database, round: Round) -> list[Asset]:
    """Assets of a statutory inspection whose new certificate is not on record yet, in the order of the route: none
    came with this round, and none was issued since it was begun (or could be begun); where the day of issue is not
    known, none was entered since. Empty for other plans."""
    if plans.plan(db, round.plan_id).kind is not PlanKind.STATUTORY:
        return []
    since = local_date(round.begun_at or round.opens_at)
    brought = {
        one.asset_id
        for one in all_certificates(db)
        if one.round_id == round.id or (one.round_id is None and one.begins >= since)
    }
    route = plans.route(db, round.plan_id, round.route)
    on_it = [stop for stop in route if round.positions is None or stop.position in round.positions]
    lacking = dict.fromkeys(stop.asset_id for stop in on_it if stop.asset_id not in brought)
    return [one for asset_id in lacking if (one := assets.asset(db, asset_id)) is not None]


def next_inspections(db: Database, now: datetime) -> Mapping[int, date]:
    """The day of each asset's next statutory inspection that is still to be done, by asset."""
    rows = db.rows(
        """
        SELECT s.asset_id, min(r.day) AS day FROM round r JOIN plan p ON p.id = r.plan_id
        JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route
        WHERE p.kind = 'statutory' AND r.status IN ('due', 'running') AND r.closes_at > $now
          AND s.asset_id IS NOT NULL AND (r.positions IS NULL OR list_contains(r.positions, s.position))
        GROUP BY s.asset_id
        """,
        now=now,
    )
    return {row["asset_id"]: row["day"] for row in rows}
