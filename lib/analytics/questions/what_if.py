"""Promises judged under another calendar, pause policy, reopen rule or other minutes, beside the real ones.

The judge is the product's own clock (`lib.tickets.promised`); nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import groupby

import polars as pl

from lib.analytics.questions.ground import share
from lib.catalog.calendars import calendar
from lib.catalog.promises import STAGES, Terms, terms
from lib.store.database import Database
from lib.tickets.life import lived
from lib.tickets.policy import Policy, ReopenRule
from lib.tickets.promised import Clock, kept
from lib.tickets.records import event_from_row
from lib.tickets.rules import rules

AT_ONCE = 4_000
"""Tickets whose histories are in memory together."""
Progress = Callable[[float], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is to be different; what is left out stays as it was. `pauses`: the hold reasons that stop each stage;
    `calendars`: the calendar's code by stage; `minutes`: by severity and stage."""

    pauses: Mapping[str, frozenset[str]] | None = None
    reopen: ReopenRule | None = None
    calendars: Mapping[str, str] = field(default_factory=dict)
    minutes: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def policy(self, real: Policy) -> Policy:
        changed = replace(real, pauses=self.pauses) if self.pauses is not None else real
        return replace(changed, reopen=self.reopen) if self.reopen is not None else changed

    @property
    def of_the_past(self) -> bool:
        """Whether rules that each ticket kept from its own time give way."""
        return self.pauses is not None or self.reopen is not None


def judged(
    db: Database, rows: pl.DataFrame, setting: Setting, now: datetime, progress: Progress | None = None
) -> pl.DataFrame:
    """id, stage, real, other: each stage promised for these tickets as it was judged, and as it would be; null where it
    cannot be said. `rows`: facts; `progress` is told the share done."""
    verdicts: list[tuple[int, str, bool | None]] = []
    promised = rows.filter(pl.col("promise_id").is_not_null()).select("id", "severity", "promise_id")
    for at in range(0, promised.height, AT_ONCE):
        verdicts.extend(_verdicts(db, promised.slice(at, AT_ONCE), setting, now))
        if progress is not None:
            progress(min(1.0, (at + AT_ONCE) / promised.height))
    other = pl.DataFrame(verdicts, {"id": pl.Int64, "stage": pl.String, "other": pl.Boolean}, orient="row")
    real = rows.select(
        pl.col("id").cast(pl.Int64), *(pl.col(f"{stage}_kept").alias(stage) for stage in STAGES)
    )
    known = real.unpivot(STAGES, index="id", variable_name="stage", value_name="real")
    return other.join(known, on=["id", "stage"], how="left").select("id", "stage", "real", "other")


def what_if(verdicts: pl.DataFrame) -> pl.DataFrame:
    """stage, n, hits, kept, low, high and the same under other_…; gained, lost: tickets that would be kept and were
    not, and the other way round. `verdicts`: what `judged` gives."""
    real, other = pl.col("real"), pl.col("other")
    counted = verdicts.group_by("stage").agg(
        n=real.count().cast(pl.Int64),
        hits=real.sum().cast(pl.Int64),
        other_n=other.count().cast(pl.Int64),
        other_hits=other.sum().cast(pl.Int64),
        gained=(other & ~real).sum().cast(pl.Int64),
        lost=(real & ~other).sum().cast(pl.Int64),
    )
    told = counted.with_columns(
        *share("hits", "n", "kept", "low", "high"),
        *share("other_hits", "other_n", "other_kept", "other_low", "other_high"),
    )
    return told.sort(pl.col("stage").replace_strict({stage: n for n, stage in enumerate(STAGES)}, default=9))


def _verdicts(
    db: Database, rows: pl.DataFrame, setting: Setting, now: datetime
) -> Iterator[tuple[int, str, bool | None]]:
    about = {id: (severity, promise) for id, severity, promise in rows.iter_rows()}
    policy = setting.policy(rules(db).policy)

    @cache
    def terms_of(promise_id: int, severity: str) -> Mapping[str, Terms]:
        said = terms(db, promise_id)
        return {stage: _changed(db, one, stage, severity, setting) for stage, one in said.items()}

    sql = """
        SELECT * FROM ticket_event WHERE ticket_id IN (SELECT unnest($ids)) ORDER BY ticket_id, seq
        """
    events = db.rows(sql, ids=list(about))
    for id, own in groupby(events, key=lambda row: row["ticket_id"]):
        severity, promise_id = about[id]
        life = lived([event_from_row(row) for row in own], now)
        for stage, said in terms_of(promise_id, severity).items():
            yield id, stage, kept(Clock(life, stage, said, policy, what_if=setting.of_the_past))


def _changed(db: Database, said: Terms, stage: str, severity: str, setting: Setting) -> Terms:
    minutes = setting.minutes.get((severity, stage), said.minutes)
    code = setting.calendars.get(stage)
    return replace(said, minutes=minutes, hours=calendar(db, code) if code else said.hours)
