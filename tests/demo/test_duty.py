"""The demonstration's rosters and handovers: every post is held, nobody works two at once, both have signed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.core.clock import local_date
from lib.demo import rota
from lib.dispatch.handing_over import records
from lib.people import accounts, duty, organisation, roster
from lib.people.posts import all_posts, of_team
from tests.demo.conftest import Demonstration

pytestmark = pytest.mark.long

WITHOUT_POSTS = {"T24"}
"""The service centre: its people hold the desk's posts."""


def weeks(built: Demonstration) -> list[timedelta]:
    return [timedelta(days=7 * number) for number in (-1, 0, 1)]


def test_every_team_has_posts_and_a_roster_for_three_weeks(built: Demonstration) -> None:
    first = roster.monday(local_date(built.now))
    for team in organisation.teams(built.db).values():
        posts = of_team(built.db, team.id)
        assert bool(posts) is (team.code not in WITHOUT_POSTS)
        for week in weeks(built):
            days = {day for _, day in roster.week(built.db, posts, first + week)}
            assert len(days) == (7 if posts else 0)


def test_nobody_works_two_posts_at_once_or_after_a_night(built: Demonstration) -> None:
    first = roster.monday(local_date(built.now))
    for team_id in (None, *organisation.teams(built.db)):
        for week in weeks(built):
            assert roster.warnings(built.db, team_id, first + week) == []


def test_who_has_a_night_holds_it_and_everybody_named_fits(built: Demonstration) -> None:
    people, posts = accounts.all_accounts(built.db), all_posts(built.db)
    rows = built.db.rows("SELECT DISTINCT post_id, account_id FROM roster")
    assert all(roster.fits(built.db, posts[row["post_id"]], people[row["account_id"]]) for row in rows)
    night = built.now.replace(hour=18)  # two in the morning
    held = duty.on_duty(built.db, night)
    assert {"night", "standby"} == {one.kind for one in held.values()}
    assert len(duty.present(built.db, None, night)) >= 1


def test_the_desk_has_handed_over_twice_and_a_second_filling_adds_nothing(built: Demonstration) -> None:
    found = records.past(built.db, None)
    assert len(found) == 2
    assert all(one.outgoing_id != one.incoming_id and one.notes and one.answer for one in found)
    assert all(records.snapshot_of(built.db, one.id).count("open") for one in found)
    before = built.db.value("SELECT count(*) FROM roster")
    rota.fill(built.db, built.now)
    assert built.db.value("SELECT count(*) FROM roster") == before
