"""Rating: once per completion, inside the window, never one's own work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, TooLate, WrongInput
from lib.people import accounts
from lib.people.roles import SYSTEM, Grant, Role, Scope
from lib.tickets import call_backs
from lib.tickets.actions import closing
from lib.tickets.actions.closing import Scores
from lib.tickets.rules import set_rule
from lib.tickets.words import ClosedHow, Status


def rate(
    loop: Any, ticket: Any, by: Any = None, scores: tuple[int, int, int] = (5, 4, 3), **more: Any
) -> Any:
    speed, quality, attitude = scores
    said = Scores(speed=speed, quality=quality, attitude=attitude, **more)
    return closing.rate(
        loop.db, ticket_id=ticket.id, version=ticket.version, scores=said, by=by or loop.link(ticket)
    )


def test_rating_finished_work_closes_it(loop: Any) -> None:
    ticket = rate(loop, loop.done(), words=" 很快 ")
    assert (ticket.status, ticket.closed_how, ticket.rated) == (Status.CLOSED, ClosedHow.RATED, 1)
    [row] = loop.rows("rating")
    assert (row["speed"], row["quality"], row["attitude"], row["words"], row["how"]) == (
        5,
        4,
        3,
        "很快",
        "link",
    )
    assert (row["completion"], row["event_seq"]) == (1, ticket.version)


def test_rating_a_closed_ticket_changes_nothing_about_how_it_was_closed(loop: Any) -> None:
    closed = loop.closed()
    ticket = rate(loop, closed)
    assert (ticket.closed_how, ticket.closed_at, ticket.rated) == (ClosedHow.LINK, closed.closed_at, 1)


def test_each_completion_is_rated_once(loop: Any) -> None:
    ticket = rate(loop, loop.done())
    with pytest.raises(TooLate, match="rated already"):
        rate(loop, ticket)
    back = closing.reopen(
        loop.db, ticket_id=ticket.id, version=ticket.version, reason="又坏了", by=loop.link(ticket)
    )
    again = loop.finish(loop.accept(back), no_visit=True)
    assert rate(loop, again, scores=(2, 2, 2)).rated == 2
    assert [row["completion"] for row in loop.rows("rating")] == [1, 2]


@pytest.mark.parametrize("scores", [(0, 5, 5), (5, 6, 5), (5, 5, -1)])
def test_each_score_is_one_to_five(loop: Any, scores: tuple[int, int, int]) -> None:
    with pytest.raises(WrongInput):
        rate(loop, loop.done(), scores=scores)
    assert loop.rows("rating") == []


@pytest.mark.parametrize(("days", "taken"), [(7, True), (7.01, False)])
def test_the_window_is_seven_days_from_the_closing(loop: Any, days: float, taken: bool) -> None:
    ticket = loop.closed()
    loop.now = ticket.closed_at + timedelta(days=days, minutes=-1)
    if taken:
        assert rate(loop, ticket).rated == 1
    else:
        with pytest.raises(TooLate, match="More than 7 days"):
            rate(loop, ticket)


def test_the_window_is_a_setting(cast: Any, loop: Any) -> None:
    with cast.db.transaction() as tx:
        set_rule(tx, "rating_window_days", 1)
    ticket = loop.closed()
    loop.later(days=2)
    with pytest.raises(TooLate, match="More than 1 days"):
        rate(loop, ticket)


@pytest.mark.parametrize(("scores", "called"), [((5, 5, 2), True), ((1, 5, 5), True), ((3, 3, 3), False)])
def test_a_one_or_two_opens_a_call_back(loop: Any, scores: tuple[int, int, int], called: bool) -> None:
    ticket = rate(loop, loop.done(), scores=scores)
    assert [row["ticket_id"] for row in call_backs.waiting(loop.db)] == ([ticket.id] if called else [])


def test_the_call_back_knows_whom_to_phone(loop: Any) -> None:
    ticket = rate(loop, loop.done(), scores=(1, 1, 1))
    [row] = call_backs.waiting(loop.db)
    assert (row["number"], row["name"], row["phone"], row["reason"]) == (
        ticket.number,
        "张护士",
        "8101",
        "low_rating",
    )
    assert row["due_at"] - row["opened_at"] == timedelta(hours=24)


def test_what_was_only_answered_is_not_rated(loop: Any) -> None:
    ticket = loop.answered()
    with pytest.raises(Refusal, match="no work"):
        rate(loop, ticket)


def test_nobody_rates_their_own_work(cast: Any, loop: Any) -> None:
    both = [Grant(Role.TECHNICIAN, Scope.OWN), Grant(Role.LIAISON, Scope.DEPARTMENT, cast.ward)]
    accounts.set_grants(cast.db, actor=SYSTEM, account_id=cast.people["li"], grants=both, now=loop.now)
    with pytest.raises(NotAllowed, match="their own work"):
        rate(loop, loop.done("li"), loop.by("li"), how="liaison")


def test_a_rating_spoken_on_the_phone_is_recorded_as_such(loop: Any) -> None:
    assert rate(loop, loop.done(), loop.by("wang"), how="spoken").rated == 1
    assert loop.rows("rating")[0]["how"] == "spoken"


@pytest.mark.parametrize(
    ("name", "how"), [("wang", "link"), ("zhao", "liaison"), ("liu", "link"), ("liu", "spoken")]
)
def test_nobody_rates_in_anothers_name(loop: Any, name: str, how: str) -> None:
    with pytest.raises(Refusal):
        rate(loop, loop.done(), loop.by(name), how=how)


@pytest.mark.parametrize("how", ["spoken", "liaison", "dream"])
def test_a_link_rates_as_a_link(loop: Any, how: str) -> None:
    with pytest.raises(Refusal):
        rate(loop, loop.done(), how=how)


@pytest.mark.parametrize("how", ["link", "code"])
def test_a_link_or_wall_code_rates_as_what_it_is(loop: Any, how: str) -> None:
    rate(loop, loop.done(), how=how)
    assert loop.rows("rating")[0]["how"] == how


def test_the_liaison_rates_for_the_department(loop: Any) -> None:
    rate(loop, loop.done(), loop.by("liu"), how="liaison")
    assert loop.rows("rating")[0]["how"] == "liaison"


@pytest.mark.parametrize("name", ["sun", "li", "chen", "zheng", "feng", "admin"])
def test_nobody_else_rates(loop: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        rate(loop, loop.done(), loop.by(name))


def test_the_link_of_another_ticket_does_not_rate(loop: Any) -> None:
    mine, other = loop.done(), loop.done("zhou")
    with pytest.raises(NotAllowed):
        rate(loop, mine, loop.link(other))


@pytest.mark.parametrize("stage", ["new", "in_progress", "on_hold"])
def test_unfinished_work_is_not_rated(loop: Any, stage: str) -> None:
    with pytest.raises(Refusal, match="not possible"):
        rate(loop, getattr(loop, stage)())
