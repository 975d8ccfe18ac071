"""Jobs run when they are due, and one that fails takes no other down."""

from datetime import datetime, timedelta

import pytest

from lib.background.timetable import JOBS, Job, Timetable
from lib.store import backup
from lib.store.database import Database
from tests.conftest import MONDAY, Cast

MINUTE = timedelta(minutes=1)


def test_each_job_keeps_its_own_time(db: Database) -> None:
    done: list[str] = []
    jobs = [
        Job("often", timedelta(), lambda _, now: done.append("often")),
        Job("seldom", 10 * MINUTE, lambda _, now: done.append("seldom")),
    ]
    timetable = Timetable(db, jobs)
    for minutes in (0, 1, 10):
        timetable.run_due(MONDAY + minutes * MINUTE)
    assert done == ["often", "seldom", "often", "often", "seldom"]


def test_a_job_that_fails_is_logged_and_the_others_go_on(
    db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[datetime] = []

    def broken(_: Database, now: datetime) -> None:
        raise RuntimeError("no paper")

    jobs = [Job("broken", timedelta(), broken), Job("sound", timedelta(), lambda _, now: done.append(now))]
    Timetable(db, jobs).run_due(MONDAY)
    assert done == [MONDAY]
    said = capsys.readouterr().out
    assert "broken" in said and "no paper" in said


def test_the_real_jobs_run_on_a_real_hospital(cast: Cast) -> None:
    later = MONDAY + timedelta(days=30)
    Timetable(cast.db).run_due(later)
    last = backup.last_backup()
    assert last is not None and last.made_at == later
    assert len({job.name for job in JOBS}) == len(JOBS)
