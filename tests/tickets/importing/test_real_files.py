"""The two real files, as dirty as they are: all rows accounted for, into one hospital, and once only."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lib.catalog.loading import load_catalogue, load_promises
from lib.core.i18n import Language
from lib.core.settings import ROOT
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.migrate import migrate
from lib.tickets import checking
from lib.tickets.importing import mapping, reporting, running
from lib.tickets.importing.verdicts import ALREADY_THERE
from lib.tickets.importing.writing import Imported
from tests.conftest import MONDAY

FOLDER = Path(os.environ.get("ONESTOP_TEST_DATA", "left-out"))
BOSTON, INCIDENTS = "boston311_raw_sample.csv", "uci_incident_tickets.csv"
SHIPPED = {BOSTON: "boston311.toml", INCIDENTS: "uci_incidents.toml"}
REPORTS = {
    BOSTON: [
        "4995 rows: 4995 imported, 0 already there, 0 rejected",
        "Created under a branch of their own: 4673 places, 112 services, 117 teams",
        "  line 1891: 2023-11-05 01:56:00 came twice that night (clocks set back); the first is taken",
    ],
    INCIDENTS: [
        "24918 rows: 24918 imported, 0 already there, 0 rejected",
        "Created under a branch of their own: 225 places, 52 services, 73 teams, 220 people without a sign-in",
        "  1271 × such as line 54: “Assigned” (2016-02-29 07:27:00) lies before “Opened” (2016-02-29 09:41:00); "
        "it was moved there and counts in no time",
        "  line 3911: 2016-03-13T02:38:00.000000 never was on that clock (clocks set forward); "
        "read as an hour later",
    ],
}
they_are_here = pytest.mark.skipif(
    not all((FOLDER / name).exists() for name in SHIPPED),
    reason=f"LEFT OUT: {BOSTON} and {INCIDENTS} are not here; set ONESTOP_TEST_DATA to the folder that holds them",
)
pytestmark = [they_are_here, pytest.mark.long]


@pytest.fixture(autouse=True)
def history_and_rows_agree() -> None:
    """One check at the end says the same."""


def imported(db: Database, name: str) -> Imported:
    read = mapping.parse((ROOT / "data" / "mappings" / SHIPPED[name]).read_text(encoding="utf-8"))
    asked: dict[str, Any] = {"mapping": read, "zone": ZoneInfo("America/New_York")}
    content = (FOLDER / name).read_bytes()
    return running.run(db, content=content, actor=SYSTEM, now=MONDAY, **asked)


def empty_hospital(folder: Path) -> Database:
    """A catalogue and its promises, and nothing else."""
    made = Database(folder / "onestop.duckdb")
    migrate(made)
    with made.transaction() as tx:
        load_catalogue(tx, {}, {})
        load_promises(tx, MONDAY)
    return made


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A hospital that will hold only what is imported."""
    made = empty_hospital(tmp_path)
    yield made
    made.close()


def all_rows_are_accounted_for_in_time(done: Imported, report: list[str], took: float) -> None:
    assert list(reporting.counts(done, Language.EN)) == report
    assert len(reporting.table(done, Language.ZH).splitlines()) > int(report[0].split()[0])
    assert took < 30


def every_stage_of_the_city_is_where_the_file_has_it(db: Database) -> None:
    assert db.row(
        """
        SELECT count(*) AS n, count(complete_due) AS due, count(accepted_at) AS accepted,
               count(*) FILTER (done_at <= complete_due) AS in_time,
               count(*) FILTER (outcome = 'not_stated') AS not_stated
        FROM ticket WHERE status = 'closed' AND source = 'boston311'
        """
    ) == {"n": 4995, "due": 4284, "accepted": 0, "in_time": 3809, "not_stated": 921}


def stages_out_of_order_or_untimed_count_in_no_figure_of_time(db: Database) -> None:
    figures = db.row(
        """
        SELECT count(*) AS n, count(assigned_at) AS assigned, count(accepted_at) AS accepted,
               count(arrived_at) AS arrived, count(done_at) AS done, count(assignee_id) AS person,
               count(*) FILTER (outcome = 'not_stated') AS not_stated,
               count(*) FILTER (accepted_at < assigned_at OR done_at < arrived_at) AS backwards
        FROM ticket WHERE source = 'uci_incidents' AND status = 'closed'
        """
    )
    assert figures == {
        "n": 24918,
        "assigned": 24540,
        "accepted": 24013,
        "arrived": 13908,
        "done": 23362,
        "person": 24260,
        "not_stated": 24918,
        "backwards": 0,
    }


def bare_numbers_are_said_in_words(db: Database) -> None:
    first = db.row(
        """
        SELECT t.description, l.name AS place, s.name AS service, c.name AS team, a.name AS person, r.name AS reporter
        FROM ticket t JOIN location l ON l.id = t.location_id JOIN service s ON s.code = t.service_code
        JOIN team c ON c.id = t.team_id JOIN account a ON a.id = t.assignee_id JOIN reporter r ON r.ticket_id = t.id
        WHERE t.foreign_number = '0000047'
        """
    )
    assert list((first or {}).values()) == [
        "类别 40，子类 215，现象 471",
        "位置 165",
        "类别 40",
        "班组 24",
        "工程师 89",
        "申报人 2403",
    ]


def a_second_import_changes_nothing(db: Database) -> None:
    tables = ("ticket", "ticket_event", "reporter", "location", "account", "team", "audit")
    before = db.version(tables)
    for name, report in REPORTS.items():
        again = imported(db, name)
        assert (f"{again.count(ALREADY_THERE)} rows", again.created) == (report[0].partition(":")[0], {})
    assert db.version(tables) == before


# One test: the two imports cost ten seconds, and several workers would each make them.
def test_both_files_into_one_hospital(db: Database) -> None:
    for name, report in REPORTS.items():
        began = time.perf_counter()
        done = imported(db, name)
        all_rows_are_accounted_for_in_time(done, report, time.perf_counter() - began)
    every_stage_of_the_city_is_where_the_file_has_it(db)
    stages_out_of_order_or_untimed_count_in_no_figure_of_time(db)
    bare_numbers_are_said_in_words(db)
    assert checking.problems(db) == []
    a_second_import_changes_nothing(db)
