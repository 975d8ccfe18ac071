"""The facts of whole hospitals, held against the slow way: a demonstration, and the two real files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from lib.analytics.facts import facts
from lib.analytics.segments import COLUMNS
from lib.catalog.promises import terms
from lib.store.database import Database
from lib.tickets import timeline
from lib.tickets.life import lived
from lib.tickets.promised import Clock, kept
from lib.tickets.records import event_from_row
from lib.tickets.rules import rules
from tests.conftest import MONDAY
from tests.demo.conftest import NOW, made
from tests.tickets.importing.test_real_files import (
    BOSTON,
    FOLDER,
    INCIDENTS,
    empty_hospital,
    imported,
    they_are_here,
)

pytestmark = pytest.mark.long
NOTHING = timedelta()
NEW_YORK = ZoneInfo("America/New_York")


def every_minute_is_where_the_timeline_has_it(db: Database, now: datetime) -> None:
    frame = facts(db, now)
    rows = db.rows("SELECT * FROM ticket_event ORDER BY ticket_id, seq")
    lives = {
        ticket: list(map(event_from_row, own))
        for ticket, own in groupby(rows, key=lambda row: row["ticket_id"])
    }
    assert frame["id"].to_list() == sorted(lives)
    for row in frame.select("id", "promise_id", "lasted", *COLUMNS).iter_rows(named=True):
        said = terms(db, row["promise_id"])
        slow = dict.fromkeys(COLUMNS.values(), NOTHING)
        for segment in timeline.cut(lived(lives[row["id"]], now), said["complete"].hours if said else None):
            slow[segment.label] += segment.lasts
        assert {label: row[name] or NOTHING for name, label in COLUMNS.items()} == slow, row["id"]
        assert (row["lasted"] or NOTHING) == sum(slow.values(), NOTHING)


def every_promise_is_kept_as_the_clock_has_it(db: Database, now: datetime) -> None:
    found = {row["id"]: row for row in facts(db, now).iter_rows(named=True)}
    events = db.rows("SELECT * FROM ticket_event ORDER BY ticket_id, seq")
    for id, own in groupby(events, key=lambda row: row["ticket_id"]):
        row, life = found[id], lived(list(map(event_from_row, own)), now)
        for stage, said in (terms(db, row["promise_id"]) or {}).items():
            clock = Clock(life, stage, said, rules(db).policy)
            assert row[f"{stage}_kept"] == kept(clock), (id, stage)


def once_was_enough(tickets: list[dict[str, Any]], one: Mapping[str, Any]) -> bool | None:
    """The rule of the first-time fix, as one would check it by hand."""
    if one["status"] not in ("done", "closed") or one["done_at"] is None:
        return None
    until = one["done_at"] + timedelta(days=30)
    again = any(
        other["service_code"] == one["service_code"]
        and one["done_at"] < other["opened_at"] <= until
        and other["status"] not in ("cancelled", "merged")
        for other in tickets
    )
    return one["reopens"] == 0 and not again


def first_time_fixes_are_those_counted_by_hand(db: Database, now: datetime) -> None:
    sql = "SELECT id, status, service_code, location_id, opened_at, done_at, reopens FROM ticket ORDER BY location_id"
    found = dict(facts(db, now).select("id", "first_time_fix").iter_rows())
    for place, own in groupby(db.rows(sql), key=lambda row: row["location_id"]):
        tickets = list(own)
        others = tickets if place is not None else []
        assert {one["id"]: found[one["id"]] for one in tickets} == {
            one["id"]: once_was_enough(others, one) for one in tickets
        }


def test_a_demonstration(tmp_path: Path, data: Path) -> None:
    demonstration = made(tmp_path)
    every_minute_is_where_the_timeline_has_it(demonstration.db, NOW)
    every_promise_is_kept_as_the_clock_has_it(demonstration.db, NOW)
    first_time_fixes_are_those_counted_by_hand(demonstration.db, NOW)
    demonstration.db.close()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A hospital that will hold only what is imported."""
    found = empty_hospital(tmp_path)
    yield found
    found.close()


def verdict(theirs: bool | None, ours: bool) -> str:
    if theirs is None:
        return "the file says nothing"
    return "agreed" if theirs == ours else "differed"


def of_file(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@they_are_here
def test_the_city(db: Database) -> None:
    imported(db, BOSTON)
    now = MONDAY
    every_minute_is_where_the_timeline_has_it(db, now)
    numbers = dict(db.frame("SELECT foreign_number, id FROM ticket").iter_rows())
    rows = {row["id"]: row for row in facts(db, now).iter_rows(named=True)}
    assert len(rows) == len(numbers) == 4995
    verdicts: Counter[str] = Counter()
    for said in of_file(BOSTON):
        row = rows[numbers[said["CASE_ENQUIRY_ID"]]]
        opened, closed = instant(said["OPEN_DT"]), instant(said["CLOSED_DT"]) if said["CLOSED_DT"] else None
        if closed is not None and row["completion_minutes"] is not None:
            # The wall clock's nights of changed clocks are read as the import reports them: compared in real time.
            slow = (closed.timestamp() - opened.timestamp()) / 60
            assert row["completion_minutes"] == pytest.approx(slow)
        assert row["imported_promise"] == {"ONTIME": True, "OVERDUE": False}.get(said["OnTime_Status"])
        if said["TARGET_DT"] and closed is not None:
            in_time = closed.timestamp() <= instant(said["TARGET_DT"]).timestamp()
            assert row["complete_kept"] == in_time
            verdicts[verdict(row["imported_promise"], in_time)] += 1
    assert verdicts == {"agreed": 4283, "the file says nothing": 1}


@they_are_here
def test_the_company(db: Database) -> None:
    imported(db, INCIDENTS)
    every_minute_is_where_the_timeline_has_it(db, MONDAY)
    numbers = dict(db.frame("SELECT foreign_number, id FROM ticket").iter_rows())
    frame = facts(db, MONDAY)
    rows = {row["id"]: row for row in frame.iter_rows(named=True)}
    assert len(rows) == 24918
    compared = 0
    for said in of_file(INCIDENTS):
        row = rows[numbers[said["number"]]]
        assert row["imported_promise"] == {"true": True, "false": False}[said["made_sla"].lower()]
        for name, stage in (("response", "accepted"), ("arrival", "started"), ("completion", "completed")):
            if row[f"{name}_minutes"] is not None:
                slow = (instant(said[stage]).timestamp() - instant(said["created"]).timestamp()) / 60
                assert row[f"{name}_minutes"] == pytest.approx(slow, abs=60.0)
                compared += row[f"{name}_minutes"] == pytest.approx(slow)
    judged = frame.select(pl.col("response_minutes", "arrival_minutes", "completion_minutes").count()).row(0)
    assert judged == (24013, 13908, 23362)
    assert sum(judged) - compared < 5
