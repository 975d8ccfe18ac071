"""The roster by the week: cells changed, weeks copied, warnings, and who may do any of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, WrongInput
from lib.people import accounts, organisation, posts, roster
from lib.people.organisation import save as save_team
from lib.people.posts import Post
from lib.people.roles import SYSTEM, Permission
from lib.people.shifts import clashes, shift
from tests.conftest import MONDAY, Cast

FIRST = date(2026, 11, 16)
WEEK = timedelta(days=7)


@pytest.fixture
def day(cast: Cast) -> int:
    return make(cast, "白班", "day", time(7, 30), time(17, 30))


@pytest.fixture
def night(cast: Cast) -> int:
    return make(cast, "夜班", "night", time(17, 30), time(7, 30))


def make(cast: Cast, name: str, kind: str, starts: time, ends: time, **more: object) -> int:
    values = {"team_id": cast.team, "name": name, "kind": kind, "starts": starts, "ends": ends, **more}
    return posts.save(cast.db, values, actor=SYSTEM, now=MONDAY)


def hold(
    cast: Cast, post: int, on: date, *names: str, who: str = "sun", before: tuple[str, ...] | None = None
) -> None:
    roster.hold(
        cast.db,
        actor=cast.actor(who),
        post_id=post,
        day=on,
        account_ids=[cast.people[name] for name in names],
        before=None if before is None else [cast.people[name] for name in before],
        now=MONDAY,
    )


def held(cast: Cast, post: int, on: date) -> set[str]:
    known = {number: name for name, number in cast.people.items()}
    return {known[one] for one in roster.cells(cast.db, on, on).get((post, on), ())}


def test_a_cell_takes_people_and_gives_them_back(cast: Cast, day: int) -> None:
    hold(cast, day, FIRST, "li", "chen")
    hold(cast, day, FIRST, "chen", "sun", before=("li", "chen"))
    assert held(cast, day, FIRST) == {"chen", "sun"}
    hold(cast, day, FIRST, before=("chen", "sun"))
    assert held(cast, day, FIRST) == set()
    assert cast.db.value("SELECT count(*) FROM audit WHERE act = 'roster_changed'") == 3


def test_whoever_comes_second_to_a_cell_is_told_and_changes_nothing(cast: Cast, day: int) -> None:
    hold(cast, day, FIRST, "li", before=())
    with pytest.raises(TooLate):
        hold(cast, day, FIRST, "chen", before=())
    assert held(cast, day, FIRST) == {"li"}


def test_a_post_takes_people_of_its_team_and_company_only(cast: Cast, day: int) -> None:
    hold(cast, day, FIRST, "zhou")  # of the other team of the same company
    for stranger in ("wang", "liu"):
        with pytest.raises(WrongInput):
            hold(cast, day, FIRST, stranger)
    save_team(cast.db, "team", {"id": cast.other_team, "code": "T09", "name": "电梯组", "vendor_id": None},
              actor=SYSTEM, now=MONDAY)  # fmt: skip
    with pytest.raises(WrongInput):
        hold(cast, day, FIRST + WEEK, "zhou")
    hold(cast, day, FIRST, "zhou", "li")  # whoever stands there may stay


def test_the_desk_takes_its_operators_and_dispatchers_only(cast: Cast) -> None:
    desk = make(cast, "接线夜班", "night", time(17, 30), time(7, 30), team_id=None)
    hold(cast, desk, FIRST, "wang", "zhao", who="zhao")
    with pytest.raises(WrongInput):
        hold(cast, desk, FIRST, "li", who="zhao")


def test_nobody_out_of_use_can_be_named(cast: Cast, day: int) -> None:
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=MONDAY)
    with pytest.raises(WrongInput):
        hold(cast, day, FIRST, "li")
    assert cast.people["li"] not in [one.id for one in roster.fit(cast.db, posts.all_posts(cast.db)[day])]


def test_there_is_no_holding_a_post_that_is_not_there(cast: Cast, day: int) -> None:
    posts.save(cast.db, {"id": day, "active": False}, actor=SYSTEM, now=MONDAY)
    for unknown in (day, 4711):
        with pytest.raises(NotFound):
            hold(cast, unknown, FIRST, "li")


# Copying a week


def copied(cast: Cast, who: str = "sun", *, overwrite: bool = False) -> tuple[int, int, int]:
    done = roster.copy_week(
        cast.db, actor=cast.actor(who), team_id=cast.team, first=FIRST + WEEK, now=MONDAY, overwrite=overwrite
    )
    return done.filled, done.kept, done.left_out


def test_a_week_is_copied_into_empty_cells_only(cast: Cast, day: int, night: int) -> None:
    for number in range(7):
        hold(cast, day, FIRST + timedelta(days=number), "li")
    hold(cast, night, FIRST, "chen")
    hold(cast, day, FIRST + WEEK, "sun")
    assert copied(cast) == (7, 1, 0)
    assert held(cast, day, FIRST + WEEK) == {"sun"}
    assert held(cast, day, FIRST + WEEK + timedelta(days=6)) == {"li"}
    assert held(cast, night, FIRST + WEEK) == {"chen"}
    assert copied(cast) == (0, 8, 0)


def test_a_week_is_overwritten_only_when_told_and_never_emptied(cast: Cast, day: int, night: int) -> None:
    hold(cast, day, FIRST, "li", "chen")
    hold(cast, day, FIRST + WEEK, "chen", "sun")
    hold(cast, night, FIRST + WEEK, "sun")
    assert copied(cast, overwrite=True) == (1, 0, 0)
    assert held(cast, day, FIRST + WEEK) == {"li", "chen"}
    assert held(cast, night, FIRST + WEEK) == {"sun"}


def test_people_out_of_use_and_other_teams_are_not_copied(cast: Cast, day: int) -> None:
    other = make(cast, "白班", "day", time(8), time(18), team_id=cast.other_team)
    hold(cast, other, FIRST, "zhou", who="zhao")
    hold(cast, day, FIRST, "li", "chen")
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["li"], active=False, now=MONDAY)
    assert copied(cast) == (1, 0, 1)
    assert held(cast, day, FIRST + WEEK) == {"chen"}
    assert held(cast, other, FIRST + WEEK) == set()


# Warnings


def test_two_posts_at_once_and_work_after_a_night_are_warned_of(cast: Cast, day: int, night: int) -> None:
    middle = make(cast, "中班", "middle", time(12), time(20, 30))
    hold(cast, day, FIRST, "li")
    hold(cast, middle, FIRST, "li")
    hold(cast, night, FIRST, "chen")
    hold(cast, day, FIRST + timedelta(days=1), "chen", "sun")
    found = roster.warnings(cast.db, cast.team, FIRST)
    assert [(one.first.account_id, one.second.post.name, one.overlap) for one in found] == [
        (cast.people["li"], "中班", True),
        (cast.people["chen"], "白班", False),
    ]


def test_the_night_before_the_week_and_posts_elsewhere_count_too(cast: Cast, day: int, night: int) -> None:
    other = make(cast, "白班", "day", time(8), time(18), team_id=cast.other_team)
    hold(cast, night, FIRST - timedelta(days=1), "chen")
    hold(cast, day, FIRST, "chen")
    hold(cast, day, FIRST + timedelta(days=2), "li")
    hold(cast, other, FIRST + timedelta(days=2), "li", who="zhao")
    hold(cast, other, FIRST + timedelta(days=3), "zhou", who="zhao")
    found = roster.warnings(cast.db, cast.team, FIRST)
    assert {(one.first.account_id, one.overlap) for one in found} == {
        (cast.people["chen"], False),
        (cast.people["li"], True),
    }


POST = Post(
    id=1, team_id=1, name="", kind="night", starts=time(17, 30), ends=time(7, 30), phone="", active=True
)


@pytest.mark.parametrize(
    ("starts", "kind", "warned"),
    [
        (time(7, 30), "day", True),
        (time(15, 29), "middle", True),
        (time(15, 30), "middle", False),
        (time(8), "standby", False),
        (time(17, 30), "night", False),
    ],
)
def test_eight_hours_after_a_night_there_is_work_again(starts: time, kind: str, warned: bool) -> None:
    after = Post(id=2, team_id=1, name="", kind=kind, starts=starts, ends=time(20), phone="", active=True)
    found = clashes([shift(POST, FIRST, 7), shift(after, FIRST + timedelta(days=1), 7)])
    assert bool(found) is warned
    assert not clashes([shift(POST, FIRST, 7), shift(after, FIRST + timedelta(days=1), 8)])


def test_one_post_after_the_other_does_not_overlap() -> None:
    day = Post(
        id=2, team_id=1, name="", kind="day", starts=time(7, 30), ends=time(17, 30), phone="", active=True
    )
    assert not clashes([shift(day, FIRST, 7), shift(POST, FIRST, 7)])


# Posts


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "evening"}, "kind"),
        ({"starts": None}, "starts"),
        ({"ends": "7:30"}, "ends"),
    ],
)
def test_a_post_needs_name_kind_and_times(cast: Cast, values: dict[str, object], field: str) -> None:
    with pytest.raises(WrongInput) as refused:
        make(cast, **{"name": "白班", "kind": "day", "starts": time(8), "ends": time(17), **values})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_team_has_no_two_posts_of_one_name(cast: Cast, day: int) -> None:
    with pytest.raises(Refusal):
        make(cast, "白班", "day", time(8), time(17))
    assert make(cast, "白班", "day", time(8), time(17), team_id=cast.other_team)
    assert make(cast, "白班", "day", time(8), time(17), id=day) == day


# Who may: the leader of the team, of its company; dispatchers and administrators everywhere.

MAY = """
          see  keep  hand   see desk  keep desk  hand desk
