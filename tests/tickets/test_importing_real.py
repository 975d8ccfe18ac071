"""The published requests of a city, as dirty as they are: all rows accounted for."""

from __future__ import annotations

import os
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.core.i18n import Language
from lib.core.settings import ROOT
from lib.people.roles import SYSTEM
from lib.tickets import checking
from lib.tickets.importing import mapping, reporting, running
from tests.conftest import MONDAY, Cast

FOLDER = os.environ.get("ONESTOP_TEST_DATA")
NAME = "boston311_raw_sample.csv"
pytestmark = pytest.mark.skipif(
    not FOLDER or not Path(FOLDER, NAME).exists(),
    reason=f"LEFT OUT: {NAME} is not here; set ONESTOP_TEST_DATA to the folder that holds it",
)


@pytest.fixture(autouse=True)
def history_and_rows_agree() -> None:
    """One check at the end of the one test says the same."""


def test_all_rows_of_boston_are_accounted_for(cast: Cast) -> None:
    asked = {
        "content": Path(FOLDER or "", NAME).read_bytes(),
        "mapping": mapping.parse((ROOT / "data" / "mappings" / "boston311.toml").read_text(encoding="utf-8")),
        "zone": ZoneInfo("America/New_York"),
        "actor": SYSTEM,
        "now": MONDAY,
    }
    before = time.perf_counter()
    done = running.run(cast.db, **asked)
    assert time.perf_counter() - before < 30
    assert list(reporting.counts(done, Language.EN)) == [
        "4995 rows: 4995 imported, 0 already there, 0 rejected",
        "Created under a branch of their own: 4673 places, 112 services, 117 teams",
        "  line 1891: 2023-11-05 01:56:00 came twice that night (clocks set back); the first is taken",
    ]
    assert cast.db.row(
        """
        SELECT count(*) AS n, count(complete_due) AS due, count(accepted_at) AS accepted,
               count(*) FILTER (done_at <= complete_due) AS in_time FROM ticket WHERE status = 'closed'
        """
    ) == {"n": 4995, "due": 4284, "accepted": 0, "in_time": 3809}
    assert checking.problems(cast.db) == []
    again = running.run(cast.db, **asked)
    assert (again.count("already_there"), again.created) == (4995, {})
    assert cast.db.value("SELECT count(*) FROM ticket") == 4995
