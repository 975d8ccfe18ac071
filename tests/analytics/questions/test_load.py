"""When work arrives, against who is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from lib.analytics.duty_shifts import on_duty
from lib.analytics.filter import made
from lib.analytics.questions.load import load
from lib.people import posts, roster
from lib.people.roles import SYSTEM
from tests.analytics.questions.small import DAY, MONDAY, NONE, WEEK, facts, ticket
from tests.conftest import MONDAY as NOW
from tests.conftest import Cast


def hour(found: pl.DataFrame, weekday: int, at: int) -> dict[str, Any]:
    return found.row(24 * (weekday - 1) + at, named=True)


def test_an_hour_of_the_week_is_the_hospitals_and_an_average_of_its_days() -> None:
    evening = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)  # Tuesday, 00:30 in the hospital
    rows = facts(ticket(evening), ticket(), ticket(), ticket(MONDAY + 7 * DAY), ticket(status="merged"))
    found = load(rows, made(MONDAY, MONDAY + 8 * DAY))
    assert (hour(found, 1, 10)["n"], hour(found, 1, 10)["per_hour"]) == (3, 1.5)
    assert (hour(found, 2, 0)["n"], hour(found, 2, 0)["per_hour"]) == (1, 0.5)
    assert (hour(found, 3, 0)["n"], hour(found, 3, 0)["per_hour"]) == (0, 0.0)


def test_a_weekday_the_span_does_not_have_has_no_rate() -> None:
    assert hour(load(facts(ticket()), made(MONDAY, MONDAY)), 2, 10)["per_hour"] is None


def test_nothing_is_a_week_of_empty_hours() -> None:
    found = load(NONE, WEEK)
    assert found.columns == ["weekday", "hour", "n", "per_hour", "on_duty"]
    assert (found.height, found["n"].sum(), found["on_duty"].null_count()) == (168, 0, 168)


def post(cast: Cast, kind: str, starts: time, ends: time) -> int:
    values = {"team_id": cast.team, "name": kind, "kind": kind, "starts": starts, "ends": ends}
    return posts.save(cast.db, values, actor=SYSTEM, now=NOW)


def hold(cast: Cast, post_id: int, on: date, *names: str) -> None:
    people = [cast.people[name] for name in names]
    roster.hold(cast.db, actor=SYSTEM, post_id=post_id, day=on, account_ids=people, before=None, now=NOW)


def test_people_count_by_the_minute_and_a_night_reaches_into_the_next_day(cast: Cast) -> None:
    day, night = (post(cast, "day", time(7, 30), time(17, 0)), post(cast, "night", time(17), time(7, 30)))
    hold(cast, day, MONDAY, "li", "chen")
    hold(cast, night, MONDAY, "sun")
    found = load(facts(ticket()), WEEK, on_duty(cast.db, WEEK))
    assert [hour(found, 1, at)["on_duty"] for at in (7, 8, 16, 17, 23)] == [1.0, 2.0, 2.0, 1.0, 1.0]
    assert [hour(found, 2, at)["on_duty"] for at in (0, 7, 8)] == [1.0, 0.5, None]


def test_who_waits_at_home_is_not_on_duty(cast: Cast) -> None:
    hold(cast, post(cast, "standby", time(8), time(17)), MONDAY, "li")
    assert on_duty(cast.db, WEEK).height == 0


def test_only_posts_of_the_teams_asked_for(cast: Cast) -> None:
    hold(cast, post(cast, "day", time(8), time(17)), MONDAY, "li")
    assert on_duty(cast.db, WEEK, [cast.team]).height == 9
    assert on_duty(cast.db, WEEK, []).height == 0
