"""Whose phone shows a round."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from lib.inspections.mine import my_rounds
from lib.people.accounts import account
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import CLOSES, DAY, OPENS, Tour, make_tour
from tests.inspections.walking import walk

EVERYBODY = ("li", "chen", "zhou", "sun", "wu")


def shown(tour: Tour, now: datetime = MONDAY) -> set[str]:
    """Who of those who do rounds is shown it."""
    cast = tour.cast
    return {
        who
        for who in EVERYBODY
        if any(
            round.id == tour.round_id
            for round in my_rounds(cast.db, account(cast.db, cast.people[who]), cast.actor(who), now)
        )
    }


def given(tour: Tour, **whose: Any) -> Tour:
    nobody = dict.fromkeys(("account_id", "post_id", "team_id", "vendor_id"))
    with tour.db.transaction() as tx:
        tx.update("round", {"id": tour.round_id, **nobody, **whose})
    return tour


def a_post(cast: Cast, **held: list[date]) -> int:
    """A day post of the team, held by those people on those days."""
    with cast.db.transaction() as tx:
        tx.insert(
            "post",
            {
                "id": 1,
                "team_id": cast.team,
                "name": "白班",
                "kind": "day",
                "starts": "08:00",
                "ends": "18:00",
            },
        )
        for who, days in held.items():
            for day in days:
                tx.insert("roster", {"post_id": 1, "day": day, "account_id": cast.people[who]})
    return 1


def test_whose_it_is_decides(tour: Tour) -> None:
    cast = tour.cast
    assert shown(tour) == {"li", "chen", "sun"}
    assert shown(given(tour, account_id=cast.people["zhou"])) == {"zhou"}
    assert shown(given(tour, vendor_id=cast.vendor)) == {"li", "chen", "zhou", "sun"}
    assert shown(given(tour)) == {"wu"}


def test_a_posts_round_is_whoever_holds_the_post_then(tour: Tour) -> None:
    given(tour, post_id=a_post(tour.cast, chen=[DAY], li=[DAY + timedelta(days=1)]))
    assert shown(tour) == {"chen", "sun"}


def test_without_a_roster_the_post_is_everybody_of_its_team(tour: Tour) -> None:
    assert shown(given(tour, post_id=a_post(tour.cast))) == {"li", "chen", "sun"}


def test_in_a_long_window_also_who_holds_the_post_now(tour: Tour) -> None:
    tomorrow = timedelta(days=1)
    given(tour, post_id=a_post(tour.cast, chen=[DAY], li=[DAY + tomorrow]), closes_at=CLOSES + 3 * tomorrow)
    assert shown(tour, MONDAY + tomorrow) == {"chen", "li", "sun"}


def test_who_wrote_something_down_keeps_it_in_sight(tour: Tour) -> None:
    walk(tour, 1, "wu")
    assert "wu" in shown(tour)


def test_from_its_lead_time_until_a_week_after(cast: Cast) -> None:
    tour = make_tour(cast, lead_days=2)
    assert not shown(tour, OPENS - timedelta(days=2, seconds=1))
    assert shown(tour, OPENS - timedelta(days=2))
    assert shown(tour, CLOSES + timedelta(days=6))
    assert not shown(tour, CLOSES + timedelta(days=7))
