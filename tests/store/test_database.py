"""One file, many readers, one writer at a time: what is committed, what is undone, what is computed again."""

from __future__ import annotations

from threading import Barrier, Thread

import duckdb
import polars as pl
import pytest

from lib.store.database import Database


def people(db: Database) -> list[str]:
    return [row["name"] for row in db.rows("SELECT name FROM vendor ORDER BY id")]


def add(tx: object, number: int, name: str = "甲") -> None:
    tx.insert("vendor", {"id": number, "code": f"V{number}", "name": name})  # type: ignore[attr-defined]


def test_a_transaction_becomes_true_together(db: Database) -> None:
    with db.transaction() as tx:
        add(tx, 1)
        add(tx, 2)
        assert people(db) == []
        assert len(tx.rows("SELECT * FROM vendor")) == 2
    assert people(db) == ["甲", "甲"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_exception_undoes_all_of_it(db: Database, error: type[BaseException]) -> None:
    with pytest.raises(error), db.transaction() as tx:
        add(tx, 1)
        raise error
    assert people(db) == []
    with db.transaction() as tx:
        add(tx, 1)


def test_a_failing_statement_undoes_all_of_it(db: Database) -> None:
    with pytest.raises(duckdb.Error), db.transaction() as tx:
        add(tx, 1)
        add(tx, 1)
    assert people(db) == []


def test_tables_made_in_a_failing_transaction_are_gone(db: Database) -> None:
    with pytest.raises(ValueError, match="no"), db.transaction() as tx:
        tx.execute("CREATE TABLE brief (id BIGINT)")
        raise ValueError("no")
    assert db.value("SELECT count(*) FROM information_schema.tables WHERE table_name = 'brief'") == 0


def test_an_inner_transaction_joins_the_outer_one(db: Database) -> None:
    with pytest.raises(ValueError, match="no"), db.transaction() as tx:
        add(tx, 1)
        with db.transaction() as inner:
            assert len(inner.rows("SELECT * FROM vendor")) == 1
            add(inner, 2)
        raise ValueError("no")
    assert people(db) == []


def test_a_swallowed_failure_inside_spoils_the_whole(db: Database) -> None:
    with pytest.raises(RuntimeError, match="swallowed"), db.transaction() as tx:
        add(tx, 1)
        try:
            with db.transaction():
                raise ValueError("no")
        except ValueError:
            pass
    assert people(db) == []


def test_rows_row_value_and_frame_say_the_same(db: Database) -> None:
    with db.transaction() as tx:
        add(tx, 1, "甲")
        add(tx, 2, "乙")
    sql = "SELECT id, name FROM vendor WHERE id >= $least ORDER BY id"
    assert db.rows(sql, least=2) == [{"id": 2, "name": "乙"}]
    assert db.row(sql, least=1) == {"id": 1, "name": "甲"}
    assert (db.row(sql, least=3), db.value(sql, least=3)) == (None, None)
    assert db.value(sql, least=2) == 2
    assert db.frame(sql, least=1).to_dicts() == db.rows(sql, least=1)


def test_many_rows_arrive_as_a_frame(db: Database) -> None:
    frame = pl.DataFrame({"name": ["甲", "乙"], "code": ["V1", "V2"], "id": [1, 2]})
    with db.transaction() as tx:
        tx.append("vendor", frame)
        tx.append("vendor", frame.clear())
    assert people(db) == ["甲", "乙"]


def test_one_wrong_row_refuses_the_whole_frame(db: Database) -> None:
    with pytest.raises(duckdb.Error), db.transaction() as tx:
        tx.append("vendor", pl.DataFrame({"id": [1, 1], "code": ["V1", "V2"], "name": ["甲", "乙"]}))
    assert people(db) == []


def test_numbers_of_a_sequence_are_given_once(db: Database) -> None:
    with db.transaction() as tx:
        assert [tx.next_id("vendor_id") for _ in range(3)] == [1, 2, 3]


def test_instants_come_back_aware_in_utc(db: Database) -> None:
    found = db.value("SELECT TIMESTAMPTZ '2026-11-16 10:00:00+08'")
    assert found.isoformat() == "2026-11-16T02:00:00+00:00"


# What is computed once -----------------------------------------------------------------------------


def test_what_is_derived_is_made_again_only_after_its_table_was_written(db: Database) -> None:
    made: list[int] = []

    def names() -> list[str]:
        made.append(1)
        return people(db)

    def derived() -> list[str]:
        return db.derived("names", ("vendor",), names)

    assert (derived(), derived(), len(made)) == ([], [], 1)
    with db.transaction() as tx:
        tx.insert("service_group", {"code": "GD", "name": "供电", "sort": 1})
    assert (derived(), len(made)) == ([], 1)
    with db.transaction() as tx:
        add(tx, 1)
        assert derived() == []
    assert (derived(), len(made)) == (["甲"], 2)
    with pytest.raises(ValueError, match="no"), db.transaction() as tx:
        add(tx, 2)
        raise ValueError("no")
    assert (derived(), len(made)) == (["甲"], 2)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE vendor SET name = '乙'",
        "DELETE FROM vendor",
        "  insert into VENDOR (id, code, name) VALUES (7, 'V7', '丙')",
        "INSERT INTO vendor (id, code, name) VALUES (1, 'V1', '丁') ON CONFLICT (id) DO UPDATE SET name = '丁'",
        "INSERT OR IGNORE INTO vendor (id, code, name) VALUES (1, 'V1', '戊')",
    ],
)
def test_every_way_of_writing_counts_as_written(db: Database, sql: str) -> None:
    with db.transaction() as tx:
        add(tx, 1)
    before = db.version(("vendor",))
    with db.transaction() as tx:
        tx.execute(sql)
    assert db.version(("vendor",)) > before


