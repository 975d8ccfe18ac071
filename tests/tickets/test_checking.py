"""`check` sees what does not hold together, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from lib.core.i18n import Language, explain
from lib.store import files
from lib.store.database import Database
from lib.tickets import checking, references
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast


@pytest.fixture(autouse=True)
def history_and_rows_agree() -> None:
    """Not here: these tests break the database on purpose."""


def said(db: Database) -> str:
    return "\n".join(str(problem) for problem in checking.problems(db))


def broken(cast: Cast, sql: str, **values: object) -> str:
    with cast.db.transaction() as tx:
        tx.execute(sql, **values)
    return said(cast.db)


def test_a_sound_hospital_has_none(cast: Cast, report: Callable[..., Ticket]) -> None:
    report()
    assert checking.problems(cast.db) == []


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE ticket SET urges = 3", "history and row differ in urges"),
        ("UPDATE ticket SET version = 2", "not numbered 1 to 2"),
        ("DELETE FROM ticket_event", "has no history"),
        ("UPDATE ticket_event SET facts = '{}'", "cannot be read"),
        ("DELETE FROM reporter", "reported by nobody"),
        ("DELETE FROM ticket", "ticket_event.ticket_id: 1 rows name a ticket"),
        ("UPDATE ticket_number SET last = 0", "given out a second time"),
        ("DELETE FROM ticket_number", "given out a second time"),
        ("INSERT INTO service_group VALUES ('ZZ', 'x', '', 1); DELETE FROM service", "name a service"),
        ("INSERT INTO ticket_labour VALUES (1, 9, 1, 30)", "ticket_labour: 1 rows without the event"),
        ("INSERT INTO attachment VALUES (1, 1, 'gone')", "attachment.hash: 1 rows name a file"),
        (
            "INSERT INTO label (code, location_id, issued_at) VALUES ('second', 4, now())",
            "more than one valid wall code",
        ),
        (
            "INSERT INTO occupancy VALUES (4, 1, DATE '2026-01-01', DATE '2026-02-01')",
            "belongs to two departments",
        ),
        ("INSERT INTO account_role VALUES (1, 'liaison', 'department', 99)", "account_role.scope_id"),
    ],
)
def test_each_kind_of_damage_is_seen(cast: Cast, report: Callable[..., Ticket], sql: str, words: str) -> None:
    report()
    assert (cast.room, cast.ward) == (4, 1)
    assert words in broken(cast, sql)


def test_a_sequence_left_behind_is_seen(cast: Cast) -> None:
    sql = "INSERT INTO vendor (id, code, name) VALUES (1000, 'V99', 'x')"
    assert "The sequence vendor_id stands at" in broken(cast, sql)


def test_files_are_looked_at(cast: Cast) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    kept = files.keep(cast.db, picture.getvalue(), now=MONDAY)
    assert said(cast.db) == ""
    files.path(kept.hash).write_bytes(b"something else")
    assert "is not what it was" in said(cast.db)
    files.path(kept.hash).unlink()
    assert "is missing" in said(cast.db)


def test_a_thousand_faults_of_a_kind_are_counted_not_listed(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute(
            "INSERT INTO file SELECT 'no' || i, 'image/jpeg', 1, 1, 1, now() FROM generate_series(1, 30) t(i)"
        )
    found = checking.problems(cast.db)
    assert len(found) == checking.MOST + 1
    assert explain(Language.ZH, found[-1].as_refusal()) == "……同类问题另有 10 个。"


def test_a_year_without_holidays_is_a_warning(cast: Cast) -> None:
    assert [warning.facts["year"] for warning in checking.warnings(cast.db, MONDAY)] == [2027]


def test_every_id_column_is_in_the_list_of_references(db: Database) -> None:
    """A new table whose references nobody listed would be checked by nobody."""
    columns = db.rows(
        """
        SELECT table_name AS t, column_name AS c FROM duckdb_columns()
        WHERE NOT internal AND (column_name LIKE '%\\_id' ESCAPE '\\' OR column_name IN ('done_by', 'answered_by'))
        """
    )
    listed = {(reference.table, reference.column) for reference in references.REFERENCES}
    with_events = {(table, "ticket_id") for table, _ in references.WITH_EVENTS}
    assert {(row["t"], row["c"]) for row in columns} - listed - with_events == set()
