"""Rounds are made ahead exactly once: twice, by two threads, after a crash, after a week in which nothing ran."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.background import rounds as job
from lib.background.timetable import JOBS
from lib.catalog import holiday_files
from lib.core.settings import ROOT, settings
from lib.inspections.generating import generate
from lib.inspections.plan_keeping import end_plan, pause_plan, resume_plan
from lib.people.roles import SYSTEM
from lib.store.database import _connect
from lib.store.opening import close_all, opened
from tests.conftest import Cast, a_copy
from tests.inspections.planning import NOW, TODAY, House, make_house

CRASHING = Path(__file__).with_name("crashing_rounds.py")
AHEAD = 100
DAY = timedelta(1)


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def three_plans(house: House) -> None:
    """By the shift, by the week, and from completion."""
    house.plan(name="班巡查", slots="00:00-08:00 08:00-16:00 16:00-00:00")
    house.plan(name="周检", rule="FREQ=WEEKLY;BYDAY=FR", early_days=1, late_days=2, holidays="next_workday")
    house.plan(name="保养", rule="FREQ=MONTHLY", basis="completion", late_days=3)


def close_all_but(
    house: House, plan_id: int, day: date, status: str = "done", ended: datetime | None = None
) -> None:
    """Somebody ended the plan's round of that day."""
    with house.db.transaction() as tx:
        tx.execute(
            "UPDATE round SET status = $status, ended_at = $ended WHERE plan_id = $plan AND occurs_on = $day",
            status=status, ended=ended, plan=plan_id, day=day,
        )  # fmt: skip


def test_a_new_plan_has_its_rounds_at_once(house: House) -> None:
    plan = house.plan()
    rounds = house.rounds(plan)
    assert [row["day"] for row in rounds] == [TODAY + n * DAY for n in range(AHEAD + 1)]
    one = rounds[0]
    assert (one["status"], one["part"], one["stops"], one["checklist_version"]) == ("due", 0, 2, 1)
    assert (one["team_id"], one["campus_id"], one["version"]) == (house.cast.team, plan.campus_id, 1)
    assert house.read(plan).made_until == TODAY + AHEAD * DAY


def test_made_twice_they_are_there_once(house: House) -> None:
    three_plans(house)
    before = house.all_keys()
    assert generate(house.db, NOW) == 0
    assert generate(house.db, NOW + timedelta(minutes=1)) == 0
    assert house.all_keys() == before


def test_each_day_adds_one(house: House) -> None:
    plan = house.plan()
    assert [generate(house.db, NOW + n * DAY) for n in (1, 1, 2)] == [1, 0, 1]
    assert house.read(plan).version == 1, "nobody changed the plan"


def test_two_threads_at_once_make_them_once(house: House) -> None:
    three_plans(house)
    made: list[int] = []
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        made.append(generate(house.db, NOW + 7 * DAY))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # 7 × 3 of the shifts, one Friday, and the maintenance of today, which is over by then, comes again in a month.
    assert sum(made) == 21 + 1 + 1
    assert len(set(house.all_keys())) == len(house.all_keys())


def test_a_week_of_standstill_ends_as_if_there_had_been_none(house: House) -> None:
    three_plans(house)
    house.plan(name="每日保养", rule="FREQ=DAILY", basis="completion")
    with house.db.transaction() as tx:
        kept = {name: tx.frame(f"SELECT * FROM {name}") for name in ("round", "plan")}
    for hour in range(0, 7 * 24 + 1, 12):
        generate(house.db, NOW + timedelta(hours=hour))
    steadily = house.all_keys()
    with house.db.transaction() as tx:
        for name in kept:
            tx.execute(f"DELETE FROM {name}")
    with house.db.transaction() as tx:
        for name, frame in kept.items():
            tx.append(name, frame)
    generate(house.db, NOW + 7 * DAY)
    assert house.all_keys() == steadily


def test_longer_than_they_reach_the_days_gone_by_were_missed(house: House) -> None:
    plan = house.plan(rule="FREQ=WEEKLY;BYDAY=TU")
    generate(house.db, NOW + 200 * DAY)
    days = house.days(plan)
    assert days == [TODAY + n * 7 * DAY for n in range(len(days))]
    assert days[-1] > TODAY + 290 * DAY


