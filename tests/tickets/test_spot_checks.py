"""Spot checks are drawn by lot, once a week, from what each vendor closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analytics.needed import needed
from lib.core.clock import local_date
from lib.dispatch.handing_over import snapshot
from lib.tickets import call_backs
from lib.tickets.rules import set_rule
from lib.tickets.spot_checks import Closed, draw, lot
from lib.tickets.words import Channel


def week(n: int, doubtful: int = 0) -> list[Closed]:
    return [Closed(1, ticket, ticket < doubtful) for ticket in range(n)]


@pytest.mark.parametrize(
    ("closed", "doubtful", "drawn"),
    [(0, 0, 0), (1, 0, 1), (20, 0, 1), (21, 0, 2), (60, 0, 3), (60, 19, 3), (60, 20, 6), (3, 3, 1)],
)
def test_a_twentieth_rounded_up_and_twice_that_where_a_third_is_doubtful(
    closed: int, doubtful: int, drawn: int
) -> None:
    assert len(lot(week(closed, doubtful), 0.05, seed="x")) == drawn


def test_the_same_week_gives_the_same_lot_and_another_week_another() -> None:
    closed = week(200)
    assert lot(closed, 0.05, seed="2026-11-16 1") == lot(closed[::-1], 0.05, seed="2026-11-16 1")
    assert lot(closed, 0.05, seed="2026-11-16 1") != lot(closed, 0.05, seed="2026-11-09 1")


@settings(max_examples=50)
@given(st.integers(1, 400), st.integers(0, 400), st.integers(1, 100))
def test_never_more_than_there_are_and_never_twice(n: int, doubtful: int, percent: int) -> None:
    drawn = lot(week(n, doubtful), percent / 100, seed="x")
    assert 1 <= len(drawn) <= n
    assert len(set(drawn)) == len(drawn)


def next_monday(loop: Any) -> Any:
    return loop.later(days=7 - local_date(loop.now).weekday())


def reasons(db: Any) -> list[tuple[int, str]]:
    return [(row["ticket_id"], row["reason"]) for row in call_backs.waiting(db)]


def test_last_weeks_closed_tickets_come_on_the_list_once(cast: Any, loop: Any) -> None:
    ticket = loop.closed()
    assert draw(cast.db, loop.now) == 0
    monday = next_monday(loop)
    assert draw(cast.db, monday) == 1
    assert draw(cast.db, monday + timedelta(hours=1)) == 0
    assert reasons(cast.db) == [(ticket.id, call_backs.SAMPLED)]


def test_who_was_phoned_about_it_already_is_left_alone(cast: Any, loop: Any) -> None:
    ticket = loop.closed()
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.LOW_RATING, now=loop.now)
    assert draw(cast.db, next_monday(loop)) == 0


def test_a_low_rating_goes_before_the_lot(cast: Any, loop: Any) -> None:
    loop.closed()
    monday = next_monday(loop)
    draw(cast.db, monday)
    (ticket, _), *_ = reasons(cast.db)
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket, call_backs.LOW_RATING, now=monday)
        call_backs.ask_for(tx, ticket, call_backs.SAMPLED, now=monday)
    assert reasons(cast.db) == [(ticket, call_backs.LOW_RATING)]


def test_lots_stand_on_a_list_of_their_own_and_in_no_handover(cast: Any, loop: Any) -> None:
    ticket = loop.closed()
    monday = next_monday(loop)
    draw(cast.db, monday)
    lists = {
        one.name: [row["id"] for row in one.rows]
        for one in needed(cast.db, actor=cast.actor("wang"), now=monday)
    }
    assert lists["spot_checks"] == [ticket.id]
    assert "call_backs" not in lists
    assert snapshot._call_backs(cast.db, None, monday, monday) == []


def test_nought_percent_draws_nothing_and_forgets_no_week(cast: Any, loop: Any) -> None:
    loop.closed()
    with cast.db.transaction() as tx:
        set_rule(tx, "spot_check_percent", 0)
    monday = next_monday(loop)
    assert draw(cast.db, monday) == 0
    with cast.db.transaction() as tx:
        set_rule(tx, "spot_check_percent", 100)
    assert draw(cast.db, monday) == 1


def test_what_an_inspection_found_is_not_asked_about(cast: Any, loop: Any) -> None:
    loop.closed(channel=Channel.INSPECTION)
    assert draw(cast.db, next_monday(loop)) == 0
