"""The plan at full size, without writing it: volumes, seasons, hours, and where the live morning takes its place."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from lib.core.clock import local, local_date
from lib.demo.chance import random_for
from lib.demo.mix import DAYS, VOLUMES, Planned, in_whole, part
from lib.demo.morning import settled_in, standing
from lib.demo.reporting import draw
from lib.demo.world import Pictures, World
from tests.demo.conftest import Demonstration

pytestmark = pytest.mark.long

YESTERDAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def world(built: Demonstration) -> World:
    return World(built.db, built.now, Pictures())


@pytest.fixture(scope="module")
def plan(world: World) -> list[Planned]:
    return world.mix.plan(YESTERDAY, world.days)


def _parts(world: World, plan: list[Planned]) -> Counter[str]:
    return Counter(part(world.service(one.service_code).kind) for one in plan)


def test_it_has_exactly_the_published_volumes(world: World, plan: list[Planned]) -> None:
    assert _parts(world, plan) == {"work": 24_264, "consultation": 1_028, "assistance": 834}
    assert len(plan) == sum(VOLUMES.values()) == 26_126


def test_it_ends_yesterday_and_lasts_181_days(plan: list[Planned]) -> None:
    days = {local_date(one.at) for one in plan}
    assert max(days) == YESTERDAY
    assert min(days) == YESTERDAY - timedelta(days=DAYS - 1)
    assert len(days) == DAYS


def test_services_without_a_season_have_their_published_share(plan: list[Planned]) -> None:
    count = Counter(one.service_code for one in plan)
    # What is asked for in summer takes its share from the others: they stay in proportion to each other.
    assert count["GD-01"] / count["GS-01"] == pytest.approx(109.781 / 49.765, rel=0.02)
    assert count["FW-01"] / count["WS-01"] == pytest.approx(38.064 / 33.663, rel=0.02)


def test_heating_comes_with_winter_and_cooling_with_summer(plan: list[Planned]) -> None:
    months = Counter((one.service_code, local(one.at).month) for one in plan)
    assert months["GN-01", 7] == 0 < months["GN-01", 11]
    assert months["KT-01", 7] > 3 * months["KT-01", 10]


def test_mornings_are_busy_nights_and_holidays_are_quiet(plan: list[Planned]) -> None:
    hours = Counter(local(one.at).hour for one in plan)
    assert hours[9] > 5 * hours[23] and hours[3] > 0
    days = Counter(local_date(one.at) for one in plan)
    holiday = sum(days[date(2026, 10, day)] for day in range(1, 8)) / 7
    before = sum(days[date(2026, 9, day)] for day in range(7, 18)) / 11
    assert holiday < 0.65 * before
    weekdays = Counter(local_date(one.at).weekday() for one in plan)
    assert weekdays[0] > weekdays[4] > weekdays[5]


@pytest.mark.parametrize("hour", [16.1, 18, 2, 15.9])  # UTC: midnight is 16
def test_the_live_morning_leaves_the_volumes_as_they_are(world: World, hour: float) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hour)
    before = local_date(now) - timedelta(days=1)
    with_forty = settled_in(World(world.db, now, Pictures()), world.mix.plan(before, world.days), now)
    history = [one for one in with_forty if local_date(one.at) <= before]
    assert _parts(world, history) == dict(VOLUMES)
    assert sum(bool(one.stands) for one in with_forty) == 40


@pytest.mark.parametrize("hour", [16.05, 17, 18, 20, 23.5, 2, 4.5, 9.9, 15.9])
def test_at_any_hour_forty_stand_in_the_states_they_were_planned_for(world: World, hour: float) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hour)
    then, random = World(world.db, now, Pictures()), random_for("test", hour)
    planned = settled_in(then, [], now, exact=False)
    courses = [standing(then, draw(then, random, one), n, str(n)) for n, one in enumerate(planned)]
    stand = [course.standing.status for course in courses]
    assert [f"{status}" for status in stand] == [one.stands.partition(":")[0] for one in planned]


def test_whole_shares_add_up() -> None:
    assert in_whole(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert sum(in_whole(26_126, {str(n): n + 0.1 for n in range(137)}).values()) == 26_126
