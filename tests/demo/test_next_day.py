"""A demonstration started again on a later day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from lib.core.clock import local_date
from lib.demo import hospital
from lib.demo.day import is_stale
from lib.store.database import Database
from lib.tickets import checking
from tests.demo.conftest import NOW, Demonstration, made

pytestmark = pytest.mark.long

HISTORY = "SELECT * FROM ticket_event ORDER BY ticket_id, seq"
TOMORROW = NOW + timedelta(days=1, hours=-2)
OPEN = "status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"


@pytest.fixture
def small(folder: Path, tmp_path: Path) -> Iterator[Demonstration]:
    found = made(tmp_path, scale=0.005)
    yield found
    found.db.close()


def _open(db: Database) -> list[int]:
    return [row["id"] for row in db.rows(f"SELECT id FROM ticket WHERE {OPEN} ORDER BY id")]


def test_it_is_stale_from_the_next_day_on(small: Demonstration) -> None:
    assert not is_stale(small.db, NOW + timedelta(hours=8))
    assert is_stale(small.db, TOMORROW)


def test_an_empty_hospital_is_never_stale(tmp_path: Path) -> None:
    from lib.store.migrate import migrate

    database = Database(tmp_path / "empty.duckdb")
    migrate(database)
    assert not is_stale(database, NOW)
    assert hospital.settle(database, NOW) == 0
    database.close()


@pytest.mark.parametrize("later", [timedelta(hours=22), timedelta(hours=14), timedelta(days=9, hours=13)])
def test_yesterdays_open_tickets_are_finished_and_a_new_morning_opens(
    small: Demonstration, later: timedelta
) -> None:
    db, now = small.db, NOW + later
    left, before = _open(db), db.frame(HISTORY)
    assert hospital.settle(db, now) == 40
    assert len(_open(db)) == 40
    assert not set(left) & set(_open(db))
    assert not is_stale(db, now)
    assert [str(problem) for problem in checking.problems(db)] == []
    assert db.value("SELECT max(recorded_at) FROM ticket_event") <= now
    # Nothing edits history: what stood there still stands there.
    assert before.join(db.frame(HISTORY), on=before.columns, how="anti", nulls_equal=True).is_empty()
    ended = db.frame("SELECT closed_at FROM ticket WHERE id IN (SELECT unnest($ids))", ids=left)
    evening = ended["closed_at"].map_elements(local_date, return_dtype=pl.Date)
    assert set(evening) == {local_date(NOW)}


def test_settling_twice_on_one_day_changes_nothing(small: Demonstration) -> None:
    hospital.settle(small.db, TOMORROW)
    before = small.db.frame(HISTORY)
    assert hospital.settle(small.db, TOMORROW + timedelta(hours=1)) == 0
    assert small.db.frame(HISTORY).equals(before)