def test_the_next_round_is_there_even_if_it_is_far_away(house: House) -> None:
    plan = house.plan(rule="FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1")
    assert house.days(plan) == [date(2027, 10, 1)]
    generate(house.db, NOW + 300 * DAY)
    assert house.days(plan) == [date(2027, 10, 1)]
    generate(house.db, NOW + 320 * DAY)
    assert house.days(plan) == [date(2027, 10, 1), date(2028, 10, 1)]


def test_a_plan_that_starts_later_has_its_first_round(house: House) -> None:
    plan = house.plan(starts_on=TODAY + 400 * DAY, rule="FREQ=MONTHLY", slots="08:00-12:00 14:00-18:00")
    assert [(row["day"], row["slot"]) for row in house.rounds(plan)] == [
        (TODAY + 400 * DAY, "08:00-12:00"),
        (TODAY + 400 * DAY, "14:00-18:00"),
    ]


def test_a_plan_that_started_long_ago_has_no_rounds_of_days_gone_by(house: House) -> None:
    plan = house.plan(starts_on=date(2019, 1, 7), rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    first = house.days(plan)[0]
    assert first >= TODAY and (first - date(2019, 1, 7)).days % 14 == 0


def test_a_span_that_is_over_today_gets_no_round_that_nobody_could_have_done(house: House) -> None:
    plan = house.plan(slots="00:00-08:00 08:00-16:00")
    assert [row["slot"] for row in house.rounds(plan)][:3] == ["08:00-16:00", "00:00-08:00", "08:00-16:00"]


def test_an_ended_plan_makes_no_more(house: House) -> None:
    plan = house.plan()
    ended = end_plan(
        house.db, plan_id=plan.id, version=1, last_day=TODAY + 2 * DAY, by=house.cast.by("zhao", NOW)
    )
    assert (ended.rounds.removed, len(house.rounds(plan))) == (AHEAD - 2, 3)
    assert generate(house.db, NOW + 90 * DAY) == 0


def test_a_paused_plan_makes_none_until_it_is_taken_up_again(house: House) -> None:
    plan, by = house.plan(), house.cast.by("zhao", NOW)
    pause_plan(house.db, plan_id=plan.id, version=1, by=by)
    assert house.days(plan) == [TODAY]
    assert generate(house.db, NOW + 5 * DAY) == 0
    later = house.cast.by("zhao", NOW + 5 * DAY)
    resumed = resume_plan(house.db, plan_id=plan.id, version=2, by=later)
    assert resumed.rounds.added == AHEAD + 1
    assert house.days(plan)[:3] == [TODAY, TODAY + 5 * DAY, TODAY + 6 * DAY]


def test_a_changed_plan_goes_on_as_it_is_now(house: House) -> None:
    plan = house.plan()
    house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO"})
    assert generate(house.db, NOW + 14 * DAY) == 2
    assert all(day.weekday() == 0 for day in house.days(plan))


def test_one_plan_that_cannot_be_counted_does_not_stop_the_others(house: House) -> None:
    broken, plan = house.plan(), house.plan()
    with house.db.transaction() as tx:
        tx.execute("UPDATE plan SET rule = 'FREQ=NEVER' WHERE id = $id", id=broken.id)
    assert generate(house.db, NOW + DAY) == 1
    assert len(house.rounds(plan)) == AHEAD + 2


class TestFromCompletion:
    def test_one_round_at_a_time(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion", late_days=10)
        assert house.days(plan) == [TODAY]
        assert generate(house.db, NOW + 9 * DAY) == 0

    def test_the_next_counts_from_the_day_it_was_done(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion", late_days=10)
        close_all_but(house, plan.id, TODAY, ended=NOW + 4 * DAY)
        assert generate(house.db, NOW + 4 * DAY) == 1
        assert house.days(plan) == [TODAY, date(2026, 12, 28)]

    def test_missed_it_counts_from_its_own_day(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion", late_days=10)
        assert generate(house.db, NOW + 11 * DAY) == 1
        assert house.days(plan) == [TODAY, date(2026, 12, 24)]

    def test_exempted_it_counts_from_its_own_day(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion", late_days=10)
        close_all_but(house, plan.id, TODAY, status="exempt", ended=NOW + 4 * DAY)
        generate(house.db, NOW + 4 * DAY)
        assert house.days(plan) == [TODAY, date(2026, 12, 24)]

    def test_under_way_nothing_follows_however_late(self, house: House) -> None:
        plan = house.plan(rule="FREQ=MONTHLY", basis="completion")
        close_all_but(house, plan.id, TODAY, status="running")
        assert generate(house.db, NOW + 60 * DAY) == 0


class TestHolidaysThatBecomeKnown:
    def load(self, house: House) -> None:
        off = [{"name": "元旦", "date": f"2027-01-0{n}", "isOffDay": True} for n in (1, 2, 3)]
        content = str({"year": 2027, "days": off}).replace("'", '"').replace("True", "true").encode()
        holiday_files.take(house.db, actor=SYSTEM, content=content, now=NOW)

    def test_rounds_made_before_are_put_where_they_belong(self, house: House) -> None:
        skips = house.plan(holidays="skip")
        puts_off = house.plan(rule="FREQ=MONTHLY;BYMONTHDAY=1", holidays="next_workday")
        anyway = house.plan()
        job.make(house.db, NOW)
        assert date(2027, 1, 1) in house.days(skips)
        self.load(house)
        job.make(house.db, NOW)
        assert not {date(2027, 1, n) for n in (1, 2, 3)} & set(house.days(skips))
        assert date(2027, 1, 4) in house.days(puts_off) and date(2027, 1, 1) not in house.days(puts_off)
        assert date(2027, 1, 1) in house.days(anyway)
        again = house.all_keys()
        job.make(house.db, NOW)
        assert house.all_keys() == again

    def test_those_a_change_has_not_reached_yet_stay_as_they_are(self, house: House) -> None:
        plan = house.plan(holidays="skip")
        change = date(2026, 12, 20)
        house.save(plan_id=plan.id, values={"rule": "FREQ=WEEKLY;BYDAY=MO"}, from_day=change)
        before = house.days(plan)
        job.make(house.db, NOW)
        assert house.days(plan) == before
        self.load(house)
        job.make(house.db, NOW)
        assert house.days(plan) == before, "no Monday is among the holidays"


def test_reopened_from_its_file_nothing_comes_twice(house: House) -> None:
    three_plans(house)
    generate(house.db, NOW + DAY)
    before = house.all_keys()
    close_all()
    again = House(
        Cast(**{**vars(house.cast), "db": opened(settings().database)}), house.assets, house.checklist_id
    )
    assert generate(again.db, NOW + DAY) == 0
    assert again.all_keys() == before


@pytest.mark.long
@pytest.mark.parametrize("dies_at", [1, 2])
def test_killed_in_the_middle_the_next_start_makes_what_is_missing(
    data: Path, cast_file: tuple[Path, dict[str, Any]], dies_at: int
) -> None:
    house = make_house(Cast(db=a_copy(cast_file[0], connect=_connect), **cast_file[1]))
    three_plans(house)
    before = len(house.all_keys())
    close_all()
    environment = {**os.environ, "ONESTOP_DATA": str(data), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(CRASHING), str(dies_at)]
    died = subprocess.run(command, env=environment, cwd=ROOT, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    again = House(
        Cast(**{**vars(house.cast), "db": opened(settings().database)}), house.assets, house.checklist_id
    )
    assert len(again.all_keys()) == before + 21 * (dies_at - 1), "whole plans or nothing"
    assert generate(again.db, NOW + 7 * DAY) == 23 - 21 * (dies_at - 1)
    assert len(set(again.all_keys())) == len(again.all_keys()) == before + 23


def test_the_job_runs_by_the_clock() -> None:
    assert job.make in [each.do for each in JOBS]
