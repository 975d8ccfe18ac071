"""The process is killed at the worst moments: every message still arrives, with its key."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lib.background.timetable import Timetable
from lib.core import clock
from lib.core.settings import ROOT, settings
from lib.notifications import channels
from lib.people.roles import SYSTEM
from lib.store.database import Database
from lib.store.opening import close_all, opened
from tests.notifications.receiving import receiving, senders_rest, wait_until

CRASHING = Path(__file__).with_name("crashing.py")
pytestmark = pytest.mark.long
Starts = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def hospital(data: Path, cast_file: tuple[Path, dict[str, Any]]) -> Callable[[], Database]:
    """The small hospital, with nobody holding its file: opens it again, as a restart does."""
    data.mkdir(parents=True)
    shutil.copyfile(cast_file[0], settings().database)
    return lambda: opened(settings().database)


@pytest.fixture
def starts(hospital: Any, data: Path, cast_file: tuple[Path, dict[str, Any]]) -> Starts:
    """Starts the process that will be killed."""
    about = cast_file[1]
    ids = [str(about["people"]["li"]), str(about["room"])]
    environment = {**os.environ, "ONESTOP_DATA": str(data), "PYTHONPATH": str(ROOT)}

    def started(how: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(CRASHING), how, *ids]
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    return started


def set_up(db: Database, url: str) -> None:
    shape = {"name": "gate", "kind": "webhook", "topics": ["assigned"], "team_id": None, "active": True}
    channels.save(db, actor=SYSTEM, channel_id=None, url=url, now=clock.now(), **shape)  # type: ignore[arg-type]
    close_all()


def all_sent(db: Database) -> bool:
    left = "SELECT (SELECT count(*) FROM outbox WHERE outgoing) + (SELECT count(*) FROM delivery WHERE state <> 'sent')"
    return bool(db.value(left) == 0)


def restarted(db: Database) -> None:
    """What the service does when it starts: the timetable runs once."""
    Timetable(db).run_due(clock.now())
    wait_until(lambda: all_sent(db))
    senders_rest()


@pytest.mark.parametrize(("how", "times"), [("before", 1), ("dealt_out", 1), ("between", 2)])
def test_a_message_survives_the_death_of_the_process(
    how: str, times: int, hospital: Callable[[], Database], starts: Starts
) -> None:
    with receiving() as gate:
        set_up(hospital(), gate.url)
        with starts(how) as child:
            said, _ = child.communicate(timeout=60)
        assert child.returncode == -signal.SIGKILL
        assert len(gate.came) == times - 1
        restarted(hospital())
        # Killed between sending and marking it comes twice, and the other side knows it by the key.
        assert [body["number"] for _, body in gate.came] == [said.strip()] * times
        assert len(set(gate.keys)) == 1 and len(gate.keys[0]) == 32


def test_none_is_lost_however_often_the_service_is_killed(
    hospital: Callable[[], Database], starts: Starts
) -> None:
    chance = random.Random(4)
    with receiving(slow=0.01) as gate:
        set_up(hospital(), gate.url)
        written: list[str] = []
        for _ in range(8):
            with starts("serving") as child:
                assert child.stdout is not None
                written.append(child.stdout.readline().strip())
                time.sleep(chance.uniform(0.02, 0.8))
                child.kill()
                # What it said after a commit is written; a line cut in the middle was not said.
                written += [line.strip() for line in child.stdout if line.endswith("\n")]
            assert child.returncode == -signal.SIGKILL
        restarted(db := hospital())
        arrived = [body["number"] for _, body in gate.came]
        assert len(written) >= 8
        assert set(written) <= set(arrived)
        # Twice only under the same key, and each death doubles at most the one that was on its way.
        assert len({(body["number"], key) for key, body in gate.came}) == len(set(arrived))
        assert len(arrived) - len(set(arrived)) <= 8
        assert db.value("SELECT count(*) FROM delivery") == len(set(arrived))
