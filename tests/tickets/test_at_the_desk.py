"""One form, several steps: all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.core.errors import Refusal, WrongInput
from lib.tickets import checking, records
from lib.tickets.actions import at_the_desk
from lib.tickets.actions.at_the_desk import Phoned
from lib.tickets.actions.opening import Wish
from lib.tickets.reporters import Caller
from lib.tickets.words import Action, Channel, ClosedHow, Kind, Status
from tests.conftest import MONDAY, Cast

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def wish(cast: Cast) -> Wish:
    caller = Caller(name="张护士", phone="8101", department_id=cast.ward)
    return Wish(
        channel=Channel.HOTLINE,
        caller=caller,
        location_id=cast.room,
        service_code="GD-01",
        description="灯不亮",
        key="form-1",
    )


def tickets(cast: Cast) -> int:
    return int(cast.db.value("SELECT count(*) FROM ticket"))


def test_a_question_is_opened_answered_and_closed(cast: Cast, wish: Wish) -> None:
    opened = at_the_desk.answer_in_place(cast.db, wish, note="七点开门", by=cast.by("wang"))
    assert opened.ticket.kind == Kind.CONSULTATION
    assert (opened.ticket.status, opened.ticket.closed_how) == (Status.CLOSED, ClosedHow.ANSWERED)
    assert [event.action for event in records.events(cast.db, opened.ticket.id)] == [
        Action.OPEN,
        Action.ANSWER,
    ]


def test_without_an_answer_nothing_is_written(cast: Cast, wish: Wish) -> None:
    with pytest.raises(WrongInput):
        at_the_desk.answer_in_place(cast.db, wish, note=" ", by=cast.by("wang"))
    assert tickets(cast) == 0


def test_sent_twice_it_is_one_ticket(cast: Cast, wish: Wish) -> None:
    first = at_the_desk.answer_in_place(cast.db, wish, note="七点开门", by=cast.by("wang"))
    again = at_the_desk.answer_in_place(cast.db, wish, note="七点开门", by=cast.by("wang"))
    assert again.again
    assert again.ticket.id == first.ticket.id
    assert tickets(cast) == 1


def test_what_was_phoned_through_keeps_its_own_times(cast: Cast, wish: Wish) -> None:
    called = MONDAY - 3 * HALF_AN_HOUR
    phoned = Phoned(
        technician_id=cast.people["li"],
        phoned_at=called + timedelta(minutes=2),
        accepted_at=called + timedelta(minutes=3),
    )
    ticket = at_the_desk.write_down_after(
        cast.db, wish, phoned, by=cast.by("wang", happened_at=called)
    ).ticket
    assert (ticket.kind, ticket.status) == (Kind.REPAIR, Status.ACCEPTED)
    assert ticket.assignee_id == cast.people["li"]
    assert (ticket.opened_at, ticket.accepted_at) == (called, called + timedelta(minutes=3))
    assert (ticket.proxied, ticket.late_recorded) == (1, 3)
    assert checking.problems(cast.db) == []


def test_without_a_yes_it_is_only_assigned(cast: Cast, wish: Wish) -> None:
    phoned = Phoned(technician_id=cast.people["li"], phoned_at=MONDAY, accepted_at=None)
    assert (
        at_the_desk.write_down_after(cast.db, wish, phoned, by=cast.by("wang")).ticket.status
        is Status.ASSIGNED
    )


def a_nobody(cast: Cast, phoned: Phoned) -> Phoned:
    return replace(phoned, technician_id=None)


def no_technician(cast: Cast, phoned: Phoned) -> Phoned:
    return replace(phoned, technician_id=cast.people["zheng"])


def yes_before_phoning(cast: Cast, phoned: Phoned) -> Phoned:
    return replace(phoned, accepted_at=phoned.phoned_at - HALF_AN_HOUR)


def phoned_before_the_call(cast: Cast, phoned: Phoned) -> Phoned:
    return replace(phoned, phoned_at=MONDAY - HALF_AN_HOUR)


@pytest.mark.parametrize("wrong", [a_nobody, no_technician, yes_before_phoning, phoned_before_the_call])
def test_a_refusal_of_any_step_leaves_no_half_ticket(
    cast: Cast, wish: Wish, wrong: Callable[[Cast, Phoned], Phoned]
) -> None:
    phoned = wrong(cast, Phoned(technician_id=cast.people["li"], phoned_at=MONDAY, accepted_at=MONDAY))
    with pytest.raises(Refusal):
        at_the_desk.write_down_after(cast.db, wish, phoned, by=cast.by("wang"))
    assert tickets(cast) == 0


def test_more_than_a_day_ago_wants_a_reason(cast: Cast, wish: Wish) -> None:
    called = MONDAY - timedelta(hours=30)
    phoned = Phoned(technician_id=cast.people["li"], phoned_at=called, accepted_at=called)
    with pytest.raises(WrongInput) as refused:
        at_the_desk.write_down_after(cast.db, wish, phoned, by=cast.by("wang", happened_at=called))
    assert refused.value.field == "late_reason"
    by = cast.by("wang", happened_at=called, late_reason="系统停机")
    assert at_the_desk.write_down_after(cast.db, wish, phoned, by=by).ticket.late_recorded == 3
