"""What was found and mended: findings of a period, re-checks, and machines in good condition now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import polars as pl

from lib.analytics.intervals import Interval, wilson
from lib.core.clock import midnight, zone
from lib.inspections.compliance import Chosen
from lib.inspections.seeing import TEAM, VENDOR, Sight
from lib.places.assets import Asset, AssetStatus
from lib.store.database import Reading

COUNTS = ("found", "resolved", "judged", "in_time", "rechecks", "rechecks_passed")
_WHOSE = f"r.plan_id, p.kind, r.campus_id, {TEAM} AS team_id, {VENDOR} AS vendor_id"
# A merged ticket is as late as the one that carries its work.
_FINDINGS = f"""
    WITH RECURSIVE carried (id, work_id) AS (
        SELECT t.id, t.id FROM ticket t WHERE t.id IN (SELECT ticket_id FROM finding)
        UNION ALL
        SELECT c.id, t.merged_into FROM carried c JOIN ticket t ON t.id = c.work_id WHERE t.merged_into IS NOT NULL),
    failed AS (SELECT DISTINCT finding_id FROM recheck WHERE NOT passed)
    SELECT f.id, {_WHOSE}, f.found_at, f.resolved_at IS NOT NULL AS resolved,
           w.complete_due IS NOT NULL AND (f.resolved_at IS NOT NULL OR w.complete_due <= $now) AS judged,
           f.resolved_at IS NOT NULL AND x.finding_id IS NULL AND w.done_at <= w.complete_due AS in_time
    FROM finding f
    JOIN round r ON r.id = f.round_id JOIN plan p ON p.id = r.plan_id
    LEFT JOIN carried c ON c.id = f.ticket_id AND c.work_id IN (SELECT id FROM ticket WHERE merged_into IS NULL)
    LEFT JOIN ticket w ON w.id = c.work_id
    LEFT JOIN failed x ON x.finding_id = f.id
    WHERE f.found_at >= $since AND f.found_at < $until AND NOT f.mistaken AND {{sight}} AND {{chosen}}"""
_RECHECKS = f"""
    SELECT {_WHOSE}, c.checked_at AS found_at, c.passed
    FROM recheck c JOIN finding f ON f.id = c.finding_id
    JOIN round r ON r.id = f.round_id JOIN plan p ON p.id = r.plan_id
    WHERE c.checked_at >= $since AND c.checked_at < $until AND {{sight}} AND {{chosen}}"""


class Condition(NamedTuple):
    """How many machines are in good condition of how many, with the interval of the share; None where there are
    none."""

    good: int
    n: int
    interval: Interval | None


def findings(db: Reading, chosen: Chosen, *, sight: Sight, now: datetime) -> pl.DataFrame:
    """Every finding and every re-check of the period: whose its round is (plan_id, kind, campus_id, team_id,
    vendor_id), month, and 0 or 1 in each of COUNTS. Slips of the hand put right at once are none.

    judged: its ticket has a promise that is over or kept; in_time: seen good at the first re-check, and the work was
    finished within the ticket's promise.
    """
    condition, values = chosen.condition
    period = {"since": midnight(chosen.first), "until": midnight(chosen.last + timedelta(days=1))}
    about = {"sight": sight.sql, "chosen": condition}
    found = db.frame(_FINDINGS.format(**about), **period, now=now, **sight.values, **values)
    again = db.frame(_RECHECKS.format(**about), **period, **sight.values, **values)
    found = found.with_columns(found=pl.lit(1), in_time=pl.col("in_time").fill_null(False) & pl.col("judged"))
    again = again.with_columns(rechecks=pl.lit(1)).rename({"passed": "rechecks_passed"})
    every = pl.concat([found, again], how="diagonal")
    month = pl.col("found_at").dt.convert_time_zone(str(zone())).dt.strftime("%Y-%m")
    return every.with_columns(pl.col(*COUNTS).cast(pl.Int64).fill_null(0), month=month).drop("found_at", "id")


def counted(found: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """Sums of COUNTS for each group (one row without `by`), with resolve_rate (resolved ÷ found) and timely_rate
    (in_time ÷ judged), null where there was nothing."""
    sums = [pl.col(name).sum() for name in COUNTS]
    counts = found.group_by(list(by)).agg(sums) if by else found.select(sums)
    share = {"resolve_rate": ("resolved", "found"), "timely_rate": ("in_time", "judged")}
    return counts.with_columns(
        pl.when(pl.col(of) > 0).then(pl.col(part) / pl.col(of)).alias(name)
        for name, (part, of) in share.items()
    )


def condition(db: Reading, assets: Iterable[Asset]) -> Condition:
    """Machines in use or in reserve without an open finding or an unfinished repair ÷ all of those, and stopped ones
    that have such a thing: taking a broken machine out of use does not make the rate better. As things are now.
    Source: the product's rule on machines in good condition."""
    troubled = {row["asset_id"] for row in db.rows(_TROUBLED)}
    working, stopped = {AssetStatus.IN_USE, AssetStatus.STANDBY}, AssetStatus.STOPPED
    counted = [
        one for one in assets if one.status in working or (one.status == stopped and one.id in troubled)
    ]
    good = sum(one.id not in troubled for one in counted)
    return Condition(good, len(counted), wilson(good, len(counted)) if counted else None)


_TROUBLED = """
    SELECT asset_id FROM finding WHERE resolved_at IS NULL AND asset_id IS NOT NULL
    UNION
    SELECT asset_id FROM ticket WHERE asset_id IS NOT NULL AND kind = 'repair'
        AND status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"""
