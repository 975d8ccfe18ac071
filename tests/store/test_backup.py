"""A copy of the running database opens by itself and holds the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from lib.core import clock
from lib.store import backup
from lib.store.database import Database
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

TABLES = "SELECT table_name AS name FROM duckdb_tables() WHERE NOT internal ORDER BY name"


def content(db: Database) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table as text."""
    names = [row["name"] for row in db.rows(TABLES)]
    return {
        name: sorted(tuple(map(str, row.values())) for row in db.rows(f"SELECT * FROM {name}"))
        for name in names
    }


def test_the_copy_opens_and_equals(cast: Cast, report: Callable[..., Ticket]) -> None:
    report()
    made = backup.make(cast.db, now=MONDAY)
    assert made.path.name == "onestop-20261116-1000.duckdb"
    copy = Database(made.path)
    try:
        assert content(copy) == content(cast.db)
        assert content(copy)["ticket"]
    finally:
        copy.close()


def test_a_copy_put_back_goes_on_where_it_stood(cast: Cast, report: Callable[..., Ticket]) -> None:
    before = report()
    made = backup.make(cast.db, now=MONDAY)
    restored = Database(made.path)
    try:
        with restored.transaction() as tx:
            assert tx.next_id("ticket_id") > before.id
            tx.execute("INSERT INTO setting VALUES ('a', '1')")
    finally:
        restored.close()


def test_writers_go_on_meanwhile(cast: Cast, report: Callable[..., Ticket]) -> None:
    stop, made = threading.Event(), []

    def keep_copying() -> None:
        while not stop.is_set():
            made.append(backup.make(cast.db, now=MONDAY))

    copier = threading.Thread(target=keep_copying)
    copier.start()
    try:
        opened = [report() for _ in range(20)]
    finally:
        stop.set()
        copier.join()
    assert made
    assert cast.db.value("SELECT count(*) FROM ticket") == len(opened)


def test_only_the_newest_are_kept(cast: Cast) -> None:
    nights = [MONDAY + timedelta(days=day) for day in range(4)]
    for night in nights:
        backup.make(cast.db, now=night, keep=2)
    assert [one.made_at for one in backup.all_backups()] == [nights[3], nights[2]]
    last = backup.last_backup()
    assert last is not None
    assert last.made_at == nights[3]


def test_nothing_but_finished_copies_is_left(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "a folder with 'quotes'"
    made = backup.make(cast.db, now=MONDAY, into=folder)
    assert list(folder.iterdir()) == [made.path]
    assert backup.last_backup(tmp_path / "nowhere") is None


def test_once_a_night_at_half_past_two(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE migration SET applied_at = $then", then=MONDAY)
    night = clock.wall(clock.local_date(MONDAY) + timedelta(days=1), backup.NIGHTLY)
    assert backup.make_nightly(cast.db, night - timedelta(minutes=1)) is None
    assert backup.make_nightly(cast.db, night) is not None
    assert backup.make_nightly(cast.db, night + timedelta(hours=20)) is None


def test_a_night_slept_through_is_made_up_for(cast: Cast) -> None:
    backup.make(cast.db, now=MONDAY)
    assert backup.make_nightly(cast.db, MONDAY + timedelta(days=1)) is not None
