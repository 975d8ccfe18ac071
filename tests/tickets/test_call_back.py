"""The list of people to phone about a ticket."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from lib.core.errors import NotAllowed, TooLate, WrongInput
from lib.core.i18n import Language
from lib.tickets import call_backs, history
from lib.tickets.actions import calling_back


@pytest.fixture
def waiting(cast: Any, loop: Any) -> tuple[Any, int]:
    """A finished ticket somebody has to phone about, and the id of that call."""
    ticket = loop.done()
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.LOW_RATING, now=loop.now)
    return ticket, call_backs.waiting(cast.db)[0]["id"]


def answer(
    loop: Any, call_back_id: int, name: str = "wang", result: str = "satisfied", words: str = "好了"
) -> Any:
    return calling_back.answer(
        loop.db, call_back_id=call_back_id, result=result, words=words, by=loop.by(name)
    )


def test_what_was_said_is_kept_with_the_history(loop: Any, waiting: tuple[Any, int]) -> None:
    ticket, call = waiting
    after = answer(loop, call)
    assert (after.status, after.version) == (ticket.status, ticket.version + 1)
    assert loop.events(ticket)[-1].facts == {"note": "好了", "call_back": "satisfied"}
    assert call_backs.waiting(loop.db) == []
    assert call_backs.answered(loop.db, ticket.id, ticket.done_at)
    assert call_backs.satisfied(loop.db, ticket.id, ticket.done_at)
    assert not call_backs.answered(loop.db, ticket.id, loop.now + timedelta(seconds=1))


def test_without_words_the_history_says_the_result_in_the_readers_language(
    loop: Any, waiting: tuple[Any, int]
) -> None:
    event = loop.events(answer(loop, waiting[1], result="not_fixed", words=" "))[-1]
    assert "未修好" in history.told(event, Language.ZH, loop.now)
    assert "not fixed" in history.told(event, Language.EN, loop.now).lower()
    assert history.typed(event) == ""


def test_a_result_is_chosen_from_the_list(loop: Any, waiting: tuple[Any, int]) -> None:
    with pytest.raises(WrongInput) as refused:
        answer(loop, waiting[1], result="whatever")
    assert refused.value.field == "result"


def test_not_reached_is_not_reached(loop: Any, waiting: tuple[Any, int]) -> None:
    ticket, call = waiting
    answer(loop, call, result="unreachable")
    assert not call_backs.answered(loop.db, ticket.id, ticket.done_at)


def test_nobody_is_phoned_twice(loop: Any, waiting: tuple[Any, int]) -> None:
    answer(loop, waiting[1])
    with pytest.raises(TooLate, match="already phoned"):
        answer(loop, waiting[1], "zhao")
    with pytest.raises(TooLate):
        answer(loop, 9999)


def test_two_who_phone_at_once_leave_one_answer(loop: Any, waiting: tuple[Any, int]) -> None:
    ticket, call = waiting
    start, answers = Barrier(8), []
    bys = [loop.by("wang") for _ in range(8)]

    def phone(by: Any) -> None:
        start.wait()
        try:
            calling_back.answer(loop.db, call_back_id=call, result="satisfied", words="好了", by=by)
            answers.append("taken")
        except TooLate:
            answers.append("late")

    threads = [Thread(target=phone, args=(by,)) for by in bys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["late"] * 7 + ["taken"]
    assert loop.ticket(ticket).version == ticket.version + 1


@pytest.mark.parametrize("name", ["liu", "li", "sun", "zheng", "admin"])
def test_only_the_desk_phones(loop: Any, waiting: tuple[Any, int], name: str) -> None:
    with pytest.raises(NotAllowed):
        answer(loop, waiting[1], name)


def test_a_ticket_stands_on_the_list_once(cast: Any, loop: Any, waiting: tuple[Any, int]) -> None:
    ticket, call = waiting
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.EMERGENCY, now=loop.now)
    assert [row["id"] for row in call_backs.waiting(cast.db)] == [call]
    answer(loop, call)
    with cast.db.transaction() as tx:
        call_backs.ask_for(tx, ticket.id, call_backs.EMERGENCY, now=loop.now)
    assert len(call_backs.waiting(cast.db)) == 1
