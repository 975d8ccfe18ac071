"""Done in time of what was due: every round of a period with what became of it, and the rates counted from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from lib.analytics.intervals import wilson
from lib.inspections.seeing import TEAM, VENDOR, Sight
from lib.store.database import Database, Reading

DUE = ("in_time", "late", "partial", "missed", "overrun")
"""What becomes of a planned round that was due, in the order it is told; the first alone counts as done."""
APART = ("open", "exempt", "exempt_after", "moved")
FOLLOWED = ("carried", "carried_done")
COUNTS = (*DUE, *APART, *FOLLOWED)
BECAME = """
    CASE WHEN r.status = 'exempt' THEN 'exempt'
         WHEN r.status = 'done' THEN CASE WHEN r.ended_at < r.closes_at THEN 'in_time' ELSE 'late' END
         WHEN r.status = 'partial' THEN 'partial'
         WHEN r.status = 'missed' THEN 'missed'
         WHEN r.closes_at > $now THEN 'open'
         WHEN r.status = 'running' THEN 'overrun'
         ELSE 'missed' END"""
"""What became of a round by $now, of a row `r`: overrun is begun and not ended when its window closed. Source: the
product's rule on what counts as done."""
MOVED = """r.id IN (SELECT e.round_id FROM round_event e WHERE e.action = 'move' AND e.facts LIKE '%"outside":true%')"""
_ROUNDS = f"""
    SELECT r.id, r.plan_id, p.kind, r.part, r.day, r.slot, r.campus_id, {TEAM} AS team_id, {VENDOR} AS vendor_id,
           {BECAME} AS became, {MOVED} AS moved, r.stops, r.stops_done, r.status, r.planned_at, r.closes_at, r.ended_at
    FROM round r JOIN plan p ON p.id = r.plan_id
    WHERE r.day BETWEEN $first AND $last AND {{sight}} AND {{chosen}}
    ORDER BY r.planned_at, r.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which rounds are looked at: days from `first` to `last`, both included; empty means all."""

    first: date
    last: date
    campuses: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    vendors: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    plans: tuple[int, ...] = ()

    @property
    def condition(self) -> tuple[str, Mapping[str, Any]]:
        """The same as a condition on `round r` and its `plan p`, with its values (all named `only_…`)."""
        wanted = {
            "r.campus_id": ("only_campuses", self.campuses),
            TEAM: ("only_teams", self.teams),
            VENDOR: ("only_vendors", self.vendors),
            "p.kind": ("only_kinds", self.kinds),
            "r.plan_id": ("only_plans", self.plans),
        }
        given = [(column, name, some) for column, (name, some) in wanted.items() if some]
        parts = [f"{column} IN (SELECT unnest(${name}))" for column, name, _ in given]
        return " AND ".join(parts) or "TRUE", {name: list(some) for _, name, some in given}


def rounds(db: Reading, chosen: Chosen, *, sight: Sight, now: datetime) -> pl.DataFrame:
    """Every round of the period one may see, with what became of it by `now`.

    Columns: id, plan_id, kind, part, day, slot, campus_id, team_id, vendor_id, became (one of DUE, "open", "exempt"),
    moved (outside its window), stops, stops_done, status, planned_at, closes_at, ended_at, month ("2026-11").
    A round belongs to the day it is meant to be done on.
    """
    condition, values = chosen.condition
    sql = _ROUNDS.format(sight=sight.sql, chosen=condition)
    period = {"first": chosen.first, "last": chosen.last, "now": now}
    found = db.frame(sql, **period, **sight.values, **values)
    return found.with_columns(month=pl.col("day").dt.strftime("%Y-%m"))


def offered(db: Database, sight: Sight) -> pl.DataFrame:
    """What rounds one may see really have, to choose from: plan_id, kind, campus_id, team_id, vendor_id."""
    sql = f"""
        SELECT DISTINCT r.plan_id, p.kind, r.campus_id, {TEAM} AS team_id, {VENDOR} AS vendor_id, p.name
        FROM round r JOIN plan p ON p.id = r.plan_id WHERE {sight.sql} ORDER BY p.name, 1, 3, 4, 5"""
    key = ("inspections_offered", sight.key)
    tables = ("round", "plan", "post", "team")
    return db.derived(key, tables, lambda: db.frame(sql, **sight.values))


def counted(found: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """Counts and rates of rounds, one row for each group (one for all without `by`).

    Columns: those of `by`, COUNTS, due (the sum of DUE), rate (in_time ÷ due) with its 95 % interval low to high, and
    missed_rate; the last four are null where nothing was due. exempt_after: those exempted only when their window was
    over. Follow-up rounds (part above 0) stand in FOLLOWED alone.
    """
    planned, became = pl.col("part") == 0, pl.col("became")
    done = became.is_in(["in_time", "late"])
    one = pl.lit(0).alias("all")
    counts = found.group_by([pl.col(name) for name in by] or [one]).agg(
        *((planned & (became == name)).sum().alias(name) for name in (*DUE, "open", "exempt")),
        (planned & (became == "exempt") & (pl.col("ended_at") >= pl.col("closes_at")))
        .sum()
        .alias("exempt_after"),
        (planned & pl.col("moved")).sum().alias("moved"),
        (~planned & (became != "exempt")).sum().alias("carried"),
        (~planned & done).sum().alias("carried_done"),
    )
    if not by:
        counts = counts.drop("all")
        counts = counts if counts.height else pl.DataFrame([dict.fromkeys(COUNTS, 0)])
    return with_rates(counts.with_columns(pl.col(*COUNTS).cast(pl.Int64)), DUE)


def with_rates(counts: pl.DataFrame, due: Sequence[str]) -> pl.DataFrame:
    """The counts with due (the sum of those columns), rate (the first of them ÷ due) and its interval low to high, and
    missed_rate where missed is one of them; null where nothing was due."""
    counts = counts.with_columns(due=pl.sum_horizontal(due))
    some = pl.col("due") > 0
    bounds = [wilson(done, n) if n else None for done, n in counts.select(due[0], "due").iter_rows()]
    missed = [pl.when(some).then(pl.col("missed") / pl.col("due")).alias("missed_rate")]
    return counts.with_columns(
        *(missed if "missed" in due else []),
        rate=pl.when(some).then(pl.col(due[0]) / pl.col("due")),
        low=pl.Series([one.low if one else None for one in bounds], dtype=pl.Float64),
        high=pl.Series([one.high if one else None for one in bounds], dtype=pl.Float64),
    )