def test_reading_in_a_transaction_counts_as_nothing(db: Database) -> None:
    heard: list[frozenset[str]] = []
    db.on_commit(heard.append)
    with db.transaction() as tx:
        tx.rows("SELECT * FROM vendor")
    assert heard == []


# Being told ----------------------------------------------------------------------------------------


def test_listeners_hear_which_tables_were_written_after_it_is_true(db: Database) -> None:
    heard: list[tuple[frozenset[str], int]] = []
    end = db.on_commit(lambda tables: heard.append((tables, len(people(db)))))
    with db.transaction() as tx:
        add(tx, 1)
        with db.transaction() as inner:
            inner.insert("service_group", {"code": "GD", "name": "供电", "sort": 1})
        assert heard == []
    assert heard == [(frozenset({"vendor", "service_group"}), 1)]
    end()
    with db.transaction() as tx:
        add(tx, 2)
    assert len(heard) == 1


def test_nobody_hears_of_what_was_undone(db: Database) -> None:
    heard: list[frozenset[str]] = []
    db.on_commit(heard.append)
    with pytest.raises(ValueError, match="no"), db.transaction() as tx:
        add(tx, 1)
        raise ValueError("no")
    assert heard == []


def test_a_listener_that_fails_harms_neither_writer_nor_other_listeners(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[frozenset[str]] = []

    def broken(_: frozenset[str]) -> None:
        raise RuntimeError("broken listener")

    db.on_commit(broken)
    db.on_commit(heard.append)
    with db.transaction() as tx:
        add(tx, 1)
    assert (people(db), heard) == (["甲"], [frozenset({"vendor"})])
    assert "broken listener" in caplog.text


# Many at once --------------------------------------------------------------------------------------


def test_writers_wait_for_each_other(db: Database) -> None:
    with db.transaction() as tx:
        tx.insert("service_group", {"code": "GD", "name": "供电", "sort": 0})
    start = Barrier(8)

    def count_up() -> None:
        start.wait()
        for _ in range(5):
            with db.transaction() as tx:
                seen = tx.value("SELECT sort FROM service_group")
                tx.execute("UPDATE service_group SET sort = $next", next=seen + 1)

    threads = [Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert db.value("SELECT sort FROM service_group") == 40
