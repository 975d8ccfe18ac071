"""Where the time of many tickets went is where the timeline says it went, for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import polars as pl
import pytest

from lib.analytics import segments
from lib.analytics.segments import COLUMNS
from lib.analytics.working_time import WorkedBefore
from lib.tickets import timeline
from lib.tickets.changes import untimed
from lib.tickets.life import lived
from lib.tickets.ticket import Event
from tests.tickets.random_lives import Case, case

NOTHING = timedelta()


def as_rows(ticket_id: int, events: Sequence[Event], now: datetime) -> list[dict[str, object]]:
    return [
        {
            "ticket_id": ticket_id,
            "now": now,
            "seq": event.seq,
            "happened_at": event.happened_at,
            "recorded_at": event.recorded_at,
            "to_status": event.to_status.value,
            "untimed": untimed(event),
            "reason": event.facts.get("reason"),
        }
        for event in events
    ]


def slowly(one: Case) -> dict[str, timedelta]:
    """The same sums, one ticket, one segment at a time."""
    found = dict.fromkeys(COLUMNS, NOTHING)
    names = {label: name for name, label in COLUMNS.items()}
    for segment in timeline.cut(lived(one.events, one.now), one.terms["complete"].hours):
        found[names[segment.label]] += segment.lasts
    return found


def at_once(cases: Mapping[int, Case]) -> dict[int, dict[str, timedelta]]:
    """All of them in one frame: each ticket its own promise, its own calendar, its own now."""
    events = [row for seed, one in cases.items() for row in as_rows(seed, one.events, one.now)]
    frame = pl.DataFrame(events, schema_overrides={"reason": pl.String}, infer_schema_length=None)
    promise_of = pl.DataFrame({"ticket_id": list(cases), "promise_id": list(cases)})
    hours = {seed: one.terms["complete"].hours for seed, one in cases.items()}
    sums = segments.sums(segments.stretches(segments.clamped(frame), pl.col("now")), hours, promise_of)
    nothing = dict.fromkeys(COLUMNS, NOTHING)
    found = {row.pop("ticket_id"): row for row in sums.to_dicts()}
    return {seed: found.get(seed, nothing) for seed in cases}


def all_the_same(seeds: range) -> None:
    cases = {seed: case(seed) for seed in seeds}
    for seed, sums in at_once(cases).items():
        assert sums == slowly(cases[seed]), seed


def test_random_lives_are_cut_the_same() -> None:
    all_the_same(range(150))


@pytest.mark.long
def test_two_thousand_more_are_cut_the_same() -> None:
    all_the_same(range(1000, 3000))


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_working_time_of_columns_is_that_of_the_calendar(seed: int) -> None:
    one = case(seed)
    hours = one.terms["complete"].hours
    start = min(event.happened_at for event in one.events)
    instants = [start + timedelta(minutes=37 * n, microseconds=n) for n in range(200)]
    column = pl.Series("at", instants, pl.Datetime("us", "UTC"))
    before = WorkedBefore(hours, instants[0], instants[-1])(column)
    for at, until in zip(range(0, 190, 7), range(9, 199, 7), strict=False):
        worked = timedelta(microseconds=int(before[until] - before[at]))
        assert worked == hours.worked(instants[at], instants[until])