sun       x    x     x      .         .          .
li        x    .     x      .         .          .
zhou      .    .     .      .         .          .
wang      x    .     x      x         .          x
zhao      x    x     x      x         x          x
zheng     x    .     .      x         .          .
feng      x    .     .      .         .          .
admin     x    x     .      x         x          .
liu       .    .     .      .         .          .
wu        .    .     .      .         .          .
qian      .    .     .      .         .          .
he        .    .     .      .         .          .
"""
ROWS = [line.split() for line in MAY.strip().splitlines()[1:]]
PERMISSIONS = (Permission.SEE_DUTY, Permission.KEEP_DUTY, Permission.HAND_OVER)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_who_reaches_a_team_and_the_desk(cast: Cast, row: list[str]) -> None:
    actor = cast.actor(row[0])
    found = [
        posts.reaches(cast.db, actor, permission, team)
        for team in (cast.team, None)
        for permission in PERMISSIONS
    ]
    assert found == [mark == "x" for mark in row[1:]]


@pytest.mark.parametrize("who", ["li", "wang", "zheng", "feng", "liu"])
def test_the_use_cases_refuse_who_may_not_keep_the_roster(cast: Cast, day: int, who: str) -> None:
    with pytest.raises(NotAllowed):
        hold(cast, day, FIRST, "li", who=who)
    with pytest.raises(NotAllowed):
        copied(cast, who)
    with pytest.raises(NotAllowed):
        posts.save(cast.db, {"id": day, "phone": "8120"}, actor=cast.actor(who), now=MONDAY)


def test_a_leader_cannot_take_another_teams_post(cast: Cast) -> None:
    theirs = make(cast, "白班", "day", time(8), time(17), team_id=cast.other_team)
    for values in ({"id": theirs, "team_id": cast.team}, {"id": theirs, "phone": "1"}):
        with pytest.raises(NotAllowed):
            posts.save(cast.db, values, actor=cast.actor("sun"), now=MONDAY)
    assert organisation.teams(cast.db)[cast.other_team].name == "电梯组"
