"""Who is on duty: by the posts of the roster, minute by minute, through the night."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lib.core.clock import wall
from lib.core.settings import settings
from lib.people import accounts, duty, posts, roster
from lib.people.accounts import account
from lib.people.duty import Unrostered
from lib.people.posts import Post
from lib.people.roles import SYSTEM
from tests.conftest import MONDAY, Cast

DAY = date(2026, 11, 16)
NEXT = DAY + timedelta(days=1)
SHIFTS = {
    "day": (time(7, 30), time(17, 30)),
    "middle": (time(12), time(20, 30)),
    "night": (time(17, 30), time(7, 30)),
    "standby": (time(17, 30), time(7, 30)),
}


def post(cast: Cast, kind: str, **more: object) -> int:
    starts, ends = SHIFTS[kind]
    values = {"team_id": cast.team, "name": f"{kind}班", "kind": kind, "starts": starts, "ends": ends}
    return posts.save(cast.db, {**values, **more}, actor=SYSTEM, now=MONDAY)


def hold(cast: Cast, post_id: int, day: date, *names: str) -> None:
    people = [cast.people[name] for name in names]
    roster.hold(cast.db, actor=SYSTEM, post_id=post_id, day=day, account_ids=people, before=None, now=MONDAY)


def names_at(cast: Cast, day: date, hour: int, minute: int = 0) -> dict[str, str]:
    known = {number: name for name, number in cast.people.items()}
    now = wall(day, time(hour, minute))
    return {known[who]: found.kind for who, found in duty.on_duty(cast.db, now).items()}


def test_the_day_shift_is_on_duty_from_its_first_minute_to_its_last(cast: Cast) -> None:
    hold(cast, post(cast, "day"), DAY, "li")
    assert [names_at(cast, DAY, *at) for at in ((7, 29), (7, 30), (17, 29), (17, 30))] == [
        {}, {"li": "day"}, {"li": "day"}, {},
    ]  # fmt: skip


def test_the_night_shift_goes_on_after_midnight(cast: Cast) -> None:
    hold(cast, post(cast, "night", phone="8120"), DAY, "chen")
    assert [names_at(cast, DAY, 23, 59), names_at(cast, NEXT, 0), names_at(cast, NEXT, 7, 29)] == [
        {"chen": "night"}
    ] * 3
    assert names_at(cast, NEXT, 7, 30) == {}
    found = duty.on_duty(cast.db, wall(NEXT, time(3)))[cast.people["chen"]]
    assert (found.until, found.phone, found.team_id) == (wall(NEXT, time(7, 30)), "8120", cast.team)


def test_at_the_hand_over_minute_one_shift_follows_the_other(cast: Cast) -> None:
    hold(cast, post(cast, "day"), NEXT, "li")
    hold(cast, post(cast, "night"), DAY, "chen")
    assert names_at(cast, NEXT, 7, 29) == {"chen": "night"}
    assert names_at(cast, NEXT, 7, 30) == {"li": "day"}


def test_seconds_do_not_matter(cast: Cast) -> None:
    hold(cast, post(cast, "day"), DAY, "li")
    last = wall(DAY, time(17, 29)) + timedelta(seconds=59, milliseconds=999)
    assert cast.people["li"] in duty.on_duty(cast.db, last)
    assert cast.people["li"] not in duty.on_duty(cast.db, last + timedelta(milliseconds=1))


def test_a_post_that_ends_when_it_begins_lasts_a_day_and_a_night(cast: Cast) -> None:
    hold(cast, post(cast, "standby", starts=time(8), ends=time(8)), DAY, "li")
    assert names_at(cast, NEXT, 7, 59) == {"li": "standby"}
    assert names_at(cast, NEXT, 8) == {}


def test_several_people_hold_one_post(cast: Cast) -> None:
    hold(cast, post(cast, "day"), DAY, "li", "chen", "sun")
    assert names_at(cast, DAY, 10).keys() == {"li", "chen", "sun"}


def test_being_there_counts_more_than_standby_and_the_longer_post_more_than_the_shorter(cast: Cast) -> None:
    hold(cast, post(cast, "standby", starts=time(8), ends=time(8)), DAY, "li", "chen")
    hold(cast, post(cast, "day"), DAY, "li")
    hold(cast, post(cast, "middle"), DAY, "li")
    assert names_at(cast, DAY, 13) == {"li": "middle", "chen": "standby"}
    present = duty.present(cast.db, cast.team, wall(DAY, time(13)))
    assert [(who.name, found.standby) for who, found in present] == [("李师傅", False), ("陈师傅", True)]


def test_people_and_posts_out_of_use_never_count(cast: Cast) -> None:
    day = post(cast, "day")
    hold(cast, day, DAY, "li", "chen")
    accounts.set_active(
        cast.db, actor=cast.actor("admin"), account_id=cast.people["li"], active=False, now=MONDAY
    )
    assert names_at(cast, DAY, 10) == {"chen": "day"}
    assert duty.available(cast.db, account(cast.db, cast.people["li"]), MONDAY) is None
    posts.save(cast.db, {"id": day, "active": False}, actor=SYSTEM, now=MONDAY)
    assert names_at(cast, DAY, 10) == {}


def test_a_change_of_the_roster_is_seen_within_the_same_minute(cast: Cast) -> None:
    day = post(cast, "day")
    assert names_at(cast, DAY, 10) == {}
    hold(cast, day, DAY, "li")
    assert names_at(cast, DAY, 10) == {"li": "day"}


# Whole teams: who keeps no roster is on duty whole, and that is told apart.


def status(cast: Cast, name: str, day: date, hour: int) -> object:
    found = duty.available(cast.db, account(cast.db, cast.people[name]), wall(day, time(hour)))
    return found.kind if isinstance(found, duty.Duty) else found


def test_a_team_without_a_roster_for_the_day_counts_as_on_duty_whole(cast: Cast) -> None:
    day = post(cast, "day")
    assert status(cast, "li", DAY, 10) is Unrostered.WHOLE_TEAM
    hold(cast, day, DAY, "li")
    assert (status(cast, "li", DAY, 10), status(cast, "chen", DAY, 10)) == ("day", None)
    assert status(cast, "chen", NEXT, 10) is Unrostered.WHOLE_TEAM
    assert status(cast, "zhou", DAY, 10) is Unrostered.WHOLE_TEAM
    assert duty.rostered(cast.db, cast.team, DAY)
    assert not duty.rostered(cast.db, cast.team, NEXT)
    assert not duty.rostered(cast.db, cast.other_team, DAY)


def test_before_the_morning_the_roster_of_yesterday_decides(cast: Cast) -> None:
    hold(cast, post(cast, "day"), DAY, "li")
    hold(cast, post(cast, "night"), DAY, "chen")
    assert (status(cast, "chen", NEXT, 3), status(cast, "li", NEXT, 3)) == ("night", None)
    assert status(cast, "li", NEXT, 8) is Unrostered.WHOLE_TEAM


def test_somebody_without_a_team_is_on_duty_only_on_a_post(cast: Cast) -> None:
    assert status(cast, "wang", DAY, 10) is None
    hold(cast, post(cast, "day", team_id=None), DAY, "wang")
    assert status(cast, "wang", DAY, 10) == "day"
    assert duty.on_duty(cast.db, MONDAY)[cast.people["wang"]].team_id is None


def test_the_next_change_is_the_next_beginning_of_a_post(cast: Cast) -> None:
    assert duty.next_change(cast.db, cast.team, MONDAY) == MONDAY + timedelta(hours=12)
    post(cast, "day"), post(cast, "night"), post(cast, "standby", starts=time(11), ends=time(11))
    assert duty.next_change(cast.db, cast.team, MONDAY) == wall(DAY, time(17, 30))
    assert duty.next_change(cast.db, cast.team, wall(DAY, time(17, 30))) == wall(NEXT, time(7, 30))


# Wall clocks: the hospital's zone has no summer time, others have.

NIGHT = Post(
    id=1, team_id=1, name="夜班", kind="night", starts=time(17, 30), ends=time(7, 30), phone="", active=True
)


def hours(day: date, post: Post = NIGHT) -> float:
    since, until = post.span(day)
    return (until - since) / timedelta(hours=1)


def test_a_night_in_a_zone_with_summer_time_is_an_hour_shorter_or_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {hours(DAY + timedelta(days=n)) for n in range(400)} == {14}
    monkeypatch.setenv("ONESTOP_ZONE", "Europe/Berlin")
    settings.cache_clear()
    try:
        assert [hours(day) for day in (date(2026, 3, 28), date(2026, 10, 24), DAY)] == [13, 15, 14]
        since, until = NIGHT.span(date(2026, 10, 24))
        assert (since, until) == (
            datetime(2026, 10, 24, 15, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 6, 30, tzinfo=UTC),
        )
        # One that ends in the hour that comes twice ends the first time.
        early = replace(NIGHT, ends=time(2, 30))
        assert early.span(date(2026, 10, 24))[1] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_night_of_summer_time_has_nobody_twice_and_no_gap(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONESTOP_ZONE", "Europe/Berlin")
    settings.cache_clear()
    eve = date(2026, 10, 24)
    hold(cast, post(cast, "night"), eve, "chen")
    hold(cast, post(cast, "day"), eve + timedelta(days=1), "li")
    since, until = wall(eve, time(17, 30)), wall(eve + timedelta(days=1), time(17, 30))
    minutes = int((until - since) / timedelta(minutes=5))
    assert minutes == 25 * 12
    found = [list(duty.on_duty(cast.db, since + timedelta(minutes=5 * n))) for n in range(minutes)]
    assert all(len(one) == 1 for one in found)
    assert [one[0] for one in found].index(cast.people["li"]) == 15 * 12
