"""The duty page as people see it: a week, who is there now, a cell changed, a week copied."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from lib.core import clock
from lib.core.clock import local_date
from lib.people import posts, roster
from lib.people.roles import SYSTEM
from lib.ui.duty.grid import CELL
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well


@pytest.fixture
def night(cast: Cast) -> int:
    """A night post of the team around the clock, so that somebody on it is on duty whenever the test runs."""
    values = {"team_id": cast.team, "name": "夜班", "kind": "night", "starts": time(0), "ends": time(0)}
    return posts.save(cast.db, values, actor=SYSTEM, now=clock.now())


def hold(cast: Cast, post: int, days: int, *names: str) -> None:
    people = [cast.people[name] for name in names]
    day = local_date(clock.now()) + timedelta(days=days)
    roster.hold(
        cast.db, actor=SYSTEM, post_id=post, day=day, account_ids=people, before=None, now=clock.now()
    )


def held(cast: Cast, post: int, days: int) -> tuple[int, ...]:
    day = local_date(clock.now()) + timedelta(days=days)
    return roster.cells(cast.db, day, day).get((post, day), ())


def test_the_page_says_who_is_there_until_when(cast: Cast, night: int, open_page: Opens) -> None:
    hold(cast, night, 0, "chen")
    at = open_page("sun", "duty")
    assert any("陈师傅" in one.value and "夜班" in one.value for one in at.markdown)
    assert not at.warning


def test_a_post_nobody_holds_is_said_clearly(cast: Cast, night: int, open_page: Opens) -> None:
    day = {"team_id": cast.team, "name": "白班", "kind": "day", "starts": time(0), "ends": time(0)}
    hold(cast, posts.save(cast.db, {**day, "starts": time(23, 59)}, actor=SYSTEM, now=clock.now()), 0, "li")
    at = open_page("li", "duty")
    assert any("没有人在岗" in one.value for one in at.warning)
    assert not [button for button in at.button if button.key == "duty_copy"]


def test_a_team_without_a_roster_counts_whole_and_the_page_says_so(
    cast: Cast, night: int, open_page: Opens
) -> None:
    at = open_page("sun", "duty")
    assert any("全员在岗" in one.value for one in at.info)


def test_a_cell_is_changed_by_touching_names(cast: Cast, night: int, open_page: Opens) -> None:
    hold(cast, night, 1, "li")
    at = open_page("sun", "duty")
    tomorrow = local_date(clock.now()) + timedelta(days=1)
    at.session_state[CELL] = f"{night}:{tomorrow.isoformat()}"
    went_well(at.run())
    at.pills[0].set_value([cast.people["chen"], cast.people["sun"]])
    went_well(at.button(key="duty_save").click().run())
    assert set(held(cast, night, 1)) == {cast.people["chen"], cast.people["sun"]}
    assert CELL not in at.session_state


def test_a_cell_somebody_else_changed_stays_open_and_says_so(
    cast: Cast, night: int, open_page: Opens
) -> None:
    at = open_page("sun", "duty")
    tomorrow = local_date(clock.now()) + timedelta(days=1)
    at.session_state[CELL] = f"{night}:{tomorrow.isoformat()}"
    went_well(at.run())
    hold(cast, night, 1, "li")
    at.pills[0].set_value([cast.people["chen"]])
    went_well(at.button(key="duty_save").click().run())
    assert held(cast, night, 1) == (cast.people["li"],)
    assert any("刚被别人改过" in one.value for one in at.error)
    assert CELL in at.session_state


def test_last_week_is_copied_with_one_click(cast: Cast, night: int, open_page: Opens) -> None:
    hold(cast, night, 0, "li")
    hold(cast, night, 1, "chen")
    at = open_page("sun", "duty")
    went_well(at.button(key="duty_after").click().run())
    first = roster.monday(local_date(clock.now()))
    assert at.query_params["week"] == (first + timedelta(days=7)).isoformat()
    went_well(at.button(key="duty_copy").click().run())
    same_week = roster.monday(local_date(clock.now()) + timedelta(days=1)) == first
    assert held(cast, night, 7) == (cast.people["li"],)
    assert held(cast, night, 8) == ((cast.people["chen"],) if same_week else ())
    assert any("已按上周填入" in one.value for one in at.toast)


def test_an_empty_week_copies_nothing_and_says_so(cast: Cast, night: int, open_page: Opens) -> None:
    at = open_page("sun", "duty")
    went_well(at.button(key="duty_copy").click().run())
    assert [(one.value, one.icon) for one in at.toast] == [("上周没有可复制的排班。", ":material/info:")]


def test_the_week_of_the_address_is_shown_and_nonsense_is_this_week(
    cast: Cast, night: int, open_page: Opens
) -> None:
    at = open_page("sun", "duty", week="2026-11-18")
    assert at.button(key="duty_this").label == "2026-11-16 – 11-22"
    this = roster.monday(local_date(clock.now()))
    for nonsense in ("soon", "0001-01-01", "9999-12-31"):
        at = open_page("sun", "duty", week=nonsense)
        assert at.button(key="duty_this").label.startswith(this.isoformat())


@pytest.mark.parametrize(
    ("who", "teams", "keeps"),
    [
        ("sun", ["T01"], True),
        ("li", ["T01"], False),
        ("zhao", ["DESK", "T01", "T09"], True),
        ("wang", ["DESK", "T01", "T09"], False),
        ("zheng", ["DESK", "T01", "T09"], False),
        ("feng", ["T01", "T09"], False),
        ("admin", ["DESK", "T01", "T09"], True),
    ],
)
def test_everybody_sees_as_far_as_they_reach(
    cast: Cast, night: int, open_page: Opens, who: str, teams: list[str], keeps: bool
) -> None:
    at = open_page(who, "duty", of="T01")
    offered = ["全部班组（现在）"] if len(teams) > 1 else []
    names = {"DESK": "服务台", "T01": "水电班", "T09": "电梯组"}
    assert at.selectbox(key="duty_of").options == [*offered, *(names[code] for code in teams)]
    assert bool([button for button in at.button if button.key == "duty_copy"]) is keeps


@pytest.mark.parametrize("who", ["liu", "wu", "qian", "he"])
def test_others_have_no_such_page(open_page: Opens, who: str) -> None:
    with pytest.raises(ValueError, match="duty"):
        open_page(who, "duty")


def test_all_teams_at_once(cast: Cast, night: int, open_page: Opens) -> None:
    hold(cast, night, 0, "chen")
    at = open_page("zhao", "duty", of="all")
    assert any("陈师傅" in one.body for one in at.get("html"))


def test_a_cell_of_another_team_is_not_opened(cast: Cast, night: int, open_page: Opens) -> None:
    other = {"team_id": cast.other_team, "name": "夜班", "kind": "night", "starts": time(0), "ends": time(0)}
    theirs = posts.save(cast.db, other, actor=SYSTEM, now=clock.now())
    at = open_page("sun", "duty")
    at.session_state[CELL] = f"{theirs}:2026-11-20"
    went_well(at.run())
    assert not at.pills
    assert CELL not in at.session_state
