"""Ten viewers cost one: an answer is kept until a ticket changes, for those who see the same tickets."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lib.analytics.answers import MOST, View, view
from lib.analytics.filter import made
from lib.people.roles import Actor, Grant, Role, Scope
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast

NOVEMBER = made(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def look(cast: Cast, report: Callable[..., Ticket]) -> Callable[..., View]:
    report()

    def looked(who: str = "he", **chosen: list[int | str]) -> View:
        return view(cast.db, cast.actor(who), made(NOVEMBER.first, NOVEMBER.last, chosen), MONDAY)

    return looked


class Question:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_the_same_question_of_the_same_tickets_is_computed_once(look: Callable[..., View]) -> None:
    question = Question()
    for who in ("he", "zheng", "he"):
        assert look(who).ask("x", question) == 1


def test_other_filters_and_questions_are_others(look: Callable[..., View]) -> None:
    question = Question()
    answers = [look().ask("x", question), look().ask("y", question), look(kind=["repair"]).ask("x", question)]
    assert answers == [1, 2, 3]


def test_who_sees_less_has_answers_of_his_own(cast: Cast, look: Callable[..., View]) -> None:
    campus = Actor(account_id=1, name="x", grants=frozenset({Grant(Role.DISPATCHER, Scope.CAMPUS, 999)}))
    less = view(cast.db, campus, NOVEMBER, MONDAY)
    question = Question()
    assert (look().ask("x", question), less.ask("x", question)) == (1, 2)
    assert (look().rows.height, less.rows.height) == (1, 0)


def test_a_new_ticket_ends_every_answer(look: Callable[..., View], report: Callable[..., Ticket]) -> None:
    question = Question()
    assert look().ask("x", question) == 1
    report()
    assert look().ask("x", question) == 2
    assert look().rows.height == 2


def test_ten_at_once_wait_for_the_first(look: Callable[..., View]) -> None:
    question = Question()

    def slow() -> int:
        time.sleep(0.05)
        return question()

    shown = look()
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(shown.ask("x", slow))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 10


def test_a_question_that_fails_can_be_asked_again(look: Callable[..., View]) -> None:
    def fails() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look().ask("x", fails)
    assert look().ask("x", lambda: 7) == 7


def test_only_so_many_are_kept(look: Callable[..., View]) -> None:
    question, shown = Question(), look()
    for number in range(MOST + 1):
        shown.ask(number, question)
    assert shown.ask(MOST, question) == MOST + 1
    assert shown.ask(0, question) == MOST + 2


def test_days_narrow_the_rows_and_not_everything(cast: Cast, look: Callable[..., View]) -> None:
    early = made(NOVEMBER.first - timedelta(days=60), NOVEMBER.first - timedelta(days=31))
    shown = view(cast.db, cast.actor("he"), early, MONDAY)
    assert (shown.rows.height, shown.everything.height) == (0, look().rows.height)
