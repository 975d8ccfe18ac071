"""Many rows at once: changed by their key, numbered in one go."""

from __future__ import annotations

import polars as pl

from lib.store.database import Database


def test_rows_are_changed_by_their_key_and_the_others_stay(db: Database) -> None:
    with db.transaction() as tx:
        tx.append("remedy", pl.DataFrame({"code": ["R1", "R2", "R3"], "name": ["a", "b", "c"]}))
    with db.transaction() as tx:
        tx.amend("remedy", pl.DataFrame({"code": ["R3", "R1", "R9"], "name": ["三", "一", "九"]}), key="code")
    found = db.rows("SELECT code, name FROM remedy ORDER BY code")
    assert [(row["code"], row["name"]) for row in found] == [("R1", "一"), ("R2", "b"), ("R3", "三")]


def test_what_is_changed_and_what_is_new_in_one_transaction(db: Database) -> None:
    with db.transaction() as tx:
        tx.append("remedy", pl.DataFrame({"code": ["R1"], "name": ["a"]}))
        tx.amend("remedy", pl.DataFrame({"code": ["R1"], "name": ["b"]}), key="code")
        tx.amend("remedy", pl.DataFrame(), key="code")
    assert db.value("SELECT name FROM remedy") == "b"


def test_a_change_is_told(db: Database) -> None:
    with db.transaction() as tx:
        tx.append("remedy", pl.DataFrame({"code": ["R1"], "name": ["a"]}))
    before = db.version(("remedy",))
    with db.transaction() as tx:
        tx.amend("remedy", pl.DataFrame({"code": ["R1"], "name": ["b"]}), key="code")
    assert db.version(("remedy",)) > before


def test_numbers_come_once_and_ascending(db: Database) -> None:
    with db.transaction() as tx:
        some, more = tx.next_ids("team_id", 500), [tx.next_id("team_id"), *tx.next_ids("team_id", 0)]
    assert some == sorted(set(some))
    assert len(some) == 500
    assert more == [some[-1] + 1]
